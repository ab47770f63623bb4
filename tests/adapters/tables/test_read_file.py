"""Only whole, regular, unchanging Parquet and CSV files are read."""

import io
import os
import struct
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from evenhand.adapters.tables.limit import Limit
from evenhand.adapters.tables.opened import opened
from evenhand.adapters.tables.parquet_file import read_parquet
from evenhand.adapters.tables.read import read_table
from evenhand.adapters.tables.table import Table
from evenhand.errors.base import EvenhandError, Usage
from evenhand.errors.table import (
    ColumnUnsupported,
    TableChanged,
    TableColumnNames,
    TableEmpty,
    TableFormatUnknown,
    TableNotAFile,
    TableTooLarge,
    TableUnreadable,
)


def _parquet(path: Path, table: pa.Table) -> Path:
    parquet.write_table(table, path)
    return path


def test_a_parquet_file_is_known_by_its_bytes_whatever_its_name(tmp_path: Path) -> None:
    path = _parquet(tmp_path / "table.bin", pa.table({"a": [1, 2], "b": ["x", None]}))

    table = read_table(path)

    assert (table.n_rows, dict(table.kinds)) == (2, {"a": "integer", "b": "text"})
    assert read_table(str(path)).digest == table.digest


def test_a_name_that_claims_parquet_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    path.write_text("a,b\n1,2\n")

    with pytest.raises(TableUnreadable, match="does not begin as a Parquet file does"):
        read_table(path)


@pytest.mark.parametrize("name", ["table.xlsx", "table.json", "table.csv.gz"])
def test_other_formats_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK")

    with pytest.raises(TableFormatUnknown, match=name):
        read_table(path)


def test_a_truncated_parquet_file_is_refused(tmp_path: Path) -> None:
    path = _parquet(tmp_path / "table.parquet", pa.table({"a": list(range(1000))}))
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(TableUnreadable, match=r"table\.parquet cannot be read as Parquet"):
        read_table(path)


def test_a_parquet_file_without_rows_is_empty(tmp_path: Path) -> None:
    with pytest.raises(TableEmpty, match="no rows"):
        read_table(_parquet(tmp_path / "t.parquet", pa.table({"a": pa.array([], pa.int64())})))


def test_a_parquet_file_is_judged_by_its_footer(tmp_path: Path) -> None:
    path = _parquet(tmp_path / "t.parquet", pa.table({"a": [0] * 100_000}))

    assert path.stat().st_size < 10_000
    with pytest.raises(TableTooLarge, match="100,000 rows; at most 99,999"):
        read_table(path, limit=Limit(rows=99_999))
    with pytest.raises(TableTooLarge, match="needs about 800,000 bytes"):
        read_table(path, limit=Limit(size=799_999))


@pytest.mark.parametrize(
    "column",
    [
        pa.array([[1], [2]]), pa.array([{"x": 1}, {"x": 2}]), pa.array([b"a", b"b"]),
        pa.array([1, 2], pa.duration("s")), pa.array([1, 2], pa.time32("s")), pa.array([2**63, 1], pa.uint64()),
    ],
    ids=lambda column: str(column.type),
)  # fmt: skip
def test_columns_of_no_kind_are_refused_by_name(tmp_path: Path, column: pa.Array) -> None:
    path = _parquet(tmp_path / "t.parquet", pa.table({"fine": [1, 2], "odd": column}))

    with pytest.raises(ColumnUnsupported, match="'odd'"):
        read_table(path)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])

    with pytest.raises(TableColumnNames, match="more than one column 'a'"):
        read_table(_parquet(tmp_path / "t.parquet", table))


def test_text_that_is_no_utf_8_is_refused() -> None:
    lying = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(struct.pack("<ii", 0, 1)), pa.py_buffer(b"\xff")])

    with pytest.raises(TableUnreadable, match="contradicts itself"):
        Table.of(pa.table({"a": lying}))


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")

    with pytest.raises(TableNotAFile, match="is a pipe"):
        read_table(tmp_path / "pipe.csv")
    with pytest.raises(TableNotAFile, match="is a folder"):
        read_table(tmp_path)
    with pytest.raises(TableNotAFile, match="is a device"):
        read_table("/dev/null")


@pytest.mark.parametrize("path", ["nowhere.csv", "no/where.csv", "\0.csv", "a" * 5000 + ".csv"])
def test_what_cannot_be_opened_is_refused(path: str) -> None:
    with pytest.raises(TableUnreadable, match="cannot be opened"):
        read_table(path)


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a\n1\n")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")

    with pytest.raises(TableUnreadable, match="Permission denied"):
        read_table(path)


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a\n1\n")

    reading = opened(path)
    reading.__enter__().read()
    with path.open("a") as other:
        other.write("2\n")

    with pytest.raises(TableChanged, match="from 4 to 6 bytes"):
        reading.__exit__(None, None, None)


def test_a_file_that_is_replaced_while_it_is_read_gives_the_old_rows(tmp_path: Path) -> None:
    path, new = tmp_path / "t.csv", tmp_path / "new.csv"
    path.write_text("a\n1\n")
    new.write_text("a\n9\n")

    with opened(path) as file:
        new.replace(path)
        assert file.read() == b"a\n1\n"


def test_a_failure_while_reading_is_not_hidden_by_a_change(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a\n1\n")

    reading = opened(path)
    reading.__enter__()
    path.write_text("a\n")
    failure = TableEmpty("It has no rows.")

    assert not reading.__exit__(TableEmpty, failure, None), "the failure goes on"


@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_parquet_file_fails_in_words(data: st.DataObject) -> None:
    content = bytearray(_whole())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))

    with suppress(EvenhandError):
        Table.of(read_parquet(io.BytesIO(bytes(content)), origin="t", limit=Limit(rows=10_000, size=10**7)), origin="t")


def _whole() -> bytes:
    file = io.BytesIO()
    parquet.write_table(pa.table({"a": list(range(50)), "b": ["x", None] * 25}), file)
    return file.getvalue()


def test_a_refusal_is_a_usage_mistake_with_a_way_out() -> None:
    with pytest.raises(Usage) as refused:
        read_table("nowhere.csv")

    assert "[TABLE-UNREADABLE]" in str(refused.value)
    assert refused.value.exit_code == 2
