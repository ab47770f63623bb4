"""Impact ratios as an auditor would work them out by hand."""

import numpy as np
import pytest
from tests.metrics.drawn import population

from evenhand.metrics.impact import impact_ratios
from evenhand.metrics.profile import Cases, EvaluationProfile


def _profile(*blocks: tuple[str | None, int, int]) -> EvaluationProfile:
    race = np.array([name for name, n, _ in blocks for _ in range(n)], dtype=object)
    decision = np.array([int(row < chosen) for _, n, chosen in blocks for row in range(n)])
    return EvaluationProfile.of(Cases(label=np.ones(len(race)), decision=decision, attributes={"race": race}))


def test_the_example_by_hand() -> None:
    found = impact_ratios(_profile(("a", 500, 250), ("b", 400, 160), ("c", 90, 27)), by=("race",), least_share=0.02)

    assert [each.value for each in found] == pytest.approx([1, 0.8, 0.6])
    assert [each.detail["rate"] for each in found] == [0.5, 0.4, 0.3]
    assert [each.detail["n_selected"] for each in found] == [250, 160, 27]
    assert [each.detail["is_left_out"] for each in found] == [False] * 3


def test_a_category_below_the_share_is_left_out_with_its_number_and_rate() -> None:
    found = impact_ratios(_profile(("a", 500, 250), ("b", 490, 196), ("d", 10, 10)), by=("race",), least_share=0.02)

    assert [each.value for each in found] == [1, 0.8, None]
    assert found[2].undefined == "Left out: the category is less than 0.02 of the rows."
    assert (found[2].n, found[2].detail["rate"], found[2].detail["share_of_rows"]) == (10, 1.0, 0.01)
    kept = impact_ratios(_profile(("a", 500, 250), ("b", 490, 196), ("d", 10, 10)), by=("race",), least_share=0)
    assert [each.value for each in kept] == [0.5, 0.4, 1]


def test_people_whose_category_is_not_known_are_counted_apart() -> None:
    found = impact_ratios(_profile((None, 100, 90), ("a", 500, 250), ("b", 400, 160)), by=("race",), least_share=0.02)

    assert [each.value for each in found] == [None, 1, 0.8]
    assert "is not known" in str(found[0].undefined)
    assert found[0].n == 100


def test_scores_are_compared_by_who_lies_above_the_median() -> None:
    table = population(600, seed=8)
    above = np.asarray(table.score) > np.median(np.asarray(table.score))
    race = np.asarray(table.attributes["race"])
    rates = {name: above[race == name].mean() for name in np.unique(race)}
    found = impact_ratios(EvaluationProfile.of(table), by=("race",), least_share=0.02, of="scoring_rate")

    assert {each.groups["race"]: each.value for each in found} == pytest.approx(
        {name: rate / max(rates.values()) for name, rate in rates.items()}
    )


def test_nobody_left_to_compare_has_no_ratio() -> None:
    found = impact_ratios(_profile((None, 30, 3)), by=("race",), least_share=0.02)

    assert [each.value for each in found] == [None]
