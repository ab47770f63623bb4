"""What is hidden cannot be worked out from what is shown."""

from itertools import product
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.metrics.disparity.attacker import (
    crossing_of,
    few_left,
    profile_of,
    random_rows,
    ranges_left,
    ranges_left_of_each,
)

from evenhand.metrics.disparity import suppression
from evenhand.metrics.disparity.hiding import spread_of
from evenhand.metrics.disparity.suppression import Suppression, suppression_of, suppression_of_each
from evenhand.metrics.profile import Cases, EvaluationProfile


def _hidden(found: Suppression, name: str, values: str) -> str:
    return "".join(value for value in values if found.hides({name: value}))


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ((50, 40, 30), ""),
        ((50, 40, 9), "bc"),  # the next smallest hides with the one that is small
        ((50, 4, 3), "abc"),  # seven rows together are too few to hide in
        ((50, 6, 5), "bc"),
        ((50, 9, 8), "abc"),  # two groups of at most nine rows each and seventeen together are nine and eight
        ((50, 11, 2), "ac"),  # beside eleven, two could be three at most
        ((1000, 5), "ab"),
        ((10, 10), ""),
        ((6,), "a"),
        ((50, 40, 1), "bc"),
    ],
)
def test_groups_of_one_attribute(rows: tuple[int, ...], hidden: str) -> None:
    values = "abc"[: len(rows)]
    profile = profile_of({(value,): count for value, count in zip(values, rows, strict=True)}, ("race",))

    found = suppression_of(profile, by=("race",), min_count=10)
    assert _hidden(found, "race", values) == hidden
    assert found.hides({}) == (sum(rows) < 10)


def test_a_small_group_and_one_hidden_beside_it_are_told_apart() -> None:
    found = suppression_of(profile_of({("a",): 50, ("b",): 40, ("c",): 9}, ("race",)), by=("race",), min_count=10)

    assert found.small == {frozenset({("race", "c")})}
    assert found.beside == {frozenset({("race", "b")})}


def test_rows_without_label_alone_make_no_group_to_hide() -> None:
    profile = EvaluationProfile.of(Cases(
        label=np.array([1.0] * 40 + [np.nan] * 3), decision=np.ones(43),
        attributes={"sex": np.array(["f"] * 40 + ["m"] * 3)},
    ))  # fmt: skip
    found = suppression_of(profile, by=("sex",), min_count=10)

    assert not found.small
    assert not found.beside


def test_no_small_group_of_a_crossing_can_be_worked_out_or_nearly() -> None:
    draw = np.random.default_rng(5)
    for _ in range(4):
        rows, attributes = random_rows(draw)
        found = suppression_of(profile_of(rows, attributes), by=attributes, min_count=10)
        left = ranges_left(rows, attributes, found, 10)

        assert all(found.hides(dict(key)) for key in left)
        assert min(left.values(), default=10) >= spread_of(10) - 1e-6
        assert few_left(rows, attributes, found, 10) == []


