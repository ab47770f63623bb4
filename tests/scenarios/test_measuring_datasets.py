"""An evaluation takes its rows from a registered dataset and leaves out what it is told to."""

import pytest
from tests.scenarios.stage import Stage

import evenhand
from evenhand.errors.release import KindUnknown
from evenhand.errors.table import RowsUnclear


def test_the_parts_of_a_dataset_are_measured_and_both_readings_stand(stage: Stage) -> None:
    version = stage.register()
    with stage.acting("ada"):
        dataset = evenhand.register_dataset("loans", str(stage.rows), use_case="loan", workspace=stage.workspace)
        done = evenhand.evaluate(
            version, dataset=str(dataset), without=["robustness-report"], answers=100,
            workspace=stage.workspace,
        )  # fmt: skip
        entries = evenhand.list_entries(workspace=stage.workspace)

    assert done.profile.n_rows < 4000
    assert "privacy-report" in done.evidence
    assert done.skipped["robustness-report"] == "It was left out on request."
    assert done.bodies["security-test-report"]["extraction"]["measurements"][0]["detail"]["answers"] == 100
    assert [each.action for each in entries].count("dataset.read") == 2


def test_rows_are_named_once(stage: Stage) -> None:
    version = stage.register()
    with stage.acting("ada"):
        with pytest.raises(RowsUnclear, match="Nobody said"):
            evenhand.evaluate(version, workspace=stage.workspace)
        with pytest.raises(RowsUnclear, match="and a table too"):
            evenhand.evaluate(version, data=str(stage.rows), dataset="loans@1", workspace=stage.workspace)
        with pytest.raises(KindUnknown, match="'fairness-report' is no report"):
            evenhand.evaluate(version, data=str(stage.rows), without=["fairness-report"], workspace=stage.workspace)
