"""Pictures of a column lose no row and show the same ranges of both tables."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.metrics.profiling.profile import ColumnProfile
from evenhand.surfaces.report.look.slots import slots_of
from evenhand.wiring.scan import TableScanner


def profiled(reference: object, current: object) -> list[ColumnProfile]:
    """The column of two tables, counted as the first one asks."""
    scanner = TableScanner()
    plan = scanner.plan({"x": reference})
    return [scanner.profile({"x": values}, plan).column("x") for values in (reference, current)]


numbers = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60)


@given(numbers, numbers)
def test_every_row_lies_in_one_slot(reference: list[float], current: list[float]) -> None:
    slots = slots_of(profiled([*reference, None], [*current, float("nan")]))

    assert [sum(shares) for shares in slots.shares] == pytest.approx([1.0, 1.0])
    assert {len(shares) for shares in slots.shares} == {len(slots.texts)}


def test_ranges_are_round_and_counted_exactly() -> None:
    slots = slots_of(profiled(list(range(100)), [15] * 40 + [95] * 60))

    assert slots.texts[:3] == ("0 to 10", "10 to 20", "20 to 30")
    assert slots.shares[0] == pytest.approx([0.1] * 10, abs=0.011)
    assert slots.shares[1][1] == 0.4
    assert slots.shares[1][-1] == 0.6
    assert len(slots.edges) == len(slots.texts) + 1


def test_what_lies_beyond_the_reference_is_shown_at_the_open_end() -> None:
    slots = slots_of(profiled(list(range(1000)), [5000.0] * 10))

    assert slots.texts[-1].endswith("or more")
    assert slots.shares[1][-1] == 1.0


def test_few_numbers_are_values_and_not_ranges() -> None:
    slots = slots_of(profiled([0, 0, 1, 2.5], [1, 1]))

    assert slots.texts == ("0", "1", "2.5")
    assert slots.edges == ()
    assert slots.shares == ((0.5, 0.25, 0.25), (0.0, 1.0, 0.0))


def test_gaps_are_slots_apart() -> None:
    slots = slots_of(profiled([1.0, 2.0, None, None], [1.0, float("inf"), float("nan"), None]))

    assert slots.texts[-slots.n_apart :] == ("null", "NaN", "+inf")
    assert slots.shares[0][-3:] == (0.5, 0.0, 0.0)


def test_of_many_texts_the_most_frequent_are_named() -> None:
    texts = [f"v{at % 50:02}" for at in range(500)] + ["often"] * 300
    slots = slots_of(profiled(list(texts), ["unheard of", "often"]))

    assert slots.texts[0] == "often"
    assert slots.texts[-2:] == ("40 other values", "new value")
    assert slots.shares[1][-1] == 0.5


@pytest.mark.parametrize("value", [None, float("nan")])
def test_a_column_without_a_value_has_gaps_alone(value: float | None) -> None:
    reference = pa.array([value] * 3, pa.float64())
    slots = slots_of(profiled(reference, [1.0, 2.0]))

    assert sum(slots.shares[0][-slots.n_apart :]) == 1.0
    assert sum(slots.shares[1][: -slots.n_apart]) == 1.0


def test_times_are_days() -> None:
    days = np.arange("2016-01-01", "2017-01-01", dtype="datetime64[D]").tolist()
    slots = slots_of(profiled(days, days[:31]))

    assert all(edge.startswith("201") for edge in slots.edges if edge)
    assert slots.shares[1][0] > 0.9


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e12])
def test_the_picture_is_the_same_whatever_the_unit(scale: float) -> None:
    drawn = np.random.default_rng(0).normal(5, 1, 5000)
    slots = slots_of(profiled((drawn * scale).tolist(), (drawn[:100] * scale).tolist()))

    assert slots.shares[0] == pytest.approx(
        slots_of(profiled(drawn.tolist(), drawn[:100].tolist())).shares[0], abs=0.02
    )


def test_years_are_written_as_they_are() -> None:
    slots = slots_of(profiled([2015.0, 2016.0, 2018.0] * 20, [2018.0] * 9))
    ranges = slots_of(profiled(list(range(1900, 2100)), list(range(1950, 2000))))

    assert slots.texts[:3] == ("2015", "2016", "2018")
    assert not any("," in text for text in (*ranges.texts, *ranges.edges))
