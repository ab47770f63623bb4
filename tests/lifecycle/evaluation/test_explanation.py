from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from evenhand.lifecycle.evaluation.explanation import Answers, Shuffled, explanation_report, fidelity
from evenhand.metrics.slicing import Facet

Floats = NDArray[np.float64]


def measured_in(report: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return list(report["measurements"])


def asked(rows: dict[str, Floats], weights: dict[str, float]) -> tuple[Floats, Shuffled]:
    """A model that is a weighted sum, and the same asked with a column shuffled."""

    def score(columns: dict[str, Floats]) -> Floats:
        total = sum((weight * columns[name] for name, weight in weights.items()), np.zeros(len(columns["a"])))
        return 1 / (1 + np.exp(-total))

    return score(rows), lambda name, order: score({**rows, name: rows[name][order]})


@pytest.fixture
def rows() -> dict[str, Floats]:
    chance = np.random.default_rng(3)
    return {name: chance.normal(size=800) for name in ("a", "b", "unused")}


@pytest.fixture
def label(rows: dict[str, Floats]) -> NDArray[np.int64]:
    noise = np.random.default_rng(4).logistic(size=800)
    return (2 * rows["a"] + rows["b"] + noise > 0).astype(np.int64)


def test_the_column_that_matters_most_stands_first(rows: dict[str, Floats], label: NDArray[np.int64]) -> None:
    scores, shuffled = asked(rows, {"a": 2.0, "b": 1.0})

    report = explanation_report(columns=["unused", "b", "a"], label=label, scores=scores, shuffled=shuffled, seed=0)

    measured = measured_in(report)
    assert [each["column"] for each in measured] == ["a", "b", "unused"]
    assert measured[1]["lower"] > 0
    assert measured[2]["value"] == 0
    assert measured[2]["lower"] < 0 < measured[2]["upper"]
    assert all(each["n"] == 800 and each["detail"]["shuffles"] == 5 for each in measured)


def test_the_seed_decides_and_other_columns_do_not(rows: dict[str, Floats], label: NDArray[np.int64]) -> None:
    scores, shuffled = asked(rows, {"a": 2.0, "b": 1.0})

    def drop_of_b(columns: list[str], seed: int) -> float:
        report = explanation_report(columns=columns, label=label, scores=scores, shuffled=shuffled, seed=seed)
        return next(float(each["value"]) for each in measured_in(report) if each["column"] == "b")

    assert drop_of_b(["a", "b"], 1) == drop_of_b(["b"], 1) != drop_of_b(["b"], 2)


def test_it_agrees_with_scikit_learn_within_the_interval(rows: dict[str, Floats], label: NDArray[np.int64]) -> None:
    pytest.importorskip("sklearn")
    from sklearn.inspection import permutation_importance
    from sklearn.linear_model import LogisticRegression

    matrix = np.column_stack([rows["a"], rows["b"]])
    fitted = LogisticRegression().fit(matrix, label)

    def shuffled(name: str, order: NDArray[np.int64]) -> Floats:
        moved = matrix.copy()
        at = ("a", "b").index(name)
        moved[:, at] = moved[order, at]
        scores: Floats = fitted.predict_proba(moved)[:, 1]
        return scores

    theirs = permutation_importance(fitted, matrix, label, scoring="roc_auc", n_repeats=5, random_state=0)
    ours = explanation_report(
        columns=["a", "b"], label=label, scores=fitted.predict_proba(matrix)[:, 1], shuffled=shuffled, seed=0
    )

    for each, expected in zip(measured_in(ours), theirs.importances_mean, strict=True):
        assert each["lower"] <= expected <= each["upper"]
        assert abs(each["value"] - expected) < 0.02


def test_one_outcome_only_leaves_a_gap_and_no_number(rows: dict[str, Floats]) -> None:
    scores, shuffled = asked(rows, {"a": 2.0})

    report = explanation_report(
        columns=["a"], label=np.ones(800, dtype=np.int64), scores=scores, shuffled=shuffled, seed=0
    )

    assert measured_in(report)[0]["value"] is None
    assert measured_in(report)[0]["undefined"]


def test_an_order_that_other_rows_would_give_too_is_stable(rows: dict[str, Floats], label: NDArray[np.int64]) -> None:
    scores, shuffled = asked(rows, {"a": 2.0, "b": 1.0})
    report: Any = explanation_report(columns=list(rows), label=label, scores=scores, shuffled=shuffled, seed=0)

    assert report["stability"]["value"] > 0.9
    assert report["stability"]["n"] == 800


def test_an_order_made_by_chance_is_unstable() -> None:
    chance = np.random.default_rng(9)
    many = {name: chance.normal(size=800) for name in "abcdefghij"}
    scores, shuffled = asked(many, dict.fromkeys(many, 0.3))
    unrelated = np.random.default_rng(3).integers(0, 2, 800)
    report: Any = explanation_report(columns=list(many), label=unrelated, scores=scores, shuffled=shuffled, seed=0)

    assert report["stability"]["lower"] < 0.2


def test_one_column_or_none_that_matters_has_no_order(rows: dict[str, Floats], label: NDArray[np.int64]) -> None:
    scores, shuffled = asked(rows, {"a": 2.0})
    single: Any = explanation_report(columns=["a"], label=label, scores=scores, shuffled=shuffled, seed=0)
    idle: Any = explanation_report(columns=["b", "unused"], label=label, scores=scores, shuffled=shuffled, seed=0)

    assert single["stability"]["value"] is None
    assert idle["stability"]["undefined"].startswith("No shuffle")


def test_a_sum_is_repeated_by_its_columns_and_an_interplay_is_not() -> None:
    chance = np.random.default_rng(1)
    codes = {name: chance.integers(0, 2, 2000) for name in "ab"}
    facets = [Facet(name=name, codes=each, values=("0", "1")) for name, each in codes.items()]
    halves = np.arange(1000), np.arange(1000, 2000)

    def steps(scores: Floats) -> list[Any]:
        one, other = (Answers(facets=[each.at(half) for each in facets], scores=scores[half]) for half in halves)
        report: Any = fidelity(one, other, order=["a", "b"], cut_off=0.5, seed=0)
        return [*report["steps"]]

    added, interplay = steps(0.2 + 0.4 * codes["a"] + 0.2 * codes["b"]), steps((codes["a"] ^ codes["b"]) * 0.8 + 0.1)

    assert [each["columns"] for each in added] == [["a"], ["a", "b"]]
    assert added[0]["variance"]["value"] == pytest.approx(0.8, abs=0.03)
    assert added[1]["variance"]["value"] > 0.999
    assert added[1]["decisions"]["value"] == 1
    assert interplay[1]["variance"]["value"] < 0.05


def test_a_model_that_says_the_same_of_all_has_nothing_to_repeat() -> None:
    facet = Facet(name="a", codes=np.arange(10) % 2, values=("0", "1"))
    same = Answers(facets=[facet], scores=np.full(10, 0.4))
    report: Any = fidelity(same, same, order=["a"], cut_off=0.5, seed=0)

    assert report["steps"][0]["variance"]["undefined"]
    assert report["steps"][0]["decisions"]["value"] == 1
