from collections.abc import Mapping

import pytest

from evenhand.errors.monitoring import PlanInvalid, WindowUnreadable
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.monitoring.limit import Limit, stand
from evenhand.lifecycle.monitoring.plan import default_plan, plan_from_form

INDEX: dict[str, Json] = {"measure": "population_stability_index", "above": {"warning": 0.1, "action": 0.25}}


def measured(lower: float, upper: float) -> Measurement:
    return Measurement(
        name="roc_auc", value=(lower + upper) / 2, lower=lower, upper=upper, confidence=0.95, n=500, unit="score",
        method="delong",
    )  # fmt: skip


def limit(side: str, **at: float) -> Limit:
    return Limit(measure="roc_auc", side=side, at=at)  # type: ignore[arg-type]


@pytest.mark.parametrize("tier", [1, 2, 3, 4])
def test_a_plan_reads_back_as_it_was_filed(tier: int) -> None:
    plan = default_plan(tier)

    assert plan_from_form(from_canonical(canonical_bytes(plan.as_json()))).as_json() == plan.as_json()


def test_a_point_beyond_the_limit_crosses_nothing() -> None:
    found = stand(limit("above", warning=0.1), measured(0.09, 0.2))

    assert (found.verdict, found.level) == ("undecided", None)


@pytest.mark.parametrize(
    ("side", "lower", "upper", "verdict"),
    [
        ("above", 0.11, 0.2, "crossed"), ("above", 0.0, 0.1, "within"), ("below", 0.0, 0.09, "crossed"),
        ("below", 0.1, 0.3, "within"), ("drop", -0.3, -0.11, "crossed"), ("drop", -0.1, 0.3, "within"),
        ("rise", 0.11, 0.2, "crossed"), ("rise", -0.5, 0.1, "within"), ("drop", -0.2, -0.05, "undecided"),
    ],
)  # fmt: skip
def test_a_limit_is_judged_on_the_whole_interval(side: str, lower: float, upper: float, verdict: str) -> None:
    assert stand(limit(side, warning=0.1), measured(lower, upper)).verdict == verdict


def test_the_highest_level_counts() -> None:
    found = stand(limit("above", warning=0.1, action=0.25, critical=0.5), measured(0.3, 0.6))

    assert (found.level, found.bound) == ("action", 0.25)


def test_what_has_no_value_is_undecided() -> None:
    gap = Measurement(
        name="roc_auc", value=None, lower=None, upper=None, confidence=0.95, n=0, unit="score", method="none",
        undefined="Nobody.",
    )  # fmt: skip

    assert stand(limit("above", warning=0.1), gap).verdict == "undecided"


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ({"limits": []}, "holds no limit"),
        ({}, "limits is missing"),
        ({"limits": [INDEX], "maturity": 3}, "unknown .did you mean maturity_days"),
        ({"limits": [INDEX], "maturity_days": -1}, "not between"),
        ({"limits": [INDEX], "confidence": 1}, "not between"),
        ({"limits": [INDEX], "maturity_days": "nan"}, "no number|no finite"),
        ({"limits": [{"measure": "psi", "above": {"warning": 1}}]}, "no measure that is watched"),
        ({"limits": [{"measure": "roc_auc"}]}, "states 0 of"),
        ({"limits": [{"measure": "roc_auc", "drop": {"warning": 0.1}, "below": {"warning": 0.1}}]}, "states 2 of"),
        ({"limits": [{"measure": "roc_auc", "drop": {}}]}, "states no level"),
        ({"limits": [{"measure": "roc_auc", "drop": {"warning": 0.2, "action": 0.1}}]}, "does not go further"),
        ({"limits": [{"measure": "roc_auc", "drop": {"warning": -0.2}}]}, "below 0"),
        ({"limits": [{"measure": "roc_auc", "drop": {"info": 0.2}}]}, "unknown"),
        ({"limits": [{"measure": "population_stability_index", "drop": {"warning": 0.1}}]}, "is no level"),
        ({"limits": [{"measure": "null_rate_change", "by": "sex", "above": {"warning": 0.1}}]}, "no measure of"),
        ({"limits": [{"measure": "selection_rate_ratio", "below": {"warning": 0.8}}]}, "needs 'by'"),
        ({"limits": [{"measure": "demographic_parity_ratio", "below": {"warning": 0.8}}]}, "needs 'by'"),
        ({"limits": [{"measure": "accuracy_group_min", "by": "sex", "drop": {"warning": 0.1}}]}, "is no level"),
        ({"limits": [{"measure": "accuracy", "by": "sex", "reference_group": "overall", "below": {"warning": 1}}]},
         "compares nothing"),
        ({"limits": INDEX}, "no list"),
    ],
)  # fmt: skip
def test_what_cannot_be_watched_is_refused_with_its_path(spoilt: Mapping[str, Json], why: str) -> None:
    with pytest.raises(PlanInvalid, match=why):
        plan_from_form(spoilt)


def test_a_plan_with_no_window_is_refused() -> None:
    with pytest.raises(WindowUnreadable):
        plan_from_form({"limits": [INDEX], "baseline": "2016"})
