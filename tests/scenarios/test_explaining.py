"""A case is explained from the stored model alone, and nothing is recorded: the workflow explain_row."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.scenarios.stage import Stage, table

import evenhand
from evenhand.errors.model import ModelNotHeld
from evenhand.errors.table import RowMissing
from evenhand.kernel.reference import Reference


def test_a_case_is_explained_by_what_the_model_uses(released: tuple[Stage, Reference], tmp_path: Path) -> None:
    stage, version = released
    pq.write_table(table(50, seed=4), tmp_path / "cases.parquet")
    with stage.acting("ada"):
        before = len(evenhand.list_entries(workspace=stage.workspace))
        found = evenhand.explain(
            version, data=tmp_path / "cases.parquet", row=3, background=str(stage.rows), pairs=64,
            workspace=stage.workspace,
        )  # fmt: skip
        after = len(evenhand.list_entries(workspace=stage.workspace))

    first, second = found.body["contributions"]
    assert (first["column"], second["column"], second["value"]) == ("income", "age", 0.0)
    assert abs(found.body["additivity_gap"]) < 1e-9
    assert found.reasons == ("income",)
    assert "income" in str(found)
    assert before == after


def test_an_explanation_is_filed_without_the_values_of_the_case(released: tuple[Stage, Reference]) -> None:
    stage, version = released
    with stage.acting("ada"):
        found = evenhand.explain(
            version, data=str(stage.rows), row=5, pairs=64, file_as="complaint-7", workspace=stage.workspace
        )
        [entry] = evenhand.list_entries(workspace=stage.workspace)[-1:]

    assert found.entry is not None
    assert found.entry.sequence == entry.sequence
    assert entry.action == "evidence.filed"
    assert "Filed as individual-explanation" in str(found)


def test_what_cannot_be_explained_is_named(released: tuple[Stage, Reference]) -> None:
    stage, version = released
    with stage.acting("ada"):
        with pytest.raises(RowMissing, match="no row 9999"):
            evenhand.explain(version, data=str(stage.rows), row=9999, workspace=stage.workspace)
        with pytest.raises(RowMissing, match="Say which row"):
            evenhand.explain(version, data=str(stage.rows), workspace=stage.workspace)
        with pytest.raises(RowMissing, match="marks 0 columns as key"):
            evenhand.explain(version, data=str(stage.rows), id="7", workspace=stage.workspace)
        pq.write_table(table(200, seed=1).append_column("answer", [[0.5] * 200]), stage.root / "vendor.parquet")
        vendor = evenhand.register_predictions(stage.root / "vendor.parquet", score="answer", workspace=stage.workspace)
        with pytest.raises(ModelNotHeld, match="only predictions"):
            evenhand.explain(vendor, data=str(stage.rows), row=1, workspace=stage.workspace)
