"""CSV files are read whole and right, or refused with the line."""

import csv
import io
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.tables.csv_file import read_csv
from evenhand.adapters.tables.limit import Limit
from evenhand.adapters.tables.read import read_table
from evenhand.adapters.tables.table import Table
from evenhand.errors.base import Usage
from evenhand.errors.table import (
    TableColumnNames,
    TableEmpty,
    TableEncoding,
    TableFormatUnknown,
    TableRagged,
    TableTooLarge,
)

Write = Callable[[str | bytes], Path]


@pytest.fixture(name="write")
def _write(tmp_path: Path) -> Write:
    def write(content: str | bytes) -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def _columns(table: Table) -> dict[str, list[Any]]:
    return {name: table.column(name).to_pylist() for name in table.columns}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told(write: Write, delimiter: str) -> None:
    table = read_table(write(f"age{delimiter}name\n30{delimiter}a b\n40{delimiter}c\n"))

    assert _columns(table) == {"age": [30, 40], "name": ["a b", "c"]}


def test_a_single_column_needs_no_delimiter(write: Write) -> None:
    assert _columns(read_table(write("a\n1\n2\n"))) == {"a": [1, 2]}


def test_a_stated_delimiter_is_believed(write: Write) -> None:
    assert _columns(read_table(write("a:b\n1:2\n"), delimiter=":")) == {"a": [1], "b": [2]}


def test_commas_inside_texts_do_not_mislead(write: Write) -> None:
    table = read_table(write("a;b\nx, y, z;1\nu, v, w;2\n"))

    assert _columns(table) == {"a": ["x, y, z", "u, v, w"], "b": [1, 2]}


def test_a_byte_order_mark_is_no_part_of_the_first_name(write: Write) -> None:
    assert read_table(write(b"\xef\xbb\xbfage,b\n1,2\n")).columns == ("age", "b")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_of_either_world_are_read(write: Write, end: str) -> None:
    assert _columns(read_table(write(end.join(["a,b", "1,x", "2,y"])))) == {"a": [1, 2], "b": ["x", "y"]}


def test_decimal_commas_are_read_where_the_delimiter_allows(write: Write) -> None:
    assert _columns(read_table(write("a;b\n1,5;x\n2,25;y\n"))) == {"a": [1.5, 2.25], "b": ["x", "y"]}
    assert _columns(read_table(write("a;b\n1.5;x\n2.25;y\n"))) == {"a": [1.5, 2.25], "b": ["x", "y"]}


def test_kinds_are_told_from_all_rows_not_from_the_first(write: Write) -> None:
    rows = "".join(f"{row},{row}\n" for row in range(40_000))

    table = read_table(write(f"a,b\n{rows}0.5,x\n"))

    assert dict(table.kinds) == {"a": "number", "b": "text"}


def test_null_and_nan_are_kept_apart(write: Write) -> None:
    column = read_table(write("a,b\nNaN,1\n,2\nNA,3\n0.5,4\ninf,5\n")).column("a")

    assert column.null_count == 2
    assert str(column.to_pylist()) == "[nan, None, None, 0.5, inf]"


@pytest.mark.parametrize("mark", ["", "NA", "N/A", "#N/A", "NULL", "null"])
def test_what_stands_for_a_missing_value(write: Write, mark: str) -> None:
    assert _columns(read_table(write(f"a,b\n{mark},1\nx,2\n")))["a"] == [None, "x"]
    assert _columns(read_table(write(f"a,b\n{mark},1\n5,2\n")))["a"] == [None, 5]


def test_in_quotes_a_mark_is_text(write: Write) -> None:
    assert _columns(read_table(write('a,b\n"NA",1\n"",2\nNone,3\n')))["a"] == ["NA", "", "None"]


def test_files_that_quote_everything_keep_their_numbers(write: Write) -> None:
    table = read_table(write('"a","b","c"\n"1","0.5","x"\n"","",""\n"3","1.5","y"\n'))

    assert _columns(table) == {"a": [1, None, 3], "b": [0.5, None, 1.5], "c": ["x", "", "y"]}


def test_numbers_that_are_names_stay_text(write: Write) -> None:
    table = read_table(write("zip,account,n,half\n02139,12345678901234567890,10,0.5\n10001,1,0,1.5\n"))

    assert _columns(table) == {
        "zip": ["02139", "10001"], "account": ["12345678901234567890", "1"], "n": [10, 0], "half": [0.5, 1.5],
    }  # fmt: skip


def test_a_leading_zero_far_down_the_file_still_counts(write: Write) -> None:
    rows = "".join(f"{row},x\n" for row in range(1, 60_000))

    table = read_table(write(f"zip,b\n{rows}02139,y\n"))

    assert table.kinds["zip"] == "text"
    assert table.column("zip").to_pylist()[-1] == "02139"


