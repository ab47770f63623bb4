"""What a search states before it begins, and what its rule takes."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.training import SpaceInvalid
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.training.attempt import Attempt, chosen_attempt, pareto_front
from evenhand.lifecycle.training.pareto_picture import pareto_picture
from evenhand.lifecycle.training.space import Choice, Range
from evenhand.lifecycle.training.tuning_plan import TuningPlan

PLAN = {
    "parameters": {
        "C": {"from": 0.01, "to": 10.0, "scale": "log"}, "n": {"from": 1, "to": 9}, "kind": {"one_of": ["a", 1]},
    },
    "objectives": {"accuracy": "roc_auc", "fairness": {"gap_of": "true_positive_rate"}},
    "rule": {"best": "accuracy", "where": {"fairness": {"at_most": 0.05}}},
}  # fmt: skip


def plan(**changed: object) -> TuningPlan:
    return TuningPlan.from_json({**PLAN, **changed}, ("sex",))


def _measured(value: float, half: float = 0.01) -> Measurement:
    return Measurement(
        name="x", value=value, lower=value - half, upper=value + half, confidence=0.95, n=100, unit="score", method="m"
    )


def tried(number: int, auc: float, gap: float) -> Attempt:
    return Attempt(
        number=number, parameters={"C": number}, values={"accuracy": _measured(auc), "fairness": _measured(gap)}
    )


def test_a_plan_is_read_and_its_rule_is_a_sentence() -> None:
    found = plan()

    assert found.space.shared["C"] == Range(low=0.01, high=10.0, is_integer=False, is_log=True)
    assert found.space.shared["n"] == Range(low=1, high=9, is_integer=True)
    assert found.space.shared["kind"] == Choice(options=("a", 1))
    assert found.by == ("sex",), "the attributes of the use case, when none is named"
    assert found.as_json()["rule"] == "best roc_auc among attempts whose true_positive_rate_gap is at most 0.05"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"parameters": {}}, "nothing to try"),
        ({"parameters": {"C": {"from": 2, "to": 1}}}, "parameters.C goes from 2 to 1"),
        ({"parameters": {"C": {"from": 0.0, "to": 1.0, "scale": "log"}}}, "parameters.C has a log scale"),
        ({"parameters": {"C": {"one_of": []}}}, "parameters.C names no different plain values"),
        ({"parameters": {"C": {"form": 1, "to": 2}}}, r"parameters.C.form is unknown \(did you mean from\?\)"),
        ({"parameters": {"the C": 1}}, "is no name of a parameter"),
        ({"architectures": {"linear": {"C": 1}}}, "architectures.linear.C is a shared parameter too"),
        ({"objectives": {"accuracy": "roc_auk"}}, r"objectives.accuracy is 'roc_auk' \(did you mean roc_auc\?\)"),
        ({"objectives": {"accuracy": "roc_auc", "fairness": {"gap_of": "accuracy", "by": ["sx"]}}},
         r"names 'sx' \(did you mean sex\?\)"),
        ({"rule": {"best": "speed"}}, "rule.best is 'speed', none of accuracy, fairness"),
        ({"rule": {"best": "accuracy", "where": {"cost": {"at_most": 1}}}}, "rule.where.cost is no objective"),
        ({"rule": {"best": "accuracy", "where": {"fairness": {}}}}, "not exactly one of at_most and at_least"),
        ({"attempts": 0}, "attempts is 0, not between 1 and 10000"),
        ({"sampler": "luck"}, "sampler is 'luck'"),
    ],
)  # fmt: skip
def test_a_plan_that_says_too_little_or_too_much_is_refused(changed: dict[str, object], words: str) -> None:
    with pytest.raises(SpaceInvalid, match=words):
        plan(**changed)


def test_the_rule_takes_the_best_that_keeps_to_it() -> None:
    attempts = [tried(1, 0.90, 0.20), tried(2, 0.80, 0.05), tried(3, 0.80, 0.01), tried(4, 0.70, 0.0)]
    failed = Attempt(number=5, parameters={}, failure="[TRAINING-FAILED] no.")

    chosen = chosen_attempt([*attempts, failed], plan())

    assert chosen is not None
    assert chosen.number == 2, "the earlier of two alike"
    strict = plan(rule={**PLAN["rule"], "by_bound": True})
    assert getattr(chosen_attempt(attempts, strict), "number", None) == 3, "0.05 + 0.01 is above 0.05"
    assert chosen_attempt([attempts[0], failed], plan()) is None


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12))
def test_nothing_on_the_front_is_beaten_and_all_else_is(figures: list[tuple[float, float]]) -> None:
    attempts = [tried(number, auc, gap) for number, (auc, gap) in enumerate(figures, start=1)]
    front = {each.number for each in pareto_front(attempts, plan())}

    for one in attempts:
        beaten = any(
            other.value("accuracy") >= one.value("accuracy")
            and other.value("fairness") <= one.value("fairness")
            and (other.value("accuracy"), other.value("fairness")) != (one.value("accuracy"), one.value("fairness"))
            for other in attempts
        )
        assert (one.number in front) != beaten


def test_the_picture_is_one_whole_file_that_says_what_it_shows() -> None:
    attempts = [tried(1, 0.90, 0.20), tried(2, 0.80, 0.05)]
    picture = pareto_picture(attempts, plan(), attempts[1])

    root = ET.fromstring(picture)
    texts = [each.text for each in root.iter() if each.text]
    assert any("Chosen: attempt 2." in text for text in texts)
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")
    assert ET.fromstring(pareto_picture([], plan(), None)) is not None
