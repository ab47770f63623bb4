"""The digest names what a table says: storage does not matter, every change of content does."""

import hashlib
import io
import math
import struct
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import csv, parquet

from evenhand.adapters.tables.csv_file import read_csv
from evenhand.adapters.tables.limit import Limit
from evenhand.adapters.tables.parquet_file import read_parquet
from evenhand.adapters.tables.table import Table
from evenhand.kernel.digest import digest_of, digest_of_json

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=5)
MOMENTS = st.integers(-(2**40), 2**40)


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    n = draw(st.integers(1, 12))
    kinds = {
        "whole": (st.integers(-100, 100), pa.int64()), "number": (st.floats(), pa.float64()),
        "truth": (st.booleans(), pa.bool_()), "text": (TEXTS, pa.string()), "at": (MOMENTS, pa.timestamp("us", "UTC")),
    }  # fmt: skip
    chosen = draw(st.lists(st.sampled_from(sorted(kinds)), min_size=1, unique=True))
    columns = {
        name: pa.array(draw(st.lists(st.none() | kinds[name][0], min_size=n, max_size=n)), kinds[name][1])
        for name in chosen
    }
    return pa.table(columns)


def _digest(table: pa.Table) -> str:
    return Table.of(table).digest


@settings(max_examples=50)
@given(tables(), st.data())
def test_chunks_do_not_matter(table: pa.Table, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, table.num_rows), max_size=4)))
    pieces = [table.slice(start, stop - start) for start, stop in zip([0, *cuts], [*cuts, table.num_rows], strict=True)]

    assert _digest(pa.concat_tables(pieces)) == _digest(table)


@settings(max_examples=50)
@given(tables(), st.data())
def test_a_part_of_a_table_is_named_as_if_it_stood_alone(table: pa.Table, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, table.num_rows - 1))
    alone = pa.table(
        {name: pa.array(table.slice(start)[name].to_pylist(), table[name].type) for name in table.column_names}
    )

    assert _digest(table.slice(start)) == _digest(alone)


@settings(max_examples=50)
@given(tables())
def test_the_format_does_not_matter(table: pa.Table) -> None:
    file = io.BytesIO()
    parquet.write_table(table, file, compression="gzip", row_group_size=3)

    assert _digest(read_parquet(io.BytesIO(file.getvalue()), origin="t", limit=Limit())) == _digest(table)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.none() | st.integers(10, 2**40), st.none() | st.floats(allow_nan=False)), min_size=1).filter(
        lambda rows: all(any(row[place] is not None for row in rows) for place in (0, 1))
    )
)
def test_a_csv_file_says_the_same_as_the_table_in_memory(rows: list[tuple[int | None, float | None]]) -> None:
    whole, number = zip(*rows, strict=True)
    table = pa.table({"whole": pa.array(whole, pa.int64()), "number": pa.array([_dot(value) for value in number])})
    file = io.BytesIO()
    csv.write_csv(table, file)

    again = read_csv(io.BytesIO(file.getvalue()), origin="t", delimiter=",")

    if Table.of(again).kinds["number"] == "number":
        assert _digest(again) == _digest(table)


def _dot(value: float | None) -> float | None:
    """A number whose text says that it is no whole one."""
    return None if value is None else value if not value.is_integer() and math.isfinite(value) else 0.5


@pytest.mark.parametrize("kind", [pa.int8(), pa.int16(), pa.int32(), pa.uint8(), pa.uint64()])
def test_the_width_of_integers_does_not_matter(kind: pa.DataType) -> None:
    plain = pa.table({"a": pa.array([1, None, 3], pa.int64())})

    assert _digest(plain.cast(pa.schema([("a", kind)]))) == _digest(plain)


def test_decimals_are_numbers_or_whole_numbers() -> None:
    def cents(*texts: str, scale: int) -> pa.Table:
        return pa.table({"a": pa.array([Decimal(text) for text in texts], pa.decimal128(9, scale))})

    assert _digest(cents("1", "2", scale=0)) == _digest(pa.table({"a": [1, 2]}))
    assert _digest(cents("1.25", "2.00", scale=2)) == _digest(pa.table({"a": [1.25, 2.0]}))


@pytest.mark.parametrize("kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())])
def test_the_encoding_of_text_does_not_matter(kind: pa.DataType) -> None:
    values = ["x", "", None, "é", "x"]

    assert _digest(pa.table({"a": pa.array(values, kind)})) == _digest(pa.table({"a": values}))


def test_dictionaries_of_views_as_polars_makes_them_do_not_matter() -> None:
    values = pa.array(["x", "", "é"], pa.string_view())
    categories = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 2, 0], pa.uint32()), values)

    assert _digest(pa.table({"a": categories})) == _digest(pa.table({"a": ["x", "", None, "é", "x"]}))


