"""Scoring rates of Local Law 144, counted by hand over rows."""

import numpy as np
import pytest
from tests.metrics.drawn import population

from evenhand.metrics.derive import derive
from evenhand.metrics.profile import Cases, EvaluationProfile


@pytest.mark.parametrize("n", [301, 400])
@pytest.mark.parametrize("by", [("race",), ("race", "sex")])
def test_rates_and_impact_ratios_equal_those_of_the_rows(by: tuple[str, ...], n: int) -> None:
    table = population(n, seed=n)
    profile = EvaluationProfile.of(table, crossings=[("race", "sex")])
    above = np.asarray(table.score) > np.median(np.asarray(table.score))
    rates = {}
    for part in derive(profile, name="scoring_rate", by=by):
        mine = np.all([np.asarray(table.attributes[name]) == value for name, value in part.groups.items()], axis=0)
        rates[tuple(part.groups.values())] = above[mine].mean()
        assert part.value == pytest.approx(above[mine].mean(), abs=1e-12)
    for part in derive(profile, name="scoring_rate_ratio", by=by, reference_group="best", min_count=1):
        assert part.value == pytest.approx(rates[tuple(part.groups.values())] / max(rates.values()), abs=1e-12)


def test_against_overall_the_whole_is_its_own_share_above() -> None:
    table = population(300, seed=5)
    above = np.asarray(table.score) > np.median(np.asarray(table.score))
    race = np.asarray(table.attributes["race"])
    profile = EvaluationProfile.of(table)
    for part in derive(profile, name="scoring_rate_difference", by=("race",), reference_group="overall"):
        mine = race == part.groups["race"]
        assert part.value == pytest.approx(above[mine].mean() - above.mean(), abs=1e-12)


def test_without_scores_there_is_a_reason() -> None:
    bare = EvaluationProfile.of(
        Cases(label=np.ones(4), decision=np.ones(4), attributes={"sex": np.array(list("ffmm"))})
    )
    scored = EvaluationProfile.of(population(50))

    assert derive(bare, name="scoring_rate", by=("sex",))[0].undefined == "The profile holds no scores."
    assert derive(bare, name="scoring_rate_ratio", by=("sex",), reference_group="overall")[0].undefined
    told = derive(scored, name="scoring_rate", by=("race", "sex"))[0].undefined
    assert told == "The profile keeps no scores for the crossing of race and sex."