def test_dates_are_instants_and_times_of_day_stay_text(write: Write) -> None:
    table = read_table(write("day,at,clock\n2026-01-02,2026-01-02T03:04:05Z,12:30:00\n2026-01-03,,09:15:00\n"))

    assert dict(table.kinds) == {"day": "instant", "at": "instant", "clock": "text"}
    assert table.column("clock").to_pylist() == ["12:30:00", "09:15:00"]


def test_columns_stated_as_text_are_text(write: Write) -> None:
    table = read_table(write("SEX,n\n1,1\n2,2\n"), text=["SEX"])

    assert _columns(table) == {"SEX": ["1", "2"], "n": [1, 2]}


def test_a_text_column_that_the_file_lacks_is_left_to_the_contract(write: Write) -> None:
    assert _columns(read_table(write("SEX,n\n1,1\n"), text=["SEX", "RACE"])) == {"SEX": ["1"], "n": [1]}


def test_lines_inside_quotes_belong_to_the_text(write: Write) -> None:
    assert _columns(read_table(write('a,b\n"x\ny",1\nz,2\n'))) == {"a": ["x\ny", "z"], "b": [1, 2]}


@pytest.mark.parametrize(
    ("content", "failure", "words"),
    [
        ("", TableEmpty, "table.csv holds no byte"),
        ("a,b\n", TableEmpty, "no rows below its column names"),
        ("a,b", TableEmpty, "no rows below its column names"),
        ("\n\n", TableEmpty, "no rows below its column names"),
        ("a,b\n1,2\n3\n", TableRagged, "Line 3 of table.csv has 1 fields, not 2"),
        ("a,b\n1,2,3\n", TableRagged, "Line 2 of table.csv has 3 fields, not 2"),
        ("a,b\n1,2\n\n3,4\n5\n", TableRagged, "Line 5 of table.csv has 1 fields, not 2"),
        ('a,b\n"x\ny",2\n3\n', TableRagged, "Line 4 of table.csv has 1 fields, not 2"),
        ('a,b\n1,"x\n2,z\n', TableRagged, "Line 2 of table.csv opens a quote that is never closed"),
        ("a,a\n1,2\n", TableColumnNames, "more than one column 'a'"),
        ("a,\n1,2\n", TableColumnNames, "Column 2 of table.csv has no name"),
        (",a\n0,1\n", TableColumnNames, "Column 1 of table.csv has no name"),
        (b"a,b\n1,2\n3,\xe9\n", TableEncoding, "Line 3 of table.csv holds the byte 0xe9, which is no UTF-8"),
        (b"a\xe9,b\n1,2\n", TableEncoding, "Line 1 of table.csv"),
        ("a,b\n1,2\n".encode("utf-16"), TableEncoding, "UTF-16 or UTF-32"),
        ("a,b\n1,2\n".encode("utf-32"), TableEncoding, "UTF-16 or UTF-32"),
        (b"PK\x03\x04\x00\x00", TableFormatUnknown, "zero bytes"),
    ],
)
def test_a_bad_file_is_refused_with_file_and_line(
    write: Write, content: str | bytes, failure: type[Usage], words: str
) -> None:
    with pytest.raises(failure, match=words):
        read_table(write(content))


def test_a_stray_quote_inside_a_text_is_no_open_quote(write: Write) -> None:
    assert _columns(read_table(write('a,b\n5" pipe,1\nx,2\n')))["a"] == ['5" pipe', "x"]


def test_a_file_larger_than_allowed_is_refused_before_it_is_read(write: Write) -> None:
    path = write("a,b\n1,2\n3,4\n")

    with pytest.raises(TableTooLarge, match="needs about 12 bytes"):
        read_table(path, limit=Limit(size=11))
    with pytest.raises(TableTooLarge, match="has 2 rows; at most 1"):
        read_table(path, limit=Limit(rows=1))


def test_a_million_different_texts_are_read(write: Write) -> None:
    table = read_table(write("name,n\n" + "".join(f"p{row},{row}\n" for row in range(100_000))))

    assert table.n_rows == 100_000


fields = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)


@given(st.lists(st.tuples(fields, fields), min_size=1, max_size=6))
def test_every_text_comes_back_as_it_was_written(rows: list[tuple[str, str]]) -> None:
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerows([("left", "right"), *rows])

    table = read_csv(io.BytesIO(file.getvalue().encode()), origin="t", text=("left", "right"), delimiter=",")

    assert table.column("left").to_pylist() == [left for left, _ in rows]
    assert table.column("right").to_pylist() == [right for _, right in rows]


MARKS = 'a1\\",;\n\t |é\ufeff\0'


@given(st.binary(max_size=200) | st.text(alphabet=MARKS, max_size=40).map(str.encode))
def test_no_bytes_make_it_fail_in_another_way(content: bytes) -> None:
    with suppress(Usage):
        Table.of(read_csv(io.BytesIO(content), origin="t"), origin="t")
