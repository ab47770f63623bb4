"""Two versions side by side: the workflow diff_versions, and both asked about the same rows."""

import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import SCORER, Stage, table

import evenhand
from evenhand.errors.model import ModelNotHeld
from evenhand.errors.workspace import NotFound
from evenhand.kernel.reference import Reference

HARDER = SCORER.replace("income - 50", "income - 54")


@pytest.fixture
def two(stage: Stage) -> tuple[Stage, Reference, Reference]:
    first, second = stage.register(), stage.register(scorer=HARDER)
    stage.evaluate(first)
    stage.evaluate(second)
    return stage, first, second


def test_what_changed_is_shown_and_nothing_is_recorded(two: tuple[Stage, Reference, Reference]) -> None:
    stage, first, second = two
    with stage.acting("ada"):
        before = len(evenhand.list_entries(workspace=stage.workspace))
        shown = evenhand.diff(first, second, workspace=stage.workspace)
        body = shown.as_json()
        after = len(evenhand.list_entries(workspace=stage.workspace))

    assert before == after
    assert [each["name"] for each in body["changes"]["model files"]] == ["scoring.py"]
    assert {each["how"] for each in body["figures"]} == {"unpaired"}
    assert body["same_rows"] is True
    assert "parameters: not recorded for both" in str(shown)
    assert "too wide" in str(shown)
    assert [line for line in body["code_lines"] if line.startswith("+ ")] == [
        "+    return 1 / (1 + np.exp(-(income - 54) / 8))"
    ]


def test_the_same_rows_give_narrower_intervals_and_say_who_loses(two: tuple[Stage, Reference, Reference]) -> None:
    stage, first, second = two
    with stage.acting("ada"):
        apart = evenhand.diff(first, second, workspace=stage.workspace).as_json()
        paired = evenhand.diff(first, second, data=str(stage.rows), workspace=stage.workspace).as_json()
    one, other = (
        next(each for each in body["figures"] if each["name"] == "selection_rate" and not each["groups"])
        for body in (apart, paired)
    )
    whole = paired["decisions"][0]

    assert other["how"] == "paired"
    assert other["difference"] == pytest.approx(one["difference"])
    assert other["upper"] - other["lower"] < 0.6 * (one["upper"] - one["lower"])
    assert other["upper"] < 0
    assert (whole["gained"], whole["n"]) == (0, 4000)
    assert whole["lost"] > 300
    assert {each["groups"].get("sex") for each in paired["decisions"][1:]} == {"f", "m"}


def test_what_cannot_be_compared_is_named(two: tuple[Stage, Reference, Reference]) -> None:
    stage, first, _ = two
    pq.write_table(table(200, seed=1).append_column("answer", [[0.5] * 200]), stage.root / "vendor.parquet")
    with stage.acting("ada"):
        with pytest.raises(NotFound, match="loan@9"):
            evenhand.diff(first, "loan@9", workspace=stage.workspace)
        vendor = evenhand.register_predictions(stage.root / "vendor.parquet", score="answer", workspace=stage.workspace)
        with pytest.raises(ModelNotHeld, match="only predictions"):
            evenhand.diff(first, vendor, data=str(stage.rows), workspace=stage.workspace)
