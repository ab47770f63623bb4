from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from evenhand.lifecycle.evaluation.attacked import Attacked, attacked_rows
from evenhand.lifecycle.evaluation.robustness import Attack, missing_part, robustness_in_words, robustness_report
from evenhand.metrics.moves import Levels

Integers = NDArray[np.int64]
N = 400
DRAW = np.random.default_rng(0)
INCOME = Levels(name="income", codes=DRAW.permutation(N), places=np.arange(N), numbers=np.arange(N) * 1.0,
                is_allowed=np.ones(N, dtype=np.bool_))  # fmt: skip
WORK = Levels(name="work", codes=DRAW.integers(0, 3, N), places=np.arange(3), numbers=None,
              is_allowed=np.ones(3, dtype=np.bool_))  # fmt: skip
SEX = np.where(DRAW.random(N) < 0.25, "f", "m")


def income_alone(rows: Integers) -> NDArray[np.float64]:
    return np.asarray(rows[:, 0] / N, dtype=np.float64)


def drawn(whole: int = 200, per_group: int = 50) -> Attacked:
    return attacked_rows({"sex": SEX}, n_rows=N, whole=whole, per_group=per_group, seed=1)


def flips(report: dict[str, Any], budget: int, **groups: str) -> dict[str, Any]:
    [found] = [
        each
        for each in report["measurements"]
        if each["name"] == "flips_within_moves" and each["detail"]["budget"] == budget and each["groups"] == groups
    ]
    return dict(found)


def test_who_stands_near_the_cut_off_turns_and_others_do_not() -> None:
    rows = drawn(whole=N)
    report = robustness_report(Attack(levels=[INCOME, WORK], budget=2), rows, income_alone)

    # One move passes a tenth of the rows, so a fifth of them can cross the middle; two moves, twice as many.
    assert flips(report, 1)["value"] == pytest.approx(0.2, abs=0.01)
    assert flips(report, 2)["value"] == pytest.approx(0.4, abs=0.02)
    assert flips(report, 2)["upper"] == 1.0
    assert flips(report, 1)["lower"] < 0.2
    assert report["moved"] == ["income", "work"]
    assert "within 1 move: 20" in robustness_in_words(report)[1]
    assert robustness_in_words({}) == []


def test_every_group_is_attacked_as_far_as_it_has_rows() -> None:
    report = robustness_report(Attack(levels=[INCOME, WORK], budget=1), drawn(), income_alone)
    women = flips(report, 1, sex="f")

    assert women["n"] == 50
    assert women["detail"]["rows"] == int((SEX == "f").sum())
    assert women["detail"]["effort"] > 50
    assert sum(each["detail"]["rows"] for each in report["measurements"] if each["groups"]) == N


def test_a_column_that_nobody_changes_turns_nothing() -> None:
    attack = Attack(levels=[INCOME, WORK], fixed={"income": "immutable in the contract"}, budget=2)
    report = robustness_report(attack, drawn(), income_alone)

    assert flips(report, 2)["value"] == 0
    assert report["fixed"] == {"income": "immutable in the contract"}
    assert report["moved"] == ["work"]


def test_noise_turns_those_at_the_edge_even_where_nobody_changes_the_column() -> None:
    attack = Attack(levels=[INCOME, WORK], fixed={"income": "an attribute of the use case"}, budget=1)
    noise = robustness_report(attack, drawn(), income_alone)["measurements"][-1]
    idle = robustness_report(Attack(levels=[WORK], budget=1), drawn(), lambda rows: rows[:, 0] / 3.0)

    assert 0 < float(noise["value"]) < 0.1
    assert idle["measurements"][-1]["undefined"] == "The model takes no column of numbers."


def test_a_missing_value_turns_decisions_or_is_not_answered() -> None:
    def ask(rows: Integers) -> NDArray[np.float64]:
        if (rows[:, 1] < 0).any():
            raise RuntimeError("work is missing")
        return np.where(rows[:, 0] < 0, 0.0, income_alone(rows))

    attack = Attack(levels=[INCOME, WORK], budget=1)
    part: Any = missing_part(attack, drawn(whole=N), ask, ["income", "work"], (RuntimeError,))
    none: Any = missing_part(attack, drawn(), ask, [], (RuntimeError,))

    assert [each["value"] for each in part["measurements"]] == [0.5]
    assert part["unanswered"] == {"work": "work is missing"}
    assert none == {"measurements": [], "unanswered": {}, "never_missing": ["income", "work"]}
