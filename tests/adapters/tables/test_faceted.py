import numpy as np
import pyarrow as pa

from evenhand.adapters.tables.faceted import facet_of
from evenhand.adapters.tables.table import Table


def test_numbers_fall_into_bands_of_like_size() -> None:
    facet = facet_of(Table.of(pa.table({"age": list(range(1000))})), "age", bins=4)

    assert facet.values[0] == "<249"
    assert np.bincount(facet.codes).tolist() == [249, 250, 250, 251]


def test_few_numbers_and_texts_stay_apart_and_rare_ones_go_together() -> None:
    table = Table.of(pa.table({"n": [1, 2, 1, None], "t": ["x", "y", "x", ""]}))
    few, texts = facet_of(table, "n"), facet_of(table, "t", values_at_most=1)

    assert [few.values[code] for code in few.codes] == ["1", "2", "1", "(missing)"]
    assert [texts.values[code] for code in texts.codes] == ["x", "(other)", "x", "(other)"]


def test_one_frequent_value_needs_no_band_of_its_own_below() -> None:
    facet = facet_of(Table.of(pa.table({"gain": [0.0] * 95 + [1.5, 2.5, 3.5, 4.5, 5.5]})), "gain", bins=4)

    assert {facet.values[code] for code in facet.codes} <= {"0", "<1.5", ">=1.5"}


def test_nan_and_infinity_are_kept_in_place() -> None:
    facet = facet_of(Table.of(pa.table({"x": [float("nan"), float("inf"), *map(float, range(20))]})), "x", bins=2)

    assert facet.values[facet.codes[0]] == "(missing)"
    assert facet.codes[1] == 1
