"""Group commit: callers that wait at the same time share one transaction.

The first caller that finds nobody at work leads: it commits what waits, its own part included, and hands the lead to
one that came meanwhile. There is no thread of its own to start, to stop or to lose in a fork.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

from evenhand.errors.ledger import LedgerBroken

Part = TypeVar("Part")
Answer = TypeVar("Answer")

MAX_GROUP = 1000


@dataclass(slots=True, eq=False)
class _Waiting(Generic[Part, Answer]):
    part: Part
    wake: Event = field(default_factory=Event)
    answers: "list[Answer | Exception]" = field(default_factory=list)


class Group(Generic[Part, Answer]):
    """Lets one caller at a time commit the parts of all that wait.

    Args:
        commit: takes the parts of a group and gives, in their order, each one's answer or the error to raise for it;
            when it raises itself, every member of the group gets that error.
    """

    def __init__(self, commit: "Callable[[Sequence[Part]], Sequence[Answer | Exception]]") -> None:
        self._commit = commit
        self._mutex = Lock()
        self._queue: deque[_Waiting[Part, Answer]] = deque()
        self._led = False

    def submit(self, part: Part) -> Answer:
        """Wait until ``part`` is committed, and return its answer or raise its error."""
        waiting: _Waiting[Part, Answer] = _Waiting(part)
        with self._mutex:
            self._queue.append(waiting)
            leads, self._led = not self._led, True
        try:
            if not leads:
                waiting.wake.wait()
            if not waiting.answers:
                self._lead()
        except BaseException:
            self._withdraw(waiting, leads=leads)
            raise
        answer = waiting.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _lead(self) -> None:
        with self._mutex:
            members = [self._queue.popleft() for _ in range(min(len(self._queue), MAX_GROUP))]
        answers: Sequence[Answer | Exception] = [LedgerBroken("The thread that wrote was interrupted.")] * len(members)
        try:
            answers = self._commit([member.part for member in members])
        except Exception as mistake:  # noqa: BLE001 (each member raises it in its own thread)
            answers = [mistake] * len(members)
        finally:
            for member, answer in zip(members, answers, strict=True):
                member.answers.append(answer)
                member.wake.set()
            self._hand_on()

    def _withdraw(self, waiting: _Waiting[Part, Answer], *, leads: bool) -> None:
        """Take out what an interrupted caller left, so that nobody waits for him to lead."""
        with self._mutex:
            is_waiting = waiting in self._queue
            if is_waiting:
                self._queue.remove(waiting)
            was_to_lead = is_waiting and (leads or waiting.wake.is_set())
        if was_to_lead:
            self._hand_on()

    def _hand_on(self) -> None:
        with self._mutex:
            self._led = bool(self._queue)
            if self._queue:
                self._queue[0].wake.set()
