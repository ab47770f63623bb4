"""Tables in memory become one kind of table, whoever made them."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from evenhand.adapters.tables.limit import Limit
from evenhand.adapters.tables.read import read_table
from evenhand.errors.table import (
    ColumnMissing,
    ColumnUnsupported,
    TableColumnNames,
    TableEmpty,
    TableFormatUnknown,
    TableTooLarge,
)


class Streamed:
    """What Polars and others offer: the Arrow stream interface and nothing else."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


ROWS = {"age": [30, 40], "sex": ["f", None]}


@pytest.mark.parametrize(
    "source",
    [
        ROWS,
        pa.table(ROWS),
        pa.table(ROWS).to_batches()[0],
        Streamed(pa.table(ROWS)),
        Streamed(pa.table({"age": [30, 40], "sex": pa.array(["f", None], pa.string_view())})),
        pd.DataFrame(ROWS),
        pd.DataFrame(ROWS).convert_dtypes(),
        pd.DataFrame({"age": [30, 40], "sex": pd.Categorical(["f", None])}),
        {"age": np.array([30, 40]), "sex": pa.array(["f", None])},
    ],
    ids=["dict", "arrow", "batch", "stream", "views", "pandas", "pandas nullable", "pandas category", "arrays"],
)
def test_every_maker_gives_the_same_table(source: object) -> None:
    table = read_table(source)

    assert dict(table.kinds) == {"age": "integer", "sex": "text"}
    assert table.digest == read_table(ROWS).digest


def test_nan_in_pandas_means_missing_and_elsewhere_it_is_a_number() -> None:
    values = np.array([1.5, math.nan])

    assert read_table(pd.DataFrame({"a": values})).column("a").null_count == 1
    assert read_table({"a": values}).column("a").null_count == 0
    assert read_table(pa.table({"a": values})).column("a").null_count == 0


def test_a_named_index_is_a_column_and_an_unnamed_one_is_not() -> None:
    frame = pd.DataFrame({"id": [7, 8], "a": [1, 2]})

    assert read_table(frame.set_index("id")).columns == ("id", "a")
    assert read_table(frame[frame["a"] > 1]).columns == ("id", "a")


@pytest.mark.parametrize(
    ("source", "failure", "words"),
    [
        ({}, TableEmpty, "has no columns"),
        ({"a": []}, TableEmpty, "has no rows"),
        (pd.DataFrame(), TableEmpty, "has no columns"),
        (pd.DataFrame({"a": []}), TableEmpty, "has no rows"),
        ({"a": [1], "b": [1, 2]}, ColumnUnsupported, r"different lengths \(a: 1, b: 2\)"),
        ({"a": [1, "x"]}, ColumnUnsupported, "'a' cannot be read as values of one kind"),
        (pd.DataFrame({"a": [1, "x"]}, dtype=object), ColumnUnsupported, "'a' cannot be read as values of one kind"),
        ({"a": "text"}, ColumnUnsupported, "'a' is one text"),
        ({"a": 1}, ColumnUnsupported, "'a' cannot be read"),
        ({"a": [2**70]}, ColumnUnsupported, "'a' cannot be read"),
        ({"a": [[1], [2]]}, ColumnUnsupported, "'a' of the dict of columns is of type list"),
        ({"a": [object()]}, ColumnUnsupported, "'a' cannot be read"),
        ({1: [1], "1": [2]}, TableColumnNames, "more than one column '1'"),
        ({" ": [1]}, TableColumnNames, "Column 1 of the dict of columns has no name"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), TableColumnNames, "more than one column 'a'"),
        (3, TableFormatUnknown, "A builtins.int is no table"),
        ([{"a": 1}], TableFormatUnknown, "A builtins.list is no table"),
        (np.zeros((2, 2)), TableFormatUnknown, "A numpy.ndarray is no table"),
        (None, TableFormatUnknown, "NoneType"),
    ],
)
def test_what_is_no_table_is_refused_in_words(source: object, failure: type[Exception], words: str) -> None:
    with pytest.raises(failure, match=words):
        read_table(source)


def test_a_stream_that_fails_is_refused() -> None:
    class Broken:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            raise ValueError("the connection was lost")

    with pytest.raises(TableFormatUnknown, match="the connection was lost"):
        read_table(Broken())


def test_a_table_in_memory_has_a_limit_too() -> None:
    with pytest.raises(TableTooLarge, match="has 2 rows; at most 1"):
        read_table(ROWS, limit=Limit(rows=1))


@pytest.mark.parametrize(
    ("values", "dtype", "seen"),
    [
        ([1, 2], "int64", "[1 2]"),
        ([1, None], "float64", "[ 1. nan]"),
        ([1.5, None], "float64", "[1.5 nan]"),
        ([True, False], "bool", "[ True False]"),
        ([True, None], "object", "[True None]"),
        (["x", None], "object", "['x' None]"),
        ([None, None], "object", "[None None]"),
    ],
)
def test_columns_become_arrays(values: list[Any], dtype: str, seen: str) -> None:
    array = read_table({"a": values}).numpy("a")

    assert (str(array.dtype), str(array)) == (dtype, seen)


def test_columns_and_rows_are_chosen_by_name_and_place() -> None:
    table = read_table({"a": [1, 2, 3], "b": ["x", "y", "z"]})

    assert table.select(["b"]).columns == ("b",)
    assert table.rows(1, 3).numpy("a").tolist() == [2, 3]
    with pytest.raises(ColumnMissing, match="no column 'c'"):
        table.select(["c"])
    with pytest.raises(ColumnMissing, match=r"no column 'aa'"):
        table.column("aa")
    with pytest.raises(TableEmpty):
        table.rows(3, 3)
    with pytest.raises(TableEmpty):
        table.rows(3, 1)


def test_a_table_cannot_be_changed() -> None:
    table = read_table(ROWS)

    with pytest.raises(AttributeError):
        table.origin = "elsewhere"  # type: ignore[misc]
    with pytest.raises(TypeError):
        table.kinds["age"] = "text"  # type: ignore[index]
