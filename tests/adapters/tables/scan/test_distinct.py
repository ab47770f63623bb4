"""What a footer states of a column, held against its rows."""

from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from evenhand.adapters.tables.scan.distinct import distinct_of
from evenhand.adapters.tables.scan.in_memory import InMemory
from evenhand.adapters.tables.scan.recognised import source_of
from evenhand.adapters.tables.scan.row_groups import RowGroups
from evenhand.adapters.tables.scan.source import Source
from evenhand.adapters.tables.scan.told import Told


def _written(path: Path, values: list[object], **how: object) -> RowGroups:
    parquet.write_table(pa.table({"is": values}), path, row_group_size=3, **how)
    source = source_of(path)
    assert isinstance(source, RowGroups)
    return source


@pytest.mark.parametrize(
    "values",
    [[0, 1, 1, 0], [1, 1, None, None, None, None, 0], [7, 7, 7], [None, 3, 2, 2], [0, 1, 2, 2], [-1, 0], [True, False]],
)
def test_what_a_footer_states_are_the_values_of_the_rows(tmp_path: Path, values: list[object]) -> None:
    source = _written(tmp_path / "t.parquet", values)

    assert distinct_of(source, "is", at_most=5) == distinct_of(InMemory.of({"is": values}), "is", at_most=5)


def test_a_name_with_a_dot_is_not_taken_for_a_nested_column(tmp_path: Path) -> None:
    table = pa.table({"a": [{"b": 0}, {"b": 1}, {"b": 0}], "a.b": [0, 3, 4]})
    parquet.write_table(table, tmp_path / "t.parquet")

    assert distinct_of(source_of(tmp_path / "t.parquet"), "a.b", at_most=5).values == (0, 3, 4)


def test_neighbours_are_told_without_the_rows(tmp_path: Path) -> None:
    source = _written(tmp_path / "t.parquet", [0, 1, None, 1, None, None, None])
    told: Source = Told(source=source, progress=lambda *_: pytest.fail("a row was read"))

    assert source.ends("is") == (0, 1)
    assert distinct_of(told, "is", at_most=5).values == (0, 1)


def test_a_footer_may_state_nothing(tmp_path: Path) -> None:
    source = _written(tmp_path / "t.parquet", [0, 1, 1, 0], write_statistics=False)
    whole = _written(tmp_path / "w.parquet", [0, 1])
    fractions = _written(tmp_path / "f.parquet", [0.0, 1.0])

    assert source.ends("is") is None
    assert distinct_of(source, "is", at_most=5).values == (0, 1)
    assert (whole.ends("other"), fractions.ends("is")) == (None, None)