@settings(max_examples=60)
@given(st.lists(st.sampled_from([0, 1, 4, 9, 10, 25, 60, 300]), min_size=4, max_size=20), st.integers(2, 4))
def test_no_sum_leaves_few_rows(counts: list[int], width: int) -> None:
    rows = {
        (str(row), str(column)): counts[row * width + column]
        for row, column in product(range(len(counts) // width), range(width))
    }
    found = suppression_of(profile_of(rows, ("a", "b")), by=("a", "b"), min_count=10)

    assert all(found.hides({"a": key[0], "b": key[1]}) for key, count in rows.items() if 0 < count < 10)
    assert few_left(rows, ("a", "b"), found, 10) == []


def test_four_cells_that_two_sums_each_would_tell() -> None:
    rows = {("f", "u"): 1, ("f", "v"): 9, ("m", "u"): 10, ("m", "v"): 1}
    found = suppression_of(profile_of(rows, ("a", "b")), by=("a", "b"), min_count=10)

    # So few are left that the names of the small groups would tell their rows: all hide, and none is called small.
    assert not found.small
    assert all(found.hides({"a": key[0], "b": key[1]}) for key in rows)
    assert not found.hides({})


def test_a_hundred_and_twenty_groups_cost_little() -> None:
    draw = np.random.default_rng(0)
    rows = {(f"{a}", f"{b}"): int(draw.poisson(draw.exponential(20))) for a, b in product(range(4), range(30))}
    profile = profile_of(rows, ("a", "b"))
    suppression_of(profile, by=("a", "b"), min_count=10)

    start = process_time()
    found = suppression_of(profile, by=("a", "b"), min_count=10)
    assert process_time() - start < 0.15  # about 0.02 on a quiet machine
    assert len(found.small) > 20


def test_thousands_of_groups_are_hidden_in_seconds() -> None:
    draw = np.random.default_rng(0)
    rows = {
        (f"{a}", f"{b}"): int(n) for (a, b), n in zip(product(range(60), repeat=2), draw.poisson(12, 3600), strict=True)
    }
    crossing = profile_of(rows, ("a", "b"))

    start = process_time()
    found = suppression_of(crossing, by=("a", "b"), min_count=10)
    assert process_time() - start < 10  # about 0.5 on a busy machine
    assert len(found.small) > 800


def test_small_groups_of_a_sum_are_not_told_together_by_a_larger_hidden_group_that_follows() -> None:
    table = {("o", "v"): 1, ("s", "v"): 3, ("s", "u"): 2, ("x", "u"): 495, ("x", "v"): 493, ("y", "u"): 508,
             ("y", "v"): 494, ("z", "u"): 546, ("z", "v"): 458}  # fmt: skip
    found = suppression_of(profile_of(table, ("a", "b")), by=("a", "b"), min_count=10)

    # All of z and of its crossing with u are shown, hence z with v; the rest of v may not be the four small rows.
    shown_of_v = [key for key in table if key[1] == "v" and not found.hides({"a": key[0], "b": "v"})]
    is_z_told = not found.hides({"a": "z"}) and not found.hides({"a": "z", "b": "u"})
    rest = 1449 - sum(table[key] for key in shown_of_v) - (458 if is_z_told and ("z", "v") not in shown_of_v else 0)
    assert rest >= 10


def test_what_need_not_be_hidden_is_shown() -> None:
    table = dict.fromkeys(product("fm", "abc"), 100)
    assert suppression_of(profile_of(table, ("a", "b")), by=("a", "b"), min_count=10) == Suppression()
    table["f", "c"] = 4
    found = suppression_of(profile_of(table, ("a", "b")), by=("a", "b"), min_count=10)
    hidden = {key for key in table if found.hides({"a": key[0], "b": key[1]})}
    assert ("f", "c") in hidden
    assert len(hidden) == 4


def test_a_small_group_within_one_of_another_attribute_does_not_follow_from_both() -> None:
    rows = {("u", "S"): 4, ("v", "S"): 50, ("w", "T"): 60, ("x", "T"): 20, ("y", "T"): 70}
    found = suppression_of_each(crossing_of(rows, ("county", "state")), min_count=10)

    # State S less county v is county u.
    assert found.hides({"county": "u"})
    assert found.hides({"county": "v"}) or found.hides({"state": "S"})
    assert not found.hides({})


@pytest.mark.parametrize("seed", range(3))
def test_no_small_group_of_one_attribute_can_be_worked_out_from_those_of_others(seed: int) -> None:
    draw, n_hidden = np.random.default_rng(seed), 0
    while n_hidden < 20:
        rows, attributes = random_rows(draw)
        kept = draw.random() * 0.7
        rows = {key: n if draw.random() > kept else 0 for key, n in rows.items()}
        if sum(rows.values()) < 10:
            continue
        found = suppression_of_each(crossing_of(rows, attributes), min_count=10)
        left = ranges_left_of_each(rows, attributes, found, 10)
        n_hidden += bool(left)

        assert all(found.hides(dict(key)) for key in left), rows
        assert min(left.values(), default=10) >= spread_of(10) - 1e-6, (rows, found)


@pytest.mark.parametrize("limit", ["_LARGEST", "_MOST_SUMS"])
def test_of_very_many_groups_more_is_hidden_and_no_small_one_told(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(suppression, "_LARGEST", 0)
    monkeypatch.setattr(suppression, limit, 0)
    draw, n_hidden = np.random.default_rng(3), 0
    while n_hidden < 20:
        rows, attributes = random_rows(draw)
        if len(attributes) < 2 or sum(rows.values()) < 10 or min(rows.values()) >= 10:
            continue
        found = suppression_of(profile_of(rows, attributes), by=attributes, min_count=10)
        left = ranges_left_of_each(rows, attributes, found, 10)
        n_hidden += found.is_coarse

        assert all(found.hides(dict(zip(attributes, key, strict=True))) for key, n in rows.items() if 0 < n < 10)
        assert all(found.hides(dict(key)) for key in left)
        assert min((left[key] for key in left if key in found.small), default=10) >= spread_of(10) - 1e-6
