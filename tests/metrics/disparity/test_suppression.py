"""What is hidden cannot be worked out from what is shown."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.metrics.disparity.suppression import Suppression, suppression_of
from evenhand.metrics.profile import Cases, EvaluationProfile


def _profile(rows: dict[tuple[str, ...], int], attributes: tuple[str, ...]) -> EvaluationProfile:
    n = sum(rows.values())
    columns = {
        name: np.array([key[place] for key, count in rows.items() for _ in range(count)], dtype=object)
        for place, name in enumerate(attributes)
    }
    return EvaluationProfile.of(Cases(label=np.ones(n), decision=np.ones(n), attributes=columns))


def _hidden(found: Suppression, name: str, values: str) -> str:
    return "".join(value for value in values if found.hides({name: value}))


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ((50, 40, 30), ""),
        ((50, 40, 9), "bc"),  # the next smallest hides with the one that is small
        ((50, 4, 3), "abc"),  # seven rows together are too few to hide in
        ((50, 9, 8), "bc"),
        ((1000, 5), "ab"),
        ((10, 10), ""),
        ((6,), "a"),
        ((50, 40, 1), "bc"),
    ],
)
def test_groups_of_one_attribute(rows: tuple[int, ...], hidden: str) -> None:
    values = "abc"[: len(rows)]
    profile = _profile({(value,): count for value, count in zip(values, rows, strict=True)}, ("race",))

    found = suppression_of(profile, by=("race",), min_count=10)
    assert _hidden(found, "race", values) == hidden
    assert found.hides({}) == (sum(rows) < 10)


def test_a_small_group_and_one_hidden_beside_it_are_told_apart() -> None:
    found = suppression_of(_profile({("a",): 50, ("b",): 40, ("c",): 9}, ("race",)), by=("race",), min_count=10)

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


def _told(table: dict[tuple[str, str], int], found: Suppression) -> list[frozenset[tuple[str, str]]]:
    """Every small group whose count follows from the sums that are shown, by solving the equations over again."""
    cells = {frozenset(zip("ab", key, strict=True)): count for key, count in table.items() if count}
    unknown = [key for key in cells if found.hides(dict(key))]
    parts = {frozenset(), *(frozenset({pair}) for key in cells for pair in key)}
    matrix = np.array([[part <= key for key in unknown] for part in parts if not found.hides(dict(part))], dtype=float)
    told = []
    for small in found.small if unknown and len(matrix) else ():
        secret = np.array([small <= key for key in unknown], dtype=float)
        answer = np.linalg.lstsq(matrix.T, secret, rcond=None)[0]
        if secret.any() and np.allclose(matrix.T @ answer, secret, atol=1e-8):
            told.append(small)
    return told


@settings(max_examples=150)
@given(st.lists(st.sampled_from([0, 1, 4, 9, 10, 25, 60, 300]), min_size=4, max_size=20), st.integers(2, 4))
def test_no_small_group_of_a_crossing_follows_from_what_is_shown(counts: list[int], width: int) -> None:
    table = {
        (str(row), str(column)): counts[row * width + column]
        for row, column in product(range(len(counts) // width), range(width))
    }
    profile = _profile(table, ("a", "b"))
    found = suppression_of(profile, by=("a", "b"), min_count=10)

    # A group that is the whole of what is hidden and has nothing left to hide beside it cannot be helped.
    all_hidden = all(found.hides({"a": key[0], "b": key[1]}) for key, count in table.items() if count)
    assert _told(table, found) == [] or all_hidden
    for key, count in table.items():
        if 0 < count < 10:
            assert found.hides({"a": key[0], "b": key[1]})


def test_small_groups_of_a_sum_are_not_told_together_by_a_larger_hidden_group_that_follows() -> None:
    table = {("o", "v"): 1, ("s", "v"): 3, ("s", "u"): 2, ("x", "u"): 495, ("x", "v"): 493, ("y", "u"): 508,
             ("y", "v"): 494, ("z", "u"): 546, ("z", "v"): 458}  # fmt: skip
    found = suppression_of(_profile(table, ("a", "b")), by=("a", "b"), min_count=10)

    # All of z and of its crossing with u are shown, hence z with v; the rest of v may not be the four small rows.
    shown_of_v = [key for key in table if key[1] == "v" and not found.hides({"a": key[0], "b": "v"})]
    is_z_told = not found.hides({"a": "z"}) and not found.hides({"a": "z", "b": "u"})
    rest = 1449 - sum(table[key] for key in shown_of_v) - (458 if is_z_told and ("z", "v") not in shown_of_v else 0)
    assert rest >= 10


def test_what_need_not_be_hidden_is_shown() -> None:
    table = dict.fromkeys(product("fm", "abc"), 100)
    assert suppression_of(_profile(table, ("a", "b")), by=("a", "b"), min_count=10) == Suppression()
    table["f", "c"] = 4
    found = suppression_of(_profile(table, ("a", "b")), by=("a", "b"), min_count=10)
    hidden = {key for key in table if found.hides({"a": key[0], "b": key[1]})}
    assert ("f", "c") in hidden
    assert len(hidden) == 4
