"""What a server holds: the champion in its child, the log, the callers; kept in step with the ledger by a watch."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from evenhand.adapters.predictions.segment import LiveSegments
from evenhand.errors.base import EvenhandError
from evenhand.errors.model import ModelCrashed, ModelTimedOut
from evenhand.errors.release import ReleaseExpired
from evenhand.errors.serving import ConsumerUnknown, RequestInvalid, ServerUnready
from evenhand.governance.access.signature import PublicKey
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.serving.prediction import Prediction
from evenhand.lifecycle.serving.request import CheckedRow, Wanted
from evenhand.ports.sample import Scorer
from evenhand.ports.workspace import Workspace
from evenhand.surfaces.gateway.account import public_account
from evenhand.wiring.artifacts import artifacts_for
from evenhand.wiring.cases import TableCases
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.predictions import deployment_log, log_folder
from evenhand.wiring.settings import Settings
from evenhand.wiring.workspace import open_for_reading
from evenhand.workflows.deployment.standing import Answerer, champion_of
from evenhand.workflows.release.load_version import opened_version
from evenhand.workflows.serving.answering import Asked, answered, is_ahead
from evenhand.workflows.serving.create_key import key_hash

POLL_SECONDS = 0.3
BLIND_SECONDS = 3.0
"""As long as the ledger could not be read before the server answers nobody."""
_LEAVE_SECONDS = 60.0
_SAFE_TIERS = (1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A champion that is loaded.

    Attributes:
        answerer: what it is.
        model: its process.
        about: what the public may know of it.
        end: ends the process.
    """

    answerer: Answerer
    model: Scorer
    about: Mapping[str, object]
    end: ExitStack


