"""Small ledgers for tests: a projector that is easily followed by hand, a clock that is told what to say."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from evenhand.adapters.files.high_water import FileHighWater
from evenhand.adapters.sql.examining import LedgerFile
from evenhand.adapters.sql.ledger import Ledger
from evenhand.errors.base import Refusal
from evenhand.governance.audit.note import NoteKey
from evenhand.governance.audit.verification import Verification
from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import Instant, instant
from evenhand.ports.high_water import HighWater
from evenhand.ports.ledger import Change, Draft, Entry, Reader

LOG = "w-1"
KEY = NoteKey(name=f"evenhand/{LOG}", seed=b"\1" * 32)
START = datetime(2026, 11, 23, 7, tzinfo=UTC)


class NotToday(Refusal):
    """The projector of the tests was asked to refuse."""

    code = "NOT-TODAY"
    remedy = "Ask tomorrow."


class Clock:
    """Says what it is told, a second more each time."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> Instant:
        self.at += timedelta(seconds=1)
        return instant(self.at)


def project(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """The last payload of each subject, how often it was written, and a count of all entries of the actor."""
    if payload.get("refuse"):
        raise NotToday("The projector says no.")
    if payload.get("break"):
        raise ZeroDivisionError("a slip in the projector")
    kind, _, key = entry.about.partition(":")
    actor = state.record("actor", entry.actor)
    n_entries = 0 if actor is None else actor.body["n"]
    assert isinstance(n_entries, int)
    changes = [Change(kind="actor", key=entry.actor, parent=None, body={"n": n_entries + 1})]
    if payload.get("delete"):
        return [*changes, Change(kind=kind, key=key, body=None)]
    parent = payload.get("parent")
    assert parent is None or isinstance(parent, str)
    return [*changes, Change(kind=kind, key=key, parent=parent, body=payload)]


def make(folder: Path, *, log: str = LOG, clock: Clock | None = None, marks: HighWater | None = None) -> Ledger:
    """A new ledger with its mark in the folder."""
    return Ledger.create(
        folder / "evenhand.db", log_id=log, projector=project, clock=clock or Clock(),
        high_water=marks or FileHighWater(folder / "state"), signer=KEY,
    )  # fmt: skip


def reopen(folder: Path, *, state: Path | None = None, name: str = "evenhand.db", **ways: Any) -> Ledger:  # noqa: ANN401 (as ``open``)
    """The ledger of the folder again."""
    marks = FileHighWater(state or folder / "state")
    return Ledger.open(folder / name, projector=project, clock=ways.pop("clock", Clock()), high_water=marks, **ways)


def examine(folder: Path, *, state: Path | None = None, name: str = "evenhand.db", **ways: Any) -> Verification:  # noqa: ANN401 (as ``examine``)
    """What an examination of the ledger of the folder says, with a rebuild."""
    marks = FileHighWater(state or folder / "state")
    return LedgerFile(folder / name, projector=project, high_water=marks).examine(**{"rebuild": True, **ways})


def draft(about: str = "thing:1", **payload: Json) -> Draft:
    """A draft of an entry about something."""
    return Draft(actor="ada", action="thing.changed", about=about, payload=payload)


def fill(ledger: Ledger, n_entries: int, *, n_subjects: int = 7) -> None:
    """Append so many entries, a hundred in each transaction."""
    for start in range(0, n_entries, 100):
        stop = min(start + 100, n_entries)
        ledger.append_together([draft(f"thing:{at % n_subjects}", at=at, share=0.5) for at in range(start, stop)])
