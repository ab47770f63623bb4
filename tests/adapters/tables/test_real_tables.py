"""The real tables that the project is developed with, where they lie beside it."""

from pathlib import Path

import pytest
from pyarrow import csv

from evenhand.adapters.tables.contract_check import check_contract
from evenhand.adapters.tables.describe import infer_contract
from evenhand.adapters.tables.evaluation import evaluation_arrays
from evenhand.adapters.tables.outcome import label_array
from evenhand.adapters.tables.read import read_table
from evenhand.adapters.tables.table import Table
from evenhand.errors.table import LabelUnusable
from evenhand.lifecycle.data.inference import Parts
from evenhand.lifecycle.problem.use_case import UseCase

FOLDER = Path(__file__).parents[4] / "shared" / "data"


def _table(name: str) -> Table:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the development table {name} is not beside the project")
    return read_table(path)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("german_credit.parquet", Parts(label="credit_risk", protected=("sex", "foreign_worker"))),
        ("toronto_arrests.parquet", Parts(label="released", protected=("colour", "sex"), time="year")),
    ],
)
def test_a_real_table_keeps_the_contract_that_it_suggests(name: str, parts: Parts) -> None:
    table = _table(name)

    contract = infer_contract(table, parts)

    assert check_contract(table, contract) == ()
    assert contract.column(str(parts.label)).categories is not None


@pytest.mark.parametrize("name", ["german_credit.parquet", "toronto_arrests.parquet"])
def test_a_real_table_has_one_digest_as_parquet_and_as_csv(name: str, tmp_path: Path) -> None:
    table = _table(name)
    csv.write_csv(table.arrow, tmp_path / "t.csv")

    assert read_table(tmp_path / "t.csv").digest == table.digest


def test_arrests_become_labels_and_groups() -> None:
    table = _table("toronto_arrests.parquet")
    case = UseCase(
        name="arrests", purpose="Decide who is released with a summons.", ai_act_class="high_risk", tier=1,
        label="released", favourable="Yes", protected=("colour", "sex"), judged_by=("age",),
        bands={"age": (18, 25, 65)},
    )  # fmt: skip

    arrays = evaluation_arrays(table, case)

    assert arrays.label.sum() == 4334
    assert sorted(set(arrays.attributes["colour"])) == ["Black", "White"]
    assert sorted(set(arrays.attributes["age"])) == ["18-24", "25-64", "<18", ">=65"]


def test_a_number_for_a_text_label_is_told() -> None:
    with pytest.raises(LabelUnusable, match=r"never is 1 \(number\); it holds 'Yes' \(4334 rows\), 'No' \(892 rows\)"):
        label_array(_table("toronto_arrests.parquet"), label="released", favourable=1)
