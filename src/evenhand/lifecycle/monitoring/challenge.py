"""A version beside the champion on the same rows: differences with the intervals that pairing earns."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.metrics.grouping import groups_of
from evenhand.metrics.importance import permutation_importance
from evenhand.metrics.paired import compared
from evenhand.metrics.profile import Cases, EvaluationProfile

Numbers = NDArray[np.float64]


def challenge(
    cases: Cases, *, champion: Numbers, champion_score: Numbers | None, use_case: UseCase, confidence: float = 0.95
) -> dict[str, Json]:
    """Both on the same rows.

    Args:
        cases: of the challenger; label, decisions, scores, groups.
        champion: decisions of the champion on the same rows, NaN where none is known.
        champion_score: its scores.
        use_case: says what outcomes are worth, and the groups.
        confidence: of each interval.

    Returns:
        ``rows``, ``usable``, ``measurements`` of the whole table and ``groups`` of each attribute: the challenger, the
        champion and the challenger less the champion.
    """
    paired = replace(cases, practice=champion)
    profile = EvaluationProfile.of(paired)
    worth = use_case.statement.value
    amounts = None if worth is None else (
        worth.true_positive, worth.false_positive, worth.true_negative, worth.false_negative
    )  # fmt: skip
    currency = "" if worth is None else worth.currency
    whole = compared(
        groups_of(profile, ()).counts[0][:, :, :2], confidence=confidence, worth=amounts, currency=currency
    )
    measured: list[Json] = [_one(each.model, each.baseline, each.difference) for each in whole]
    area = _area(cases, champion_score, confidence)
    if area is not None:
        measured.append({"name": "roc_auc", "challenger": None, "champion": None, "difference": area.as_json()})
    groups: list[Json] = []
    for attribute in profile.plan.attributes:
        found = groups_of(profile, (attribute,))
        for names, counts in zip(found.names, found.counts, strict=True):
            parts = compared(counts[:, :, :2], confidence=confidence)
            groups.append({
                "group": dict(names), "rows": int(counts[:, :, :2].sum()),
                "measurements": [_one(each.model, each.baseline, each.difference) for each in parts],
            })  # fmt: skip
    return {
        "rows": profile.n_rows, "usable": profile.n_usable, "confidence": confidence, "measurements": measured,
        "groups": groups,
    }  # fmt: skip


def challenge_in_words(comparison: dict[str, Json]) -> list[str]:
    """The comparison of the whole table as lines."""
    lines = [f"  on the same {comparison['usable']:,} rows, new version less champion:"]
    listed = comparison["measurements"]
    for each in listed if isinstance(listed, list) else []:
        difference = each["difference"] if isinstance(each, dict) else None
        if isinstance(difference, dict) and isinstance(each, dict):
            if difference["value"] is None:
                lines.append(f"    {each['name']}: {difference['undefined']}")
            else:
                value, lower, upper = (float(str(difference[end])) for end in ("value", "lower", "upper"))
                lines.append(f"    {each['name']:<20} {value:+.4g} [{lower:+.4g}, {upper:+.4g}]")
    return lines


def _one(model: Measurement, baseline: Measurement, difference: Measurement) -> Json:
    return {
        "name": model.name, "challenger": model.as_json(), "champion": baseline.as_json(),
        "difference": difference.as_json(),
    }  # fmt: skip


def _area(cases: Cases, champion: Numbers | None, confidence: float) -> Measurement | None:
    """DeLong's paired difference of the ROC areas."""
    if cases.score is None or champion is None:
        return None
    label, score = np.asarray(cases.label, dtype=np.float64), np.asarray(cases.score, dtype=np.float64)
    good = np.isfinite(label) & np.isfinite(score) & np.isfinite(champion)
    if len(np.unique(label[good])) < 2:
        return None
    found = permutation_importance(
        label=label[good].astype(np.int64), score=score[good], permuted=[champion[good]], column="champion",
        confidence=confidence,
    )  # fmt: skip
    return replace(found, name="roc_auc", column=None, method="delong-paired", detail={})
