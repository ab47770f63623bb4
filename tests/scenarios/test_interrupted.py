"""Commands that are killed, stopped or run out of room: what stands is whole, and the command can be run again.

``EVENHAND_SLOW=full`` kills ten times as often.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import Told, entries, model_of, refused, require_manners, typed
from tests.scenarios.warm import Warm

import evenhand
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.founding import Founder
from evenhand.kernel.reference import Reference
from evenhand.wiring.settings import read_settings
from evenhand.wiring.workspace import open_workspace
from evenhand.workflows.lookup import manifest_of

TIMES = 10 if os.environ.get("EVENHAND_SLOW") == "full" else 1
REPORTS = 9
"""Filed by one evaluation without training rows, in one step."""


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    made = Warm()
    yield made
    made.close()


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20_261_123)


@pytest.fixture(scope="module")
def _evaluated(_founded: Stage, tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, Reference]:
    stage = _founded.copied(tmp_path_factory.mktemp("evaluated") / "stage")
    version = stage.register()
    stage.evaluate(version)
    return stage, version


@pytest.fixture
def evaluated(_evaluated: tuple[Stage, Reference], tmp_path: Path) -> tuple[Stage, Reference]:
    """A version with evidence, not yet submitted."""
    return _evaluated[0].copied(tmp_path / "stage"), _evaluated[1]


def require_whole(stage: Stage) -> None:
    """The ledger is what was written, versions follow each other, and every file that one names is in the store."""
    assert entries(stage) > 0
    with stage.acting("ada"), open_workspace(read_settings(start=stage.workspace)) as workspace:
        versions = workspace.ledger.records("version", parent="loan")
        assert [each.key for each in versions] == [f"loan@{number + 1}" for number in range(len(versions))]
        for each in versions:
            manifest = manifest_of(workspace, each)
            for file in (*manifest.files, *manifest.code):
                assert len(workspace.artifacts.read(file.digest)) == file.size
            filed = [record.body["kind"] for record in workspace.ledger.records("evidence", parent=each.key)]
            assert len(filed) % REPORTS == 0, f"an evaluation is filed in part: {filed}"


def killed(warm: Warm, stage: Stage, chance: random.Random, *words: object, by: str = "ada", rounds: int) -> Told:
    """Kill a command ``rounds`` times at any moment, look each time at what stands, and then let it end."""
    begun = time.monotonic()
    assert warm.begin(stage.copied(stage.root.with_name(f"trial-{words[0]}")), by, *words).told().exit == 0
    longest = time.monotonic() - begun
    for _ in range(rounds * TIMES):
        warm.begin(stage, by, *words).end(after=chance.uniform(0, longest), by=signal.SIGKILL)
        require_whole(stage)
    told = warm.begin(stage, by, *words).told()
    require_manners(told)
    assert told.exit == 0, told.err
    require_whole(stage)
    return told


def test_registering_is_killed(warm: Warm, stage: Stage, chance: random.Random) -> None:
    told = killed(warm, stage, chance, "register", model_of(stage), "--data", stage.rows, rounds=4)

    assert re.search(r"Registered loan@\d+\.", told.out)


def test_evaluating_is_killed(warm: Warm, evaluated: tuple[Stage, Reference], chance: random.Random) -> None:
    stage, version = evaluated

    told = killed(warm, stage, chance, "evaluate", version, "--data", stage.rows, rounds=4)

    assert "look 1 of its use case" in told.out


def test_submitting_approving_and_releasing_are_killed(
    warm: Warm, evaluated: tuple[Stage, Reference], chance: random.Random
) -> None:
    stage, version = evaluated

    killed(warm, stage, chance, "submit", version, rounds=10)
    yes = ("approve", version, "--role", "model-owner", "--reason", "Read and agreed.")
    killed(warm, stage, chance, *yes, by="bo", rounds=10)
    killed(warm, stage, chance, "release", version, "--environment", "production", rounds=10)

    assert typed(stage, "ada", "load", version, "--environment", "production").exit == 0


def founding_of(stage: Stage, path: Path) -> Path:
    """A founding that two people have signed, in a file."""
    people = []
    for name in ("ada", "bo"):
        with stage.acting(name):
            key = evenhand.list_identities()[name]
        people.append(Founder(name=name, person=name, display=name, public_key=key.text, roles=["legal"]))
    with stage.acting("ada"):
        envelope: Envelope = evenhand.draft_workspace(people, actor="ada")
    with stage.acting("bo"):
        path.write_bytes(evenhand.sign_workspace(envelope, actor="bo").as_bytes())
    return path


def test_founding_is_killed(warm: Warm, stage: Stage, chance: random.Random) -> None:
    n_whole = 0
    for number in range(10 * TIMES):
        place = stage.root / f"place-{number}"
        words = ("workspace", "create", "--founding", founding_of(stage, stage.root / f"{number}.json"), "--dir", place)
        warm.begin(stage, "ada", *words).end(after=chance.uniform(0, 0.15), by=signal.SIGKILL)

        is_whole = (place / ".evenhand").exists()
        n_whole += is_whole
        told = typed(stage, "ada", *words)
        assert told.exit == (2 if is_whole else 0), told.err
        assert typed(stage, "ada", "audit", "verify", "--rebuild", at=place).exit == 0
        assert typed(stage, "ada", "trust", at=place).exit == 0
    assert n_whole < 10 * TIMES


def test_whoever_stops_a_command_is_told_what_stands(
    warm: Warm, evaluated: tuple[Stage, Reference], chance: random.Random
) -> None:
    stage, version = evaluated
    n_stopped = 0
    started = time.monotonic()
    assert warm.begin(stage, "ada", "evaluate", version, "--data", stage.rows).told().exit == 0
    whole = time.monotonic() - started
    for _ in range(6 * TIMES):
        before = entries(stage)
        running = warm.begin(stage, "ada", "evaluate", version, "--data", stage.rows)
        told = running.end(after=chance.uniform(0.02, 0.9 * whole), by=signal.SIGINT)
        after = entries(stage)
        if told.exit == 0:
            continue
        n_stopped += 1
        refused(told, "INTERRUPTED", 4, "^Stopped (before anything was|after these entries were) recorded")
        assert [int(found) for found in re.findall(r"(\d+) \([a-z.]+ by ada\)", told.err)] == list(range(before, after))
        require_whole(stage)
    assert n_stopped > 0


def test_a_file_that_may_not_grow_loses_nothing(
    warm: Warm, evaluated: tuple[Stage, Reference], chance: random.Random
) -> None:
    stage, version = evaluated
    before = entries(stage)
    codes = set()
    for _ in range(5 * TIMES):
        limit = chance.randint(1_000, 400_000)
        told = warm.begin(stage, "ada", "evaluate", version, "--data", stage.rows, largest_file=limit).told()
        require_manners(told)
        codes.add(told.code)
        require_whole(stage)
    assert codes <= {"", "LEDGER-BROKEN", "STORAGE-FULL", "RUNNER-UNAVAILABLE", "SYSTEM-REFUSED"}
    assert codes - {""}
    assert typed(stage, "ada", "evaluate", version, "--data", stage.rows).exit == 0
    assert entries(stage) > before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder]
    if os.geteuid() != 0 or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_loses_nothing(small_disk: Path, evaluated: tuple[Stage, Reference]) -> None:
    stage, version = evaluated[0].copied(small_disk / "stage"), evaluated[1]
    before, ballast = entries(stage), small_disk / "ballast"
    codes = set()
    for room in (0, 8_192, 65_536, 200_000):
        ballast.write_bytes(b"x" * max(0, shutil.disk_usage(small_disk).free - room))
        create = ("workspace", "create", "--demonstration", "--dir", small_disk / f"new-{room}")
        for words in (("evaluate", version, "--data", stage.rows), ("submit", version), create):
            told = typed(stage, "ada", *words)
            assert told.exit in (0, 4), told.err
            codes.add(told.code)
        ballast.unlink()
        require_whole(stage)
        assert typed(stage, "ada", *create).exit in (0, 2)
    assert codes <= {"", "LEDGER-BROKEN", "STORAGE-FULL"}
    assert codes - {""}
    assert typed(stage, "ada", "submit", version).exit == 0
    assert entries(stage) > before
