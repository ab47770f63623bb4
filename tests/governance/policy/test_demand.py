"""What a gate wants measured, and at which confidence."""

import pytest
from tests.governance.policy.opening import TEXT, group, opening, policy

from evenhand.governance.policy.demand import MetricDemand, demands
from evenhand.governance.policy.engine import judge

GATE = "training-validation"


def _all(looks: int = 1) -> tuple[MetricDemand, ...]:
    return demands(policy(), GATE, looks, protected=["sex", "age"])


def test_each_item_is_one_demand_in_the_policys_order() -> None:
    assert [(demand.check, demand.by) for demand in _all()] == [
        ("roc_auc", ()),
        ("true_positive_rate_difference by sex,race", ("sex",)),
        ("true_positive_rate_difference by sex,race", ("race",)),
        ("selection_rate_ratio by sex*race", ("sex", "race")),
        ("accuracy by protected", ("sex",)),
        ("accuracy by protected", ("age",)),
        ("flips_within_moves", ()),
    ]


def test_a_demand_says_how_to_measure() -> None:
    ratio = _all()[3]

    assert (ratio.name, ratio.reference_group, ratio.min_count) == ("selection_rate_ratio", "largest", 100)
    assert _all()[6].budget == 2


def test_without_protected_columns_nothing_is_wanted_of_them() -> None:
    assert "accuracy by protected" not in {demand.check for demand in demands(policy(), GATE, 1)}


def test_a_gate_that_is_not_there_wants_nothing() -> None:
    assert demands(policy(), "retirement", 1) == ()


def test_confidence_follows_from_burden_looks_and_groups() -> None:
    proof, doubt = _all(looks=3)[1], _all(looks=3)[3]

    assert [proof.confidence_for(m) for m in (1, 8)] == pytest.approx([0.99, 0.99])
    assert [doubt.confidence_for(m) for m in (0, 1, 8)] == pytest.approx([0.95, 0.95, 1 - 0.05 / 8])


@pytest.mark.parametrize("looks", [1, 2, 7, 10_000])
@pytest.mark.parametrize("budget", ["    - looks: {at_holdout: 10000}\n", ""])
def test_facts_measured_as_demanded_are_judged(looks: int, budget: str) -> None:
    text = TEXT.replace("    - looks: {at_holdout: 5}\n", budget)
    facts = opening(looks=looks)
    wanted = demands(policy(text), GATE, looks, protected=["sex"])
    counts = {name: sum(len(fact["groups"]) for fact in told) for name, told in facts["metrics"].items()}
    for demand in wanted:
        for fact in facts["metrics"][demand.check]:
            fact["groups"] = [
                entry | {"confidence": demand.confidence_for(counts[demand.check])} for entry in fact["groups"]
            ]

    assert judge(policy(text), GATE, facts).verdict == "pass"


def test_groups_below_the_count_do_not_raise_the_confidence() -> None:
    check = "selection_rate_ratio by sex*race"
    facts = opening()
    facts["metrics"][check][0]["groups"] += [group({"sex": str(k), "race": "9"}, 0.9, 0.2, n=1) for k in range(9, 14)]
    facts["metrics"][check][0]["rows"] += 5
    demand = next(demand for demand in _all() if demand.check == check)
    for entry in facts["metrics"][check][0]["groups"]:
        entry["confidence"] = demand.confidence_for(2)

    assert judge(policy(), GATE, facts).verdict == "pass"
