"""``tune_version``: the rule stands before the attempts, all of them are kept, the holdout stays closed."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import Told, entries, refused, typed
from tests.scenarios.test_training import LINE, small_rows, written

import evenhand
from evenhand.errors.release import EntryRefused
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.training.attempt import Attempt

PLAN = """
parameters:
  slope: {from: 1.0, to: 20.0}
objectives:
  accuracy: log_loss
  fairness: {gap_of: selection_rate}
rule: {best: accuracy, where: {fairness: {at_most: 0.9}}}
attempts: 3
cross_validation: 2
"""
WORKS = LINE.replace('PARAMETERS = {"slope": 8.0}', "")


def planned(stage: Stage, text: str = PLAN) -> Path:
    place = stage.root / "space.yaml"
    place.write_text(text)
    return place


def searched(stage: Stage, *words: object, code: str = WORKS, plan: str = PLAN) -> Told:
    space = planned(stage, plan)
    return typed(
        stage, "ada", "tune", written(stage, code), "--space", space, "--why", "One line will do.", *words
    )  # fmt: skip


def actions(stage: Stage) -> list[str]:
    with stage.acting("ada"):
        return [each.action for each in evenhand.list_entries(workspace=stage.workspace)]


def test_the_rule_is_recorded_first_then_each_attempt_then_what_was_chosen(stage: Stage) -> None:
    picture = stage.root / "attempts.svg"

    told = searched(stage, "--data", small_rows(stage), "--picture", picture, "--json")

    assert told.exit == 0, told.err
    answer: dict[str, Any] = json.loads(told.out)
    assert actions(stage)[5:] == [
        "tuning.begun", *["tuning.attempted"] * 3, "version.registered", *["evidence.filed"] * 5, "tuning.ended",
    ]  # fmt: skip
    assert answer["rule"] == "best log_loss among attempts whose selection_rate_gap is at most 0.9"
    losses = {each["number"]: each["values"]["accuracy"]["value"] for each in answer["attempts"]}
    assert answer["chosen"] == min(losses, key=lambda number: losses[number])
    assert {"tuning-record", "design-record"} <= set(answer["evidence"])
    assert picture.read_text().startswith("<svg")
    assert "attempt 3" in told.err
    entries(stage)


def test_a_failed_attempt_is_kept_and_a_search_without_any_other_is_undecided(stage: Stage) -> None:
    code = WORKS.replace("    print(", "    if parameters['slope'] > 0: raise ValueError('too steep')\n    print(")

    told = searched(stage, "--data", small_rows(stage), "--attempts", 2, code=code)

    refused(told, "TUNING-UNDECIDED", 3, "All 2 attempts of T-1 failed; the last: .*too steep")
    assert actions(stage)[5:] == ["tuning.begun", "tuning.attempted", "tuning.attempted", "tuning.ended"]


def test_a_rule_that_nothing_keeps_to_chooses_nothing(stage: Stage) -> None:
    told = searched(stage, "--data", small_rows(stage), "--attempts", 1, plan=PLAN.replace("0.9", "0.0"))

    refused(told, "TUNING-UNDECIDED", 3, "None of 1 attempts of T-1 keeps to the rule: best log_loss among")


def test_what_was_tried_before_an_interruption_stays(stage: Stage) -> None:
    def stop(attempt: Attempt) -> None:
        if attempt.number == 2:
            raise KeyboardInterrupt

    with stage.acting("ada"), pytest.raises(KeyboardInterrupt):
        evenhand.tune(
            written(stage, WORKS), why="One line.", space=planned(stage), data=small_rows(stage), listener=stop,
            actor="ada", workspace=stage.workspace,
        )  # fmt: skip

    assert actions(stage)[5:] == ["tuning.begun", "tuning.attempted", "tuning.attempted", "tuning.ended"]
    from evenhand.surfaces.sdk.opening import read

    with stage.acting("ada"), read(stage.workspace) as workspace:
        record = workspace.ledger.record("tuning", "T-1")
    assert record is not None
    assert (record.body["end"], record.body["n_attempts"]) == ("interrupted", 2)


def test_the_holdout_of_a_dataset_is_never_read(stage: Stage) -> None:
    assert typed(stage, "ada", "dataset", "register", "loans", small_rows(stage, 400)).exit == 0
    with stage.acting("ada"):
        parts = evenhand.show_dataset("loans@1", workspace=stage.workspace).record.body["parts"]
    kept = str(parts["holdout"]["file"]).removeprefix("sha256:")
    [holdout] = [
        path for path in (stage.workspace / ".evenhand" / "artifacts").rglob("*") if path.name.endswith(kept[2:])
    ]
    holdout.chmod(0o600)
    holdout.unlink()

    told = searched(stage, "--dataset", "loans@1", "--attempts", 1)

    assert told.exit == 0, told.err
    with stage.acting("ada"):
        readings = evenhand.show_dataset("loans@1", workspace=stage.workspace).readings
    assert {each["part"] for each in readings} == {"training"}


def test_rows_that_a_version_was_measured_on_are_no_training_rows(stage: Stage) -> None:
    version = stage.register()
    stage.evaluate(version)

    refused(searched(stage, "--data", stage.rows), "HOLDOUT-CLOSED", 1, "loan@1 was measured on them")
    told = typed(stage, "ada", "train", written(stage), "--data", stage.rows, "--cross-validation", "0")
    refused(told, "HOLDOUT-CLOSED", 1, "loan@1 was measured on them")


def test_a_plan_may_stand_in_the_code_and_is_read_without_running_it(stage: Stage) -> None:
    space = {
        "parameters": {"slope": {"from": 2, "to": 1}}, "objectives": {"accuracy": "roc_auc"},
        "rule": {"best": "accuracy"},
    }  # fmt: skip
    code = f"{WORKS}\nSPACE = {space!r}\nraise SystemExit\n"
    told = typed(stage, "ada", "tune", written(stage, code), "--data", small_rows(stage), "--why", "Why not.")

    refused(told, "SPACE-INVALID", 2, "parameters.slope goes from 2 to 1")
    told = typed(stage, "ada", "tune", written(stage, WORKS), "--data", small_rows(stage), "--why", "Why not.")
    refused(told, "SPACE-INVALID", 2, "fit_line.py has no SPACE")


def test_a_search_ends_with_the_failure_that_is_no_attempts_own(stage: Stage) -> None:
    code = WORKS.replace('parameters["slope"]', "8.0")

    told = searched(stage, "--data", small_rows(stage), code=code)

    refused(told, "PARAMETER-UNCLEAR", 2, "never read 'slope'")
    assert actions(stage)[5:] == ["tuning.begun", "tuning.ended"]


def test_no_attempt_can_be_slipped_in_left_out_or_added_afterwards(stage: Stage) -> None:
    from evenhand.surfaces.sdk.opening import opened
    from evenhand.workflows.act import append_document

    def recorded(who: str, action: str, **document: Json) -> None:
        with stage.acting(who), opened(stage.workspace, who) as (workspace, identity):
            append_document(workspace, identity, action=action, about="tuning:T-1", document=document)

    with pytest.raises(EntryRefused, match="states no rule of choice"):
        recorded("ada", "tuning.begun", use_case="loan", plan={})
    recorded("ada", "tuning.begun", use_case="loan", plan={"rule": "best roc_auc"})
    with pytest.raises(EntryRefused, match="The next attempt of T-1 is 1, not 2"):
        recorded("ada", "tuning.attempted", number=2)
    with pytest.raises(EntryRefused, match="T-1 is by ada, not by bo"):
        recorded("bo", "tuning.attempted", number=1)
    with pytest.raises(EntryRefused, match="ends as chosen with the version 'loan@1'"):
        recorded("ada", "tuning.ended", end="chosen", version="loan@1")
    recorded("ada", "tuning.ended", end="interrupted", version=None)
    with pytest.raises(EntryRefused, match="T-1 has ended: interrupted"):
        recorded("ada", "tuning.attempted", number=1)
    assert entries(stage) == 7
