"""Splits that do not leak: whole keys, earlier rows in earlier parts, nothing lost without a count."""

from datetime import UTC, datetime, timedelta, timezone

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.adapters.dataset.leakage_scan import leakage_scan
from evenhand.adapters.dataset.split_rows import Divided, split_rows
from evenhand.adapters.tables.table import Table
from evenhand.errors.dataset import SplitUnusable
from evenhand.lifecycle.data.split import SplitPlan

HALVES = (("training", 0.5), ("holdout", 0.5))
RANDOM_ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20)), min_size=1, max_size=60)


def divided(columns: dict[str, list[object]], **plan: object) -> Divided:
    return split_rows(Table.of(pa.table(columns)), SplitPlan(**plan))  # type: ignore[arg-type]


def values(found: Divided, part: str, column: str) -> list[object]:
    return list(found.parts[part].arrow[column].to_pylist())


def test_ten_rows_by_chance_by_hand() -> None:
    found = divided({"id": list(range(10))}, seed=1)

    assert {name: part.n_rows for name, part in found.parts.items()} == {"training": 6, "validation": 2, "holdout": 2}
    assert sorted(each for name in found.parts for each in values(found, name, "id")) == list(range(10))


def test_a_key_and_its_first_day_decide_and_later_rows_are_set_aside() -> None:
    rows: dict[str, list[object]] = {"who": ["a", "a", "b", "c"], "day": [1, 4, 2, 3]}

    found = divided(rows, shares=HALVES, by=("who",), time="day")

    assert (values(found, "training", "who"), values(found, "holdout", "who")) == (["a", "b"], ["c"])
    assert found.n_set_aside == 1


def test_instants_are_compared_in_utc_whatever_their_zone() -> None:
    noon = datetime(2020, 1, 1, 12, tzinfo=UTC)
    tokyo = timezone(timedelta(hours=9))
    moments = [noon.astimezone(tokyo), noon - timedelta(hours=1), noon + timedelta(hours=1), noon + timedelta(hours=2)]

    found = divided({"at": [each.astimezone(tokyo) for each in moments]}, shares=HALVES, time="at")  # type: ignore[list-item]

    assert found.parts["training"].arrow["at"].to_pylist() == sorted(moments)[:2][::-1]


def test_the_seed_decides_and_nothing_else() -> None:
    rows: dict[str, list[object]] = {"id": list(range(100))}

    assert values(divided(rows, seed=1), "holdout", "id") == values(divided(rows, seed=1), "holdout", "id")
    assert values(divided(rows, seed=1), "holdout", "id") != values(divided(rows, seed=2), "holdout", "id")


@given(RANDOM_ROWS)
def test_no_plan_ever_lets_a_key_or_a_period_into_two_parts(rows: list[tuple[int, int]]) -> None:
    table = Table.of(pa.table({"who": [who for who, _ in rows], "day": [day for _, day in rows]}))
    for by, time in ((("who",), None), ((), "day"), (("who",), "day")):
        try:
            found = split_rows(table, SplitPlan(shares=HALVES, by=by, time=time))
        except SplitUnusable:
            continue
        scan = leakage_scan(found.parts, key=by, time=time)
        assert scan["shared_keys"] in (None, [{"parts": ["training", "holdout"], "n": 0}])
        assert scan["overlaps"] in (None, [])
        assert sum(part.n_rows for part in found.parts.values()) + found.n_set_aside == len(rows)


def test_one_key_fills_one_part_and_the_other_would_be_empty() -> None:
    with pytest.raises(SplitUnusable, match="would hold no row"):
        divided({"who": ["a"] * 10}, shares=HALVES, by=("who",))
