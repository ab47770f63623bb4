import numpy as np
import pytest

from evenhand.errors.number import AttributeNotText, OutcomeNotBinary, ScoreNotNumber
from evenhand.metrics.coding import MISSING, attribute_codes, outcome_codes, score_values, unlike_values


@pytest.mark.parametrize(
    "array",
    [
        np.array([True, False]),
        np.array([1, 0], dtype=np.int8),
        np.array([1.0, 0.0], dtype=np.float32),
        np.array([True, 0], dtype=object),
        np.array([np.int64(1), np.float64(0)], dtype=object),
    ],
)
def test_an_outcome_may_be_written_in_many_ways(array: np.ndarray) -> None:  # type: ignore[type-arg]
    assert outcome_codes(array, name="label").tolist() == [1, 0]


def test_an_outcome_that_is_not_known_stays_so() -> None:
    assert outcome_codes(np.array([None, float("nan"), 1], dtype=object), name="label").tolist() == [2, 2, 1]


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.array([0, 2]), "label is 2 in row 1"),
        (np.array([0.5]), "label is 0.5 in row 0"),
        (np.array([np.inf]), "label is inf in row 0"),
        (np.array(["1", "0"]), "values of type <U1"),
        (np.array([0, "yes"], dtype=object), "label is 'yes' in row 1"),
    ],
)
def test_another_outcome_is_refused(array: np.ndarray, words: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(OutcomeNotBinary, match=words):
        outcome_codes(array, name="label")


def test_the_two_zeros_are_one_score() -> None:
    assert np.signbit(score_values(np.array([-0.0]))).tolist() == [False]


@pytest.mark.parametrize("array", [np.array(["0.5"]), np.array([0.5, "x"], dtype=object), np.array([1j])])
def test_a_score_that_is_no_number_is_refused(array: np.ndarray) -> None:  # type: ignore[type-arg]
    with pytest.raises(ScoreNotNumber):
        score_values(array)


def test_null_and_nan_are_one_group() -> None:
    array = np.array(["x", None, float("nan"), np.float64("nan")], dtype=object)

    assert attribute_codes(array, name="sex")[0] == (MISSING, "x")
    assert attribute_codes(array, name="sex")[1].tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize(
    "array",
    [
        np.array([1, 2]),
        np.array(["a", 1], dtype=object),
        np.array([["a"], {}], dtype=object),
        np.array(["\ud800"], dtype=object),
        np.array([b"a"]),
    ],
    ids=["numbers", "mixed", "lists", "half a character", "bytes"],
)
def test_a_group_that_is_no_text_is_refused(array: np.ndarray) -> None:  # type: ignore[type-arg]
    with pytest.raises(AttributeNotText, match="sex"):
        attribute_codes(array, name="sex")


def test_values_without_a_hash_are_told_apart() -> None:
    array = np.empty(3, dtype=object)
    array[:] = [[1], [2], [1]]

    assert unlike_values(array)[1].tolist() == [0, 1, 0]
