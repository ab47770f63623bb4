"""Where rows come from, and files that do not keep still."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evenhand.adapters.dataset import source
from evenhand.adapters.dataset.fetched import Columns
from evenhand.adapters.tables.limit import Limit
from evenhand.adapters.tables.read import read_table
from evenhand.errors.table import ColumnUnsupported, TableChanged, TableTooLarge

AT = "2026-01-01T00:00:00.000000Z"


def test_a_file_that_is_replaced_between_two_readings_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"a": [1, 2]}), path)
    reading = read_table

    def slow(*words: object, **options: object) -> object:
        table = reading(*words, **options)  # type: ignore[arg-type]
        pq.write_table(pa.table({"a": [1, 3]}), path)
        return table

    monkeypatch.setattr(source, "read_table", slow)

    with pytest.raises(TableChanged, match="changed while it was being read"):
        source.from_table(path, text=(), at=AT)


def test_rows_of_a_query_are_counted_while_they_come() -> None:
    columns = Columns(["a"], origin="bank", limit=Limit(rows=3))
    columns.add([(1,), (2,)])

    with pytest.raises(TableTooLarge, match="bank has 4 rows; at most 3"):
        columns.add([(3,), (4,)])


def test_whole_numbers_and_fractions_make_one_column_and_words_do_not() -> None:
    mixed = Columns(["a"], origin="bank")
    mixed.add([(1,), (2.5,), (None,)])
    assert dict(mixed.table().kinds) == {"a": "number"}

    odd = Columns(["a"], origin="bank")
    odd.add([(1,), ("two",)])
    with pytest.raises(ColumnUnsupported, match="Column 'a' of the query"):
        odd.table()
