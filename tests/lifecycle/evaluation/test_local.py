from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from evenhand.lifecycle.evaluation.local import Asked, local_explanation

Floats = NDArray[np.float64]
COLUMNS = ("income", "debt", "colour")
BACKGROUND = np.random.default_rng(2).normal(size=(32, 3))
CASE = np.array([1.0, 2.0, 0.5])


def linear(rows: NDArray[np.int64], taken: NDArray[np.bool_]) -> Floats:
    values = np.where(taken, CASE, BACKGROUND[rows])
    return np.asarray(0.5 + values @ np.array([0.1, -0.05, 0.0]), dtype=np.float64)


def explained(cut_off: float = 0.5) -> dict[str, Any]:
    asked = Asked(columns=COLUMNS, n_background=32, cut_off=cut_off, pairs=32)
    return local_explanation(asked, linear)


def test_a_sum_is_taken_apart_exactly() -> None:
    body = explained()
    values = {each["column"]: each["value"] for each in body["contributions"]}
    exact = (CASE - BACKGROUND.mean(axis=0)) * [0.1, -0.05, 0.0]

    assert values == pytest.approx(dict(zip(COLUMNS, exact, strict=True)))
    assert abs(body["additivity_gap"]) < 1e-12
    assert body["reasons"] == ["income"]


def test_taking_the_strongest_away_moves_the_score_as_claimed() -> None:
    first, three = explained()["deletion"]

    assert first["moved"] == pytest.approx(first["claimed"])
    assert first["has_same_direction"]
    assert len(three["removed"]) == 3


def test_an_input_that_does_not_count_is_no_reason() -> None:
    body = explained(cut_off=0.99)

    assert body["decision"] == 0
    assert body["reasons"] == ["debt"]
    assert body["stability"]["rank_correlation"] == pytest.approx(1.0)


def test_nothing_of_the_case_stands_in_the_body() -> None:
    assert not [each for each in explained() if each in {"values", "row", "case"}]


def test_one_column_alone_has_no_order() -> None:
    asked = Asked(columns=("a",), n_background=2, cut_off=0.5, pairs=2)
    body: Any = local_explanation(asked, lambda _, taken: np.where(taken[:, 0], 0.7, 0.2))

    assert body["stability"] == {"rank_correlation": None, "same_top": 1}
    assert [each["removed"] for each in body["deletion"]] == [["a"]]