def test_dictionaries_of_numbers_do_not_matter() -> None:
    assert _digest(pa.table({"a": pa.array([7, 7, None]).dictionary_encode()})) == _digest(
        pa.table({"a": [7, 7, None]})
    )


def test_dictionaries_that_differ_from_chunk_to_chunk_do_not_matter() -> None:
    chunks = [pa.array(["x", "y"]).dictionary_encode(), pa.array(["y", "z"]).dictionary_encode()]

    assert _digest(pa.table({"a": pa.chunked_array(chunks)})) == _digest(pa.table({"a": ["x", "y", "y", "z"]}))


def test_run_lengths_do_not_matter() -> None:
    assert _digest(pa.table({"a": pc.run_end_encode(pa.array([7, 7, 8]))})) == _digest(pa.table({"a": [7, 7, 8]}))


def test_units_of_time_do_not_matter_but_nanoseconds_do() -> None:
    def at(unit: str, value: int) -> pa.Table:
        return pa.table({"a": pa.array([value], pa.timestamp(unit, "UTC"))})

    assert (
        len({_digest(at(unit, -3 * ticks)) for unit, ticks in (("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9))})
        == 1
    )
    assert _digest(at("ns", 10**9 + 1)) != _digest(at("s", 1))


def test_bytes_below_a_null_do_not_matter() -> None:
    lengths = pa.py_buffer(struct.pack("<3i", 0, 3, 4))
    hidden = pa.Array.from_buffers(pa.string(), 2, [pa.py_buffer(b"\x02"), lengths, pa.py_buffer(b"abcd")])

    assert hidden.to_pylist() == [None, "d"]
    assert _digest(pa.table({"a": hidden})) == _digest(pa.table({"a": [None, "d"]}))


def test_every_nan_is_one_nan() -> None:
    strange = struct.unpack("<d", struct.pack("<Q", 0xFFF8000000000123))[0]

    assert _digest(pa.table({"a": pa.array([strange, 1.0])})) == _digest(pa.table({"a": pa.array([math.nan, 1.0])}))


@pytest.mark.parametrize(
    "other",
    [
        {"a": [1, 2], "b": ["x", "z"]},
        {"a": [2, 1], "b": ["x", "y"]},
        {"b": ["x", "y"], "a": [1, 2]},
        {"A": [1, 2], "b": ["x", "y"]},
        {"a": [1.0, 2.0], "b": ["x", "y"]},
        {"a": ["1", "2"], "b": ["x", "y"]},
        {"a": [1, None], "b": ["x", "y"]},
        {"a": [1, 2], "b": ["", "xy"]},
        {"a": [1, 2], "b": ["x", None]},
        {"a": [1, 2]},
        {"a": [1, 2, 2], "b": ["x", "y", "y"]},
        {"a": [1, 2], "b": ["x", "y"], "c": [None, None]},
    ],
)
def test_every_change_of_content_matters(other: dict[str, list[Any]]) -> None:
    assert _digest(pa.table(other)) != _digest(pa.table({"a": [1, 2], "b": ["x", "y"]}))


def test_null_nan_zero_and_false_are_four_things() -> None:
    columns = [
        pa.array([None], pa.float64()),
        pa.array([math.nan]),
        pa.array([0.0]),
        pa.array([-0.0]),
        pa.array([False]),
    ]

    assert len({_digest(pa.table({"a": column})) for column in columns}) == len(columns)


def test_the_digest_by_hand() -> None:
    table = pa.table({"n": pa.array([5, None], pa.int16()), "t": ["é", "x"]})

    by_hand = digest_of_json({
        "schema": "evenhand/table/v1", "n_rows": 2,
        "columns": [
            {
                "name": "n", "kind": "integer", "present": digest_of(b"\x01\x00"),
                "values": digest_of(struct.pack("<qq", 5, 0)),
            },
            {
                "name": "t", "kind": "text", "present": digest_of(b"\x01\x01"),
                "lengths": digest_of(struct.pack("<qq", 2, 1)), "values": digest_of("éx".encode()),
            },
        ],
    })  # fmt: skip

    assert _digest(table) == by_hand


def test_a_long_column_is_named_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = pa.table({"a": list(range(100)), "b": [f"v{row}" for row in range(100)]})
    whole = _digest(rows)
    monkeypatch.setattr("evenhand.adapters.tables.content_digest._ROWS_AT_ONCE", 7)

    assert _digest(rows) == whole
    assert whole.removeprefix("sha256:") != hashlib.sha256(b"").hexdigest()
