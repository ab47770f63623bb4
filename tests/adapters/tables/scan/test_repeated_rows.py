"""Repeated rows are counted as pandas counts them, whatever the types, batches and parts."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.adapters.tables.scan import repeated_rows as module
from evenhand.adapters.tables.scan.filtered import Filtered
from evenhand.adapters.tables.scan.in_memory import InMemory
from evenhand.adapters.tables.scan.recognised import source_of
from evenhand.adapters.tables.scan.repeated_rows import repeated_rows
from evenhand.errors.table import ColumnMissing

VALUES = st.one_of(st.none(), st.sampled_from(["", "a", "b", "ab", "a\0", "é"]))
NUMBERS = st.one_of(st.none(), st.sampled_from([0.0, -0.0, 1.0, 2.5, float("inf"), float("nan")]))
WHOLE = st.one_of(st.none(), st.integers(-2, 2), st.sampled_from([2**53, 2**53 + 1]))


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.tuples(VALUES, NUMBERS, WHOLE), min_size=1, max_size=30), n=st.integers(1, 7))
def test_they_are_counted_as_python_counts_them(rows: list[tuple[object, ...]], n: int) -> None:
    def _same(value: object) -> object:
        return "NaN" if value != value else value  # noqa: PLR0124 - NaN is told by that

    columns = dict(zip("abc", zip(*rows, strict=True), strict=True))
    table = pa.table({
        "a": pa.array(columns["a"], pa.string()), "b": pa.array(columns["b"], pa.float64(), from_pandas=False),
        "c": pa.array(columns["c"], pa.int64()),
    })  # fmt: skip
    pieces = pa.concat_tables([table.slice(start, n) for start in range(0, len(rows), n)])
    coded = pieces.set_column(0, "a", pieces["a"].dictionary_encode())
    expected = len(rows) - len({tuple(_same(value) for value in row) for row in rows})

    for found in (table, pieces, coded):
        assert repeated_rows(InMemory(arrow=found, origin="t")).n_repeated == expected


def test_many_rows_of_every_type_agree_with_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HELD", 1 << 12)  # most goes to the disk
    rng = np.random.default_rng(5)
    n = 50_000
    frame = pd.DataFrame({
        "t": rng.choice(["x", "yy", "zzz" * 50], n), "i": rng.integers(0, 40, n), "b": rng.integers(0, 2, n) == 1,
        "f": rng.integers(0, 30, n) / 7, "d": pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 9, n), "D"),
    })  # fmt: skip

    assert repeated_rows(source_of(frame)).n_repeated == int(frame.duplicated().sum())
    assert repeated_rows(source_of(frame), ["i", "f"]).n_repeated == int(frame.duplicated(["i", "f"]).sum())


def test_rows_without_a_key_are_counted_apart() -> None:
    found = repeated_rows(source_of({"k": [1.0, 1.0, None, float("nan")]}), ["k"], is_stated=True)

    assert (found.n, found.n_repeated, found.n_unstated) == (2, 1, 2)


def test_whole_numbers_and_equal_floats_of_two_files_are_one_value() -> None:
    one, other = (InMemory.of({"a": values}) for values in ([1, 2], [1.0, 2.5]))
    from evenhand.adapters.tables.scan.folder import Folder

    assert repeated_rows(Folder.of_tables([one, other], "t")).n_repeated == 1


def test_decimals_nothing_and_dictionaries_with_gaps_are_compared() -> None:
    table = pa.table({
        "d": pa.array([1, 1, 2, None], pa.decimal128(9, 2)), "n": pa.nulls(4),
        "c": pa.array(["x", "x", None, None]).dictionary_encode(),
    })  # fmt: skip

    assert repeated_rows(InMemory.of(table)).n_repeated == 1


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ColumnMissing):
        repeated_rows(source_of({"a": [1]}), ["b"])


@pytest.mark.parametrize(
    ("values", "value", "n"),
    [(["f", "m", None, "f"], "f", 2), ([True, False, None, True], "true", 2), ([1, 0, None, 1], 1.0, 2),
     ([0.5, 0.5, float("nan"), None], 0.5, 2)],
)  # fmt: skip
def test_rows_with_one_value_are_kept(values: list[object], value: str | float, n: int) -> None:
    source = Filtered(source=InMemory.of({"k": values, "row": [1, 2, 3, 4]}), column="k", value=value)

    assert sum(batch.num_rows for batch in source.batches(["row"])) == n
    assert next(iter(source.batches(["row"]))).schema.names == ["row"]
