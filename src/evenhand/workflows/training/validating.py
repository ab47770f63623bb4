"""What the scores of a cross-validation are worth: per fold, and for all rows together."""

from typing import Any

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.order import Order, Trained
from evenhand.lifecycle.training.training_rows import TrainingRows
from evenhand.lifecycle.training.training_run import CrossValidation
from evenhand.metrics.derive import derive
from evenhand.metrics.fairness import ReferenceGroup
from evenhand.metrics.folded import across_folds
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.spread import largest_gap
from evenhand.metrics.storage import profile_bytes
from evenhand.ports.artifacts import Artifacts

FOLDED = (
    "roc_auc", "average_precision", "accuracy", "balanced_accuracy", "log_loss", "brier_score", "precision",
    "true_positive_rate", "false_positive_rate", "selection_rate",
)  # fmt: skip
BY_GROUP: tuple[tuple[str, ReferenceGroup | None], ...] = (
    ("selection_rate", None), ("true_positive_rate", None), ("false_positive_rate", None), ("accuracy", None),
    ("true_positive_rate_difference", "overall"), ("selection_rate_ratio", "largest"),
)  # fmt: skip
GAPS = ("selection_rate", "true_positive_rate", "false_positive_rate", "accuracy")


def cross_validation(
    order: Order, trained: Trained, rows: TrainingRows, artifacts: Artifacts
) -> CrossValidation | None:  # fmt: skip
    """The measurements; ``None`` when nothing was held out."""
    if trained.scores is None:
        return None
    scores, folds = trained.scores, order.folds
    whole = profile_of(order, rows, scores)
    n = len(folds)
    parts = [part_of(order, rows, scores, fold) for fold in range(order.n_folds)]
    folded = [
        across_folds(name, [derive(part, name=name)[0].value for part in parts], n=n) for name in FOLDED
    ]  # fmt: skip
    return CrossValidation(
        n_folds=order.n_folds, grouped_by=rows.key_names, folded=folded, pooled=_pooled(whole, rows),
        profile=artifacts.put(profile_bytes(whole)),
    )  # fmt: skip


def profile_of(order: Order, rows: TrainingRows, scores: Any) -> EvaluationProfile:  # noqa: ANN401 - an array
    """Counts of what the held-out scores decide."""
    rule = DecisionRule(cut_off=order.cut_off, favourable=order.favourable)
    return rows.profile(scores, rule.decide(scores))


def part_of(order: Order, rows: TrainingRows, scores: Any, fold: int) -> EvaluationProfile:  # noqa: ANN401 - an array
    """Counts of what the scores of one fold decide."""
    places = [row for row, own in enumerate(order.folds) if own == fold]
    return profile_of(order, rows.taken(places), scores[places])


def _pooled(profile: EvaluationProfile, rows: TrainingRows) -> list[Measurement]:
    attributes = tuple(rows.cases.attributes)
    measured: list[Measurement] = []
    for attribute in attributes:
        for name, reference in BY_GROUP:
            measured += derive(profile, name=name, by=(attribute,), reference_group=reference)
    if attributes:
        measured += [largest_gap(profile, name=name, by=attributes) for name in GAPS]
    return measured
