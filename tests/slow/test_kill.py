"""Processes are killed while they write: no acknowledged entry is lost or changed, and what is left verifies.

Run with ``pytest tests/slow/test_kill.py``: 50 rounds; ``EVENHAND_SLOW=full``: 1,000.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from tests.adapters.sql.ledgers import KEY, Clock, draft, examine, make, reopen

from evenhand.adapters.files.artifacts import FileArtifacts
from evenhand.adapters.sql.ledger import Ledger
from evenhand.errors.ledger import LedgerBroken, LedgerMissing
from evenhand.governance.audit.merkle import leaf_hash
from evenhand.kernel.digest import digest_of

ROUNDS = 1000 if os.environ.get("EVENHAND_SLOW") == "full" else 50
ROUNDS_OF_ONE_LEDGER = 25
LONGEST_SECONDS = 0.06

Tell = Callable[[str], None]


def killed(act: Callable[[Tell], None], *, after: float, told_first: bool = False) -> list[str]:
    """What a child told before it was killed, so many seconds after its start or after it told something first."""
    reading, writing = os.pipe()

    def tell(line: str) -> None:
        os.write(writing, f"{line}\n".encode())

    child = os.fork()
    if child == 0:  # pragma: no cover (the child is not traced)
        os.close(reading)
        try:
            act(tell)
        finally:
            os._exit(0)
    os.close(writing)
    told = os.read(reading, 1) if told_first else b""
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    while part := os.read(reading, 65_536):
        told += part
    os.close(reading)
    os.waitpid(child, 0)
    return told.decode().splitlines()


def append_for_ever(folder: Path, chance: random.Random) -> Callable[[Tell], None]:
    n_threads = chance.choice([1, 1, 4])

    def appending(ledger: Ledger, tell: Tell, number: int) -> None:
        for at in range(10**9):
            entry = ledger.append(draft(f"thing:{number}-{at % 5}", at=at, text="x" * (at % 3000)))
            tell(f"{entry.sequence} {leaf_hash(ledger.leaf(entry.sequence)).hex()}")
            if at % 7 == 6:
                ledger.publish(KEY)

    def act(tell: Tell) -> None:
        ledger = reopen(folder)
        threads = [Thread(target=appending, args=(ledger, tell, number)) for number in range(n_threads)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return act


def test_no_acknowledged_entry_is_lost_or_changed(tmp_path: Path) -> None:
    chance = random.Random(20_261_123)
    n_acknowledged = 0
    acknowledged: dict[int, str] = {}
    for number in range(ROUNDS):
        folder = tmp_path / str(number // ROUNDS_OF_ONE_LEDGER)
        if number % ROUNDS_OF_ONE_LEDGER == 0:
            acknowledged = {}
            make(folder).close()
        after, late = chance.uniform(0, LONGEST_SECONDS), chance.random() < 0.7
        told = killed(append_for_ever(folder, chance), after=after, told_first=late)
        acknowledged.update((int(line.split()[0]), line.split()[1]) for line in told if line.count(" ") == 1)
        n_acknowledged += len(told)

        with reopen(folder) as ledger:
            assert {at: leaf_hash(ledger.leaf(at)).hex() for at in acknowledged} == acknowledged
        found = examine(folder, trusted=[KEY.verifier])
        assert (found.damage, found.seen) == ((), found.size)
    assert n_acknowledged > ROUNDS // 2


def test_a_ledger_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    chance = random.Random(20_261_123)
    n_told, n_missing = 0, 0
    for number in range(ROUNDS // 2):
        folder = tmp_path / str(number)

        def act(tell: Tell, folder: Path = folder) -> None:
            make(folder).close()
            tell("made")

        told = killed(act, after=chance.uniform(0, 0.02), told_first=chance.random() < 0.2)
        n_told += bool(told)
        try:
            reopen(folder).close()
        except LedgerMissing:
            assert told == []
            make(folder).close()
            n_missing += 1
        with reopen(folder) as ledger:
            assert ledger.append(draft()).sequence == 0
        assert examine(folder).is_whole
    assert n_told > 0
    assert n_missing > 0


def test_an_artifact_is_stored_whole_or_not_at_all(tmp_path: Path) -> None:
    chance = random.Random(20_261_123)
    artifacts = FileArtifacts(tmp_path)

    def act(tell: Tell) -> None:
        for at in range(10**9):
            tell(artifacts.put(f"{at}".encode() * 50_000))

    for _ in range(ROUNDS // 5):
        for digest in killed(act, after=chance.uniform(0, LONGEST_SECONDS), told_first=True):
            assert digest_of(artifacts.read(digest)) == digest
    assert all(digest_of(path.read_bytes())[7:] == path.parent.name + path.name for path in tmp_path.glob("??/*"))


def test_two_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    n_entries = 400 if ROUNDS == 1000 else 60
    make(tmp_path).close()
    children = []
    for number in range(3):
        child = os.fork()
        if child == 0:  # pragma: no cover (the child is not traced)
            done = 1
            try:
                with reopen(tmp_path, clock=Clock()) as ledger:
                    for at in range(n_entries):
                        ledger.append(draft(f"thing:{number}", at=at))
                done = 0
            finally:
                os._exit(done)
        children.append(child)

    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
    with reopen(tmp_path) as ledger:
        for number in range(3):
            entries = ledger.entries(about=f"thing:{number}")
            assert [ledger.payload(entry.payload) for entry in entries] == [{"at": at} for at in range(n_entries)]
    assert examine(tmp_path).is_whole


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_is_named_and_loses_nothing(tmp_path: Path) -> None:
    import subprocess

    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "none", str(tmp_path)], check=False)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    acknowledged = 0
    try:
        ledger = make(tmp_path)
        with pytest.raises(LedgerBroken):  # noqa: PT012 (which append fails is the disk's affair)
            while True:
                ledger.append(draft(at=acknowledged, text="x" * 1000))
                acknowledged += 1
        with pytest.raises(LedgerBroken):
            ledger.append(draft())
        ledger.close()
        assert acknowledged > 10
        found = examine(tmp_path)
        assert (found.damage, found.size >= acknowledged) == ((), True)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