class Desk:
    """Answers with the champion of one deployment.

    Args:
        settings: where the workspace lies.
        deployment: its name.
        release_keys: the server's own trust.
        sandbox: as for ``load``.
        is_open: whether callers without a key are answered too.
    """

    def __init__(
        self, settings: Settings, deployment: str, *, release_keys: Sequence[PublicKey], sandbox: str | None,
        is_open: bool,
    ) -> None:  # fmt: skip
        self._settings, self._name, self._keys, self._is_open = settings, deployment, release_keys, is_open
        artifacts = artifacts_for(settings)
        self._models = SandboxedModels(artifacts, sandbox=sandbox)  # type: ignore[arg-type]
        self._ids = deployment_log(settings, deployment)
        self._seat: Seat | None = None
        self._refusal: EvenhandError = ServerUnready("No champion is loaded yet.")
        self._callers: Mapping[str, str] = {}
        self._size, self._seen_at = -1, 0.0
        self._is_closing = threading.Event()
        self._turn = threading.Lock()
        self._leaving: list[tuple[float, ExitStack]] = []
        self._wanted: str | None = None
        self._loading: threading.Thread | None = None
        self._log: LiveSegments[Prediction] | None = None
        self._clock: Workspace | None = None
        self._watch = threading.Thread(target=self._watch_for_ever, daemon=True, name="ledger-watch")

    @contextmanager
    def opened(self) -> Iterator["Desk"]:
        """Load the champion, watch the ledger, and end both in order.

        Raises:
            Refusal: nothing may answer there.
        """
        with ExitStack() as stack:
            workspace = stack.enter_context(open_for_reading(self._settings))
            workspace.verify()
            self._clock = workspace
            self._look(workspace, is_first=True)
            seat = self._seated()
            is_safe = seat.answerer.use_case.tier in _SAFE_TIERS
            folder = log_folder(self._settings, self._name)
            self._log = LiveSegments(folder, "predictions", Prediction, power_safe=is_safe)
            self._watch.start()
            try:
                yield self
            finally:
                self._is_closing.set()
                self._watch.join()
                self._log.close()
                if self._loading is not None:
                    self._loading.join()
                self._replace(None)
                self._let_go(float("inf"))

    @property
    def wanted(self) -> Wanted:
        """The columns that a request may have.

        Raises:
            RequestInvalid: the cases belong to the future.
            Refusal, ServerUnready: nothing answers at the moment.
        """
        answerer = self._seated().answerer
        return Wanted(contract=answerer.contract, inputs=answerer.inputs, context=answerer.context)

    @property
    def about(self) -> Mapping[str, object]:
        """What the public may know.

        Raises:
            Refusal, ServerUnready: nothing answers at the moment.
        """
        return self._seated().about

    def caller(self, authorization: str | None) -> str | None:
        """Who asks, by the key that he shows.

        Raises:
            ConsumerUnknown: it is none, or was revoked.
        """
        scheme, _, key = (authorization or "").partition(" ")
        if scheme.lower() == "bearer" and (found := self._callers.get(key_hash(self._name, key.strip()))):
            return found
        if authorization is None and self._is_open:
            return None
        raise ConsumerUnknown("The request shows no valid key.")

    def answer(
        self, rows: Sequence[CheckedRow], *, consumer: str | None, as_of: Instant | None, with_reasons: bool
    ) -> list[Prediction]:
        """Ask the champion, write the log, and only then hand out the answers.

        Raises:
            Refusal, ServerUnready: nothing answers at the moment.
            ModelFailed, ModelAnswerInvalid, ModelCrashed, ModelTimedOut: the model gave no answer.
            PredictionUnlogged: the answers could not be recorded.
        """
        seat = self._seated()
        answerer, at = seat.answerer, self._now()
        if as_of is not None and is_ahead([as_of], at=at):
            raise RequestInvalid(f"as_of: {as_of} lies in the future.", path="as_of")
        cases = TableCases.of_records(
            [row.features for row in rows], contract=answerer.contract, inputs=answerer.inputs
        )
        asked = Asked(
            rows=cases, ids=self._ids.new_ids(len(rows)), keys=[row.case or "" for row in rows], at=at,
            as_of=[as_of or at] * len(rows), context=[row.context for row in rows], mode="champion", batch=None,
            consumer=consumer, source="served",
        )  # fmt: skip
        try:
            made = answered(answerer, seat.model, asked, with_reasons=with_reasons)
        except (ModelCrashed, ModelTimedOut):
            self._size = -1  # the watch has it started again
            raise
        self._seated()  # whoever stopped it meanwhile is obeyed
        assert self._log is not None  # noqa: S101 - opened before anybody asks
        self._log.append(made)
        return made

    def _now(self) -> Instant:
        if self._clock is None:
            raise ServerUnready("The server is not opened.")
        return self._clock.clock.now()

    def _seated(self) -> Seat:
        blind = time.monotonic() - self._seen_at
        if blind > BLIND_SECONDS:
            raise ServerUnready(f"The ledger could not be read for {blind:.0f} s.")
        seat = self._seat
        if seat is None:
            raise self._refusal
        if not _is_alive(seat):
            self._size = -1  # the watch has it started again
            raise ServerUnready("The model's process has ended and is started again.")
        return seat

    def _watch_for_ever(self) -> None:
        while not self._is_closing.wait(POLL_SECONDS):
            try:
                with open_for_reading(self._settings) as workspace:
                    while not self._is_closing.wait(POLL_SECONDS):
                        self._look(workspace)
            except Exception as failure:  # noqa: BLE001 - whatever keeps it from reading, it goes on trying
                self._refusal = ServerUnready(f"The ledger cannot be read: {failure}")

    def _look(self, workspace: Workspace, *, is_first: bool = False) -> None:
        """Read what was recorded since the last look, and change the champion where that says so."""
        self._let_go(time.monotonic())
        size = workspace.trail.size
        if size == self._size:
            self._seen_at = time.monotonic()
            return
        try:
            answerer = champion_of(workspace, self._name, release_keys=self._keys)
        except ReleaseExpired as expiry:  # keeps what runs, loads nothing new
            if self._seat is None:
                self._refusal = expiry
        except EvenhandError as refusal:
            self._wanted, self._refusal = None, refusal
            self._replace(None)
        else:
            self._want(workspace, answerer, is_first=is_first)
        callers = workspace.ledger.records("caller", parent=self._name)
        self._callers = {str(each.body["hash"]): str(each.body["consumer"]) for each in callers
                         if each.body["is_revoked"] is not True}  # fmt: skip
        self._size, self._seen_at = size, time.monotonic()

    def _want(self, workspace: Workspace, answerer: Answerer, *, is_first: bool) -> None:
        """Have this champion loaded, beside the one that answers until then, while the watch goes on."""
        held = self._seat
        if held is not None and workspace.ledger.record("retired", held.answerer.version) is not None:
            self._replace(None)
        if held is not None and _is_alive(held) and held.answerer.release == answerer.release:
            return
        if self._wanted == answerer.release and self._loading is not None and self._loading.is_alive():
            return
        self._wanted = answerer.release
        about = public_account(workspace, answerer)
        if is_first:
            self._load(answerer, about)
            return
        self._loading = threading.Thread(target=self._load, args=(answerer, about), daemon=True, name="loading")
        self._loading.start()

    def _load(self, answerer: Answerer, about: Mapping[str, object]) -> None:
        end = ExitStack()
        try:
            model = end.enter_context(opened_version(answerer.released, self._models))
        except EvenhandError as refusal:
            end.close()
            self._refusal = refusal
            if self._wanted == answerer.release:
                self._replace(None)
            return
        if self._wanted != answerer.release or self._is_closing.is_set():
            end.close()  # another one took its place meanwhile, or nothing answers any more
            return
        self._replace(Seat(answerer=answerer, model=model, about=about, end=end))

    def _let_go(self, now: float) -> None:
        """End the processes of former champions whose last answers must be out."""
        for late in [each for each in self._leaving if each[0] <= now]:
            self._leaving.remove(late)
            late[1].close()

    def _replace(self, seat: Seat | None) -> None:
        with self._turn:
            before, self._seat = self._seat, seat
        if before is not None and before is not seat:
            self._leaving.append((time.monotonic() + _LEAVE_SECONDS, before.end))  # whoever still asks it is answered


def _is_alive(seat: Seat) -> bool:
    return bool(getattr(seat.model, "is_open", True))
