"""When the disk fails, nothing is tried twice: the object stops until the ledger is opened again."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from tests.adapters.sql.ledgers import START, Clock, draft, examine, fill, make, reopen

from evenhand.adapters.files.high_water import FileHighWater
from evenhand.adapters.sql.sequencer import Limits
from evenhand.errors.ledger import ClockBehind, LedgerBroken
from evenhand.ports.high_water import Mark


class FailingMarks(FileHighWater):
    """A mark on a disk that fails when it is told to."""

    fails = False

    def lift(self, log: str, mark: Mark) -> None:
        if self.fails:
            raise OSError(5, "Input/output error")
        super().lift(log, mark)


@contextmanager
def no_file_longer_than(n_bytes: int) -> Iterator[None]:
    """A full disk for whoever is not root, too."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_an_entry_without_a_raised_mark_is_not_acknowledged(tmp_path: Path) -> None:
    marks = FailingMarks(tmp_path / "state")
    with make(tmp_path, marks=marks) as ledger:
        fill(ledger, 3)
        marks.fails = True
        with pytest.raises(LedgerBroken, match="Input/output error"):
            ledger.append(draft())
        marks.fails = False
        with pytest.raises(LedgerBroken, match="Input/output error"):
            ledger.append(draft())
    with reopen(tmp_path) as again:
        assert again.size == 4
        assert again.append(draft()).sequence == 4
    assert examine(tmp_path).is_whole


def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    ledger = make(tmp_path)
    fill(ledger, 3)
    acknowledged = 3
    with no_file_longer_than(200_000), suppress(LedgerBroken):
        for at in range(1000):
            ledger.append(draft(at=at, text="x" * 2000))
            acknowledged += 1
    with pytest.raises(LedgerBroken, match=r"disk I/O error|full"):
        ledger.append(draft())
    ledger.close()

    assert 3 < acknowledged < 1000
    with reopen(tmp_path) as again:
        assert again.size >= acknowledged
        again.append(draft())
    assert examine(tmp_path).is_whole


def test_all_who_wait_hear_of_the_failure(tmp_path: Path) -> None:
    marks = FailingMarks(tmp_path / "state")
    heard: list[str] = []

    def append(number: int) -> None:
        try:
            ledger.append(draft(f"thing:{number}"))
        except LedgerBroken as broken:
            heard.append(broken.code)

    with make(tmp_path, marks=marks) as ledger:
        marks.fails = True
        threads = [Thread(target=append, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert heard == ["LEDGER-BROKEN"] * 8


def test_an_interruption_stops_the_object_and_frees_the_file(tmp_path: Path) -> None:
    class Interrupting(Clock):
        armed = False

        def __call__(self) -> str:
            if self.armed:
                raise KeyboardInterrupt
            return super().__call__()

    clock = Interrupting()
    with make(tmp_path, clock=clock) as ledger:
        fill(ledger, 3)
        clock.armed = True
        with pytest.raises(KeyboardInterrupt):
            ledger.append(draft())
        with reopen(tmp_path, limits=Limits(wait_seconds=0)) as other:
            assert other.append(draft()).sequence == 3
        clock.armed = False
        with pytest.raises(LedgerBroken, match="KeyboardInterrupt"):
            ledger.append(draft())


def test_a_clock_far_behind_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    clock = Clock()
    with make(tmp_path, clock=clock) as ledger:
        ledger.append(draft())
        clock.at = START - timedelta(days=2)
        with pytest.raises(
            ClockBehind, match=r"The clock says 2026-11-21T07:00:01\.000000Z, the last entry was made at"
        ):
            ledger.append(draft())
        clock.at = START
        assert ledger.append(draft()).sequence == 1


def test_who_knows_that_the_last_time_was_wrong_may_go_on(tmp_path: Path) -> None:
    with make(tmp_path, clock=Clock(START + timedelta(days=400))) as ledger:
        last = ledger.append(draft())
    with reopen(tmp_path, limits=Limits(clock_tolerance=timedelta(days=500))) as again:
        assert again.append(draft()).at == last.at
        assert again.clock_lag.days == 400
