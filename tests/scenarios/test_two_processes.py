"""Several processes on one workspace, a clock that was set back, copies and old backups."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import Told, entries, model_of, refused, require_manners, typed
from tests.scenarios.warm import Warm

from evenhand.adapters.clock import SystemClock
from evenhand.kernel.instant import instant
from evenhand.kernel.reference import Reference

Released = tuple[Stage, Reference]
TIMES = 5 if os.environ.get("EVENHAND_SLOW") == "full" else 1
TOLD = {"HEAD-MOVED": 1, "LEDGER-BUSY": 4, "SUBMISSION-STALE": 1, "ENTRY-REFUSED": 1}


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    made = Warm()
    yield made
    made.close()


def at_once(warm: Warm, stage: Stage, typings: list[tuple[object, ...]]) -> list[Told]:
    """All of them begun before any of them is asked what it said."""
    begun = [warm.begin(stage, str(name), *words) for name, *words in typings]
    told = [running.told() for running in begun]
    for each in told:
        require_manners(each)
    return told


def require_told(told: Told) -> None:
    """It was done, or it says in its own words that another came first."""
    assert told.exit == 0 or TOLD.get(told.code) == told.exit, told


def test_four_register_at_once_and_the_numbers_have_no_gap(warm: Warm, stage: Stage) -> None:
    model = model_of(stage)
    n_before = entries(stage)
    numbers: list[int] = []
    for _ in range(TIMES):
        for told in at_once(warm, stage, [("ada", "register", model, "--data", stage.rows)] * 4):
            require_told(told)
            numbers += [int(found) for found in re.findall(r"Registered loan@(\d+)", told.out)]

    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    status = typed(stage, "ada", "status").out
    assert len(set(re.findall(r"^  loan@\d+", status, re.MULTILINE))) == entries(stage) - n_before == len(numbers)


def test_four_people_answer_evaluate_and_judge_at_once(warm: Warm, released: Released) -> None:
    stage, version = released
    for turn in range(3 * TIMES):
        before = entries(stage)
        told = at_once(
            warm, stage,
            [
                ("bo", "approve", version, "--role", "model-owner", "--reason", f"Yes, {turn}."),
                ("bo", "send-back", version, "--role", "model-owner", "--reason", f"No, {turn}."),
                ("ada", "judge", version, "--gate", "deployment-approval", "--environment", "production"),
                ("ada", "evaluate", version, "--data", stage.rows),
                ("cy", "waive", version, "roc_auc", "--role", "model-risk", "--reason", "r", "--control", f"c{turn}"),
            ],
        )  # fmt: skip
        for each in told:
            require_told(each) if "stays closed" not in each.out else None
        assert entries(stage) > before


def test_releasing_while_the_reviewer_changes_his_mind(warm: Warm, released: Released) -> None:
    stage, version = released
    codes: Counter[str] = Counter()
    for turn in range(4 * TIMES):
        stage.approve(version)
        release, no = at_once(
            warm, stage,
            [
                ("ada", "release", version, "--environment", f"stage-{turn}"),
                ("bo", "send-back", version, "--role", "model-owner", "--reason", "Wait."),
            ],
        )  # fmt: skip
        assert no.exit == 0, no.err
        codes[release.code] += 1
        assert release.code in ("", "GATE-CLOSED", "HEAD-MOVED", "SUBMISSION-STALE"), release.err
        log = typed(stage, "ada", "audit", "log", "--about", f"version:{version}", "--last", "6").out
        after_no = log[log.rindex("bo  approval.given") :]
        assert "release.made" not in after_no, "released after the no was recorded"
        entries(stage)
    assert sum(codes.values()) == 4 * TIMES


def test_two_confirm_one_proposal(warm: Warm, stage: Stage) -> None:
    policy = stage.root / "policy.yaml"
    policy.write_text(policy.read_text().replace("version: 1", "version: 2"))
    assert typed(stage, "ada", "policy", "propose", policy).exit == 0

    told = at_once(warm, stage, [(name, "confirm", "policy:loan-policy") for name in ("bo", "cy", "bo", "cy")])

    assert [each.exit for each in told].count(0) == 1
    for each in told:
        assert each.code in ("", "HEAD-MOVED", "NOT-FOUND", "ENTRY-REFUSED"), each.err
    assert entries(stage) == 7


def test_one_founding_is_made_once(warm: Warm, stage: Stage) -> None:
    place = stage.root / "place"
    create = ("ada", "workspace", "create", "--demonstration", "--dir", place)

    told = at_once(warm, stage, [create] * 4)

    assert [each.exit for each in told].count(0) == 1
    assert {each.code for each in told} == {"", "WORKSPACE-EXISTS"}
    assert typed(stage, "ada", "audit", "verify", "--rebuild", at=place).exit == 0
    assert [found.name for found in place.iterdir()] == [".evenhand"]


def test_a_clock_that_was_set_back_a_little_and_a_lot(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = stage.root / "policy.yaml"
    before = entries(stage)
    last = typed(stage, "ada", "audit", "log", "--last", "1", "--json").out

    def back(hours: float) -> None:
        monkeypatch.setattr(SystemClock, "now", lambda _: instant(datetime.now(UTC) - timedelta(hours=hours)))

    back(2)
    assert typed(stage, "ada", "policy", "propose", policy).exit == 0
    now = typed(stage, "ada", "audit", "log", "--last", "1", "--json").out
    assert re.search(r'"at": "([^"]+)"', now)[1] >= re.search(r'"at": "([^"]+)"', last)[1]  # type: ignore[index]
    back(72)
    refused(typed(stage, "ada", "policy", "propose", policy), "CLOCK-BEHIND", 4, r"The clock says .*, the last entry")
    monkeypatch.undo()
    assert entries(stage) == before + 1


def test_a_copy_is_seen_for_the_first_time_and_an_old_one_is_refused_with_both_heads(
    released: Released, tmp_path: Path
) -> None:
    stage, version = released
    old = entries(stage)
    copy = stage.copied(tmp_path / "elsewhere")
    shutil.rmtree(copy.root / "marks")
    assert "first seen here" in typed(copy, "ada", "audit", "verify").out
    assert "continues what was seen here" in typed(stage, "ada", "audit", "verify").out

    backup = stage.workspace / "backup"
    shutil.copytree(stage.workspace / ".evenhand", backup)
    stage.submit(version)
    new = entries(stage)
    shutil.rmtree(stage.workspace / ".evenhand")
    backup.rename(stage.workspace / ".evenhand")
    for words in (("status",), ("submit", version), ("load", version, "--environment", "production"), ("audit", "log")):
        told = typed(stage, "ada", *words)
        refused(told, "WORKSPACE-BEHIND", 1, rf"(?s){old}.*{new}|{new}.*{old}")
    told = typed(stage, "ada", "audit", "verify")
    assert told.exit == 1


def test_two_histories_of_one_ledger_are_refused(released: Released, tmp_path: Path) -> None:
    stage, version = released
    twin = stage.copied(tmp_path / "twin")
    stage.submit(version)
    stage.submit(version)
    twin.submit(version)
    twin.submit(version)
    shutil.rmtree(stage.workspace / ".evenhand")
    shutil.copytree(twin.workspace / ".evenhand", stage.workspace / ".evenhand")

    for words in (("status",), ("submit", version), ("load", version, "--environment", "production")):
        refused(typed(stage, "ada", *words), "HISTORY-FORKED", 1)
    assert typed(stage, "ada", "audit", "verify").exit == 1
