"""Who waits together is committed together; whoever fails or is interrupted, the others go on."""

from collections.abc import Sequence
from threading import Event, Thread

import pytest

from evenhand.adapters.sql.group import MAX_GROUP, Group
from evenhand.errors.ledger import LedgerBroken


class Desk:
    """Commits numbers, the first group only when it is let; refuses negative ones."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.entered, self.released = Event(), Event()

    def commit(self, parts: Sequence[int]) -> list[int | Exception]:
        self.entered.set()
        self.released.wait()
        self.groups.append(list(parts))
        if 13 in parts:
            raise LedgerBroken("The disk failed.")
        if 99 in parts:
            raise KeyboardInterrupt
        return [ValueError(str(part)) if part < 0 else part * 10 for part in parts]


class Caller(Thread):
    def __init__(self, group: "Group[int, int]", part: int) -> None:
        super().__init__()
        self._group, self._part = group, part
        self.answer: object = None
        self.start()

    def run(self) -> None:
        try:
            self.answer = self._group.submit(self._part)
        except BaseException as mistake:  # noqa: BLE001 (the test looks at it)
            self.answer = mistake


def queued(group: "Group[int, int]", count: int) -> None:
    """Wait until so many callers wait."""
    while len(group._queue) < count:
        Event().wait(0.001)


def together(*parts: int, first: int = 1) -> tuple[Desk, list[object]]:
    """A first caller who keeps the desk busy while the others come; the answers of all."""
    desk = Desk()
    group: Group[int, int] = Group(desk.commit)
    callers = [Caller(group, first)]
    desk.entered.wait()
    for number, part in enumerate(parts, start=1):
        callers.append(Caller(group, part))
        queued(group, number)
    desk.released.set()
    for caller in callers:
        caller.join()
    return desk, [caller.answer for caller in callers]


def test_one_caller_alone_is_answered_at_once() -> None:
    desk = Desk()
    desk.released.set()
    group: Group[int, int] = Group(desk.commit)

    assert [group.submit(1), group.submit(2)] == [10, 20]
    assert desk.groups == [[1], [2]]


def test_all_who_wait_share_the_next_group() -> None:
    desk, answers = together(2, 3, 4)

    assert (desk.groups, answers) == ([[1], [2, 3, 4]], [10, 20, 30, 40])


def test_a_refusal_reaches_its_own_caller_only() -> None:
    _, answers = together(2, -3, 4)

    assert (answers[1], str(answers[2]), answers[3]) == (20, "-3", 40)
    assert isinstance(answers[2], ValueError)


def test_a_failure_reaches_everybody_of_the_group_and_nobody_else() -> None:
    _, answers = together(2, 13, 4)

    assert answers[0] == 10
    assert [isinstance(answer, LedgerBroken) for answer in answers[1:]] == [True, True, True]


def test_an_interrupted_leader_tells_the_others() -> None:
    desk, answers = together(99, 4)

    assert desk.groups == [[1], [99, 4]]
    assert isinstance(answers[1], KeyboardInterrupt)
    assert "was interrupted" in str(answers[2])


def test_a_crowd_is_served_in_groups_of_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.adapters.sql.group.MAX_GROUP", 3)
    desk, answers = together(*range(2, 10))

    assert MAX_GROUP == 1000
    assert max(map(len, desk.groups)) == 3
    assert answers == [number * 10 for number in range(1, 10)]


def test_an_interrupted_waiter_does_not_take_the_lead_with_him(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    group: Group[int, int] = Group(desk.commit)
    first = Caller(group, 1)
    desk.entered.wait()

    def interrupted(_event: Event) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Event, "wait", interrupted)
        with pytest.raises(KeyboardInterrupt):
            group.submit(2)
    later = Caller(group, 3)
    queued(group, 1)
    desk.released.set()
    first.join()
    later.join()

    assert (desk.groups, later.answer) == ([[1], [3]], 30)
    assert group.submit(4) == 40
