"""What the standard reports hold: a name of the catalogue and the measurements under it."""

from collections.abc import Mapping, Sequence

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.metrics.derive import derive
from evenhand.metrics.fairness import ReferenceGroup
from evenhand.metrics.profile import EvaluationProfile

CONFIDENCE = 0.95
"""Of the intervals that people read; a gate derives its own at the level of its policy."""

PERFORMANCE = (
    "roc_auc", "average_precision", "accuracy", "balanced_accuracy", "f1", "matthews_correlation", "precision",
    "true_positive_rate", "false_positive_rate", "selection_rate", "base_rate", "log_loss",
)  # fmt: skip
CALIBRATION = (
    "brier_score", "expected_calibration_error", "expected_calibration_error_debiased", "calibration_in_the_large",
    "calibration_slope", "calibration_intercept",
)  # fmt: skip
RATES = ("selection_rate", "true_positive_rate", "false_positive_rate", "precision", "accuracy")
COMPARISONS: tuple[tuple[str, ReferenceGroup], ...] = (
    ("true_positive_rate_difference", "overall"), ("false_positive_rate_difference", "overall"),
    ("selection_rate_difference", "overall"), ("selection_rate_ratio", "largest"),
)  # fmt: skip
PRACTICE = ("gains", "losses", "practice_agreement")
_NEED_SCORES = frozenset({"roc_auc", "average_precision", "log_loss", *CALIBRATION})


def performance_report(profile: EvaluationProfile) -> dict[str, Json]:
    """Body of an ``evaluation-report``: the whole table."""
    names = [name for name in PERFORMANCE if profile.plan.has_score or name not in _NEED_SCORES]
    names += PRACTICE if profile.plan.has_practice else ()
    return {
        "rows": profile.n_rows, "usable": profile.n_usable, "unusable": dict(profile.n_unusable),
        "measurements": _measured(profile, names),
    }  # fmt: skip


def calibration_report(profile: EvaluationProfile) -> dict[str, Json]:
    """Body of a ``calibration-report``: the whole table, and each attribute's groups in the large."""
    by_group = [
        each.as_json()
        for attribute in profile.plan.attributes
        for each in derive(profile, name="calibration_in_the_large", by=(attribute,), confidence=CONFIDENCE)
    ]
    return {"measurements": [*_measured(profile, CALIBRATION), *by_group]}


def fairness_report(profile: EvaluationProfile) -> dict[str, Json]:
    """Body of a ``fairness-report``: rates and comparisons for every attribute, each with its interval and count."""
    names: list[tuple[str, ReferenceGroup | None]] = [(name, None) for name in RATES]
    names += [(name, reference) for name, reference in COMPARISONS]
    if profile.plan.has_practice:
        names += [(name, None) for name in PRACTICE]
    measured: list[Measurement] = []
    for attribute in profile.plan.attributes:
        for name, reference in names:
            measured += derive(
                profile, name=name, by=(attribute,), reference_group=reference,
                confidence=CONFIDENCE,
            )  # fmt: skip
    note = (
        f"{len(measured)} intervals of {CONFIDENCE:.0%} each: about {len(measured) * (1 - CONFIDENCE):.0f} of them "
        "miss the truth by chance. A gate corrects for this; this page does not."
    )
    return {"note": note, "measurements": [each.as_json() for each in measured]}


def decisions_by_group(profile: EvaluationProfile, attribute: str) -> list[Mapping[str, Json]]:
    """Per group: people, how many get the favourable decision, gain it or lose it against current practice."""
    names = ("selection_rate", *(PRACTICE[:2] if profile.plan.has_practice else ()))
    rows = [{each.groups[attribute]: each for each in derive(profile, name=name, by=(attribute,))} for name in names]
    found: list[Mapping[str, Json]] = []
    for value, selected in rows[0].items():
        count: dict[str, Json] = {"group": value, "rows": selected.n, "favourable": _count(selected)}
        for name, measured in zip(names[1:], rows[1:], strict=True):
            count[name] = _count(measured[value])
        found.append(count)
    return found


def _count(share: Measurement) -> int | None:
    return None if share.value is None else round(share.value * share.n)


def _measured(profile: EvaluationProfile, names: Sequence[str]) -> list[Json]:
    return [each.as_json() for name in names for each in derive(profile, name=name, confidence=CONFIDENCE)]
