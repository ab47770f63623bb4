"""One decision is traced back to everything that it rests on."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from tests.scenarios.stage import Stage, table
from tests.scenarios.terminal import refused, typed
from tests.scenarios.watching import NAME, YEAR_2016, YEAR_2018, deployed, record

import evenhand
from evenhand.errors.monitoring import PredictionMissing
from evenhand.kernel.reference import Reference
from evenhand.surfaces.report.tracing import lines, trace_report
from evenhand.wiring.predictions import log_folder
from evenhand.wiring.settings import read_settings


@pytest.fixture(scope="session")
def _traced(_released: tuple[Stage, Reference], tmp_path_factory: pytest.TempPathFactory) -> tuple[Stage, str]:
    stage = _released[0].copied(tmp_path_factory.mktemp("traced") / "stage")
    deployed(stage)
    record(stage, 2016)
    record(stage, 2018, shift=15)
    with stage.acting("bo"):
        evenhand.run_monitor(NAME, window=YEAR_2018, baseline=YEAR_2016, actor="bo", workspace=stage.workspace)
    rows = table(20, seed=7).drop_columns(["repaid"])
    with stage.acting("ada"):
        done = evenhand.score(
            NAME, rows, batch="b-1", reasons=True, as_of="2018-05-05", actor="ada", workspace=stage.workspace
        )
        name = done.predictions[0].id
        evenhand.override(NAME, name, decision=1, reason="Payslip seen.", actor="ada", workspace=stage.workspace)
    return stage, name


@pytest.fixture
def traced(_traced: tuple[Stage, str], tmp_path: Path) -> tuple[Stage, str]:
    """A deployment, and the id of a decision that a person confirmed or changed."""
    stage, name = _traced
    return stage.copied(tmp_path / "stage"), name


def test_a_decision_leads_back_to_who_answered_for_it(traced: tuple[Stage, str]) -> None:
    stage, name = traced
    shown = typed(stage, "bo", "trace", name)

    assert shown.exit == 0, shown.err
    for words in ("loan@1", "model-owner: approve by bo", "loan-policy", "Payslip seen.", "income=", "A-1 (action)",
                  "F-1 (high)", "it became the champion", "the record lies as the ledger names it"):  # fmt: skip
        assert words in shown.out
    assert "sex=" not in shown.out
    assert "withheld: sex" in shown.out
    assert "doubt" not in shown.out


def test_a_trace_is_data_and_a_page(traced: tuple[Stage, str]) -> None:
    stage, name = traced
    page = stage.root / "trace.html"
    shown = typed(stage, "bo", "trace", name, "--html", page, "--json")
    found = json.loads(shown.out)

    assert found["prediction"]["final_decision"] == 1
    assert found["ledger"]["segment_is_as_named"] is True
    assert {each["sequence"] for each in found["ledger"]["entries"]} < set(range(found["ledger"]["size"]))
    assert name in page.read_text()
    assert "one person plays all parts" not in page.read_text()
    refused(typed(stage, "bo", "trace", name, "--html", stage.rows), "FILE-EXISTS", 1, "")


def test_what_was_left_to_a_person_and_what_was_a_demonstration_is_told(traced: tuple[Stage, str]) -> None:
    stage, name = traced
    with stage.acting("bo"):
        found = evenhand.trace_prediction(name, workspace=stage.workspace)
    prediction: Any = structs.replace(found.prediction, band="review")  # type: ignore[type-var] # as the log keeps it
    left = replace(found, prediction=prediction, release={**found.release, "mode": "demonstration"})

    assert any("left to a person, " in text for _, text in lines(left))
    assert trace_report(left).stamp.startswith("Demonstration")
    assert not trace_report(replace(left, release=found.release)).stamp


def test_an_answer_of_another_server_is_told_to_be_one(traced: tuple[Stage, str]) -> None:
    stage, _ = traced
    with stage.acting("bo"):
        found = evenhand.trace_prediction("p-2018-5", workspace=stage.workspace)

    assert found.outcome is not None
    assert any("Another server answered" in each for each in found.doubts)


def test_an_unknown_id_is_refused(traced: tuple[Stage, str]) -> None:
    stage, _ = traced
    with stage.acting("bo"), pytest.raises(PredictionMissing, match="looked through: loan-live"):
        evenhand.trace_prediction("p-0", workspace=stage.workspace)


def test_a_record_that_is_not_what_the_ledger_names_is_doubted(traced: tuple[Stage, str]) -> None:
    stage, name = traced
    with stage.acting("bo"):
        whole = evenhand.trace_prediction(name, workspace=stage.workspace)
        segment = next(
            file.path
            for file in log_folder(read_settings(start=stage.workspace), NAME).segments("predictions")
            if file.worker == whole.prediction.worker  # type: ignore[attr-defined]
        )
        content = segment.read_bytes()
        segment.write_bytes(content[:-20])
        cut = evenhand.trace_prediction(name, workspace=stage.workspace)

    assert (whole.segment, cut.segment) == (True, False)
    assert cut.doubts
