from dataclasses import replace

from evenhand.lifecycle.serving.prediction import Prediction, Review
from evenhand.lifecycle.serving.review import review_body
from evenhand.lifecycle.serving.shadow import shadow_body

ONE = Prediction(
    id="p-0", case=None, at="2026-01-01T00:00:00.000000Z", as_of="2026-01-01T00:00:00.000000Z", deployment="live",
    version="credit@1", release="", mode="champion", batch=None, consumer=None, features={}, context={}, score=0.5,
    decision=1, reasons=(), band="review", source="served",
)  # fmt: skip


def review(name: str, decision: int, reviewer: str) -> Review:
    return Review(id=name, decision=decision, reviewer=reviewer, reason="Seen.", at=ONE.at)


def test_who_decides_otherwise_is_counted_by_person() -> None:
    cases = [replace(ONE, id=f"p-{number}") for number in range(4)]
    cases.append(replace(ONE, id="p-4", band="automatic", decision=0))
    reviews = {"p-0": review("p-0", 1, "bo"), "p-1": review("p-1", 0, "bo"), "p-4": review("p-4", 1, "cy")}

    body = review_body(cases, reviews)

    assert (body["n_predictions"], body["n_review"], body["n_waiting"], body["n_decided"]) == (5, 4, 2, 3)
    assert body["n_automatic_changed"] == 1
    assert body["by_reviewer"]["bo"]["value"] == 0.5
    assert body["by_reviewer"]["cy"]["count"] == 1
    assert body["otherwise_than_the_rule"]["lower"] < 2 / 3 < body["otherwise_than_the_rule"]["upper"]


def test_nothing_decided_is_no_share() -> None:
    body = review_body([ONE], {})

    assert (body["otherwise_than_the_rule"], body["by_reviewer"], body["n_waiting"]) == (None, {}, 1)


def test_flips_of_each_group_sum_to_those_of_all() -> None:
    shadow, rival = [1, 1, 0, 0, 1, 0], [0, 1, 1, 0, 0, 0]
    body = shadow_body(shadow, rival, {"sex": ["f", "f", "f", "m", "m", "m"]}, compared_with="champion")

    whole, women, men = (body["flips"][place] for place in range(3))
    for way in ("to_favourable", "to_unfavourable"):
        assert whole[way]["count"] == women[way]["count"] + men[way]["count"]
    assert (whole["to_favourable"]["count"], whole["to_unfavourable"]["count"]) == (2, 1)
    assert (body["agreement"]["count"], body["agreement"]["n"]) == (3, 6)
    assert whole["n"] == women["n"] + men["n"] == 6
