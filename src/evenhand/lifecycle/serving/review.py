"""How people use their say: how many cases they decided, how often otherwise than the model, who waits."""

from collections import Counter
from collections.abc import Mapping, Sequence

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.serving.prediction import Prediction, Review
from evenhand.metrics.uncertainty import wilson

CONFIDENCE = 0.95


def review_body(predictions: Sequence[Prediction], reviews: Mapping[str, Review]) -> dict[str, Json]:
    """Counts and shares over the champion's predictions.

    Who nearly never decides otherwise than the rule may be waving cases through; the share is shown by person.
    """
    decided = [(each, reviews[each.id]) for each in predictions if each.id in reviews]
    in_band = [pair for pair in decided if pair[0].band == "review"]
    n_review = sum(each.band == "review" for each in predictions)
    by_person = Counter(review.reviewer for _, review in decided)
    return {
        "n_predictions": len(predictions), "n_review": n_review, "n_waiting": n_review - len(in_band),
        "n_decided": len(decided), "n_automatic_changed": sum(
            each.band == "automatic" and review.decision != each.decision for each, review in decided
        ), "confidence": CONFIDENCE,
        "otherwise_than_the_rule": _share(decided),
        "by_reviewer": {
            name: _share([pair for pair in decided if pair[1].reviewer == name]) for name in sorted(by_person)
        },
    }  # fmt: skip


def _share(decided: Sequence[tuple[Prediction, Review]]) -> dict[str, Json] | None:
    """Share of the decisions that are not those of the rule; ``None`` when there is none to speak of."""
    n, count = len(decided), sum(review.decision != each.decision for each, review in decided)
    if not n:
        return None
    lower, upper = wilson(count, n, CONFIDENCE)
    return {"count": count, "n": n, "value": count / n, "lower": float(lower), "upper": float(upper)}
