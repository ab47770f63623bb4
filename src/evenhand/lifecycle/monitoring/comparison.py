"""Performance and fairness of a window beside those of the baseline window, on mature outcomes alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import METRICS
from evenhand.lifecycle.monitoring.limit import COLUMN, WHOLE, Limit, Standing, stand
from evenhand.metrics.derive import derive
from evenhand.metrics.fairness import ReferenceGroup
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.uncertainty import Bounds, mover_difference

SHOWN = (
    "roc_auc", "accuracy", "true_positive_rate", "false_positive_rate", "precision", "selection_rate", "base_rate",
    "brier_score", "calibration_in_the_large",
)  # fmt: skip
"""Measures that every performance report holds, whether the plan sets limits on them or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One measure in both windows.

    Attributes:
        window: of the window.
        baseline: of the baseline window.
        change: window minus baseline window, independent rows.
    """

    window: Measurement
    baseline: Measurement
    change: Measurement

    @property
    def has_moved(self) -> bool | None:
        """Whether the interval of the change leaves out 0; ``None`` when there is no change to speak of."""
        if self.change.lower is None or self.change.upper is None:
            return None
        return self.change.lower > 0 or self.change.upper < 0

    def as_json(self) -> dict[str, Json]:
        """The filed form."""
        return {
            "name": self.window.name, "groups": dict(self.window.groups), "window": self.window.as_json(),
            "baseline": self.baseline.as_json(), "change": self.change.as_json(),
        }  # fmt: skip


def beside(window: Measurement, baseline: Measurement) -> Beside:
    """Put a measure of two windows that share no row side by side.

    Source:
        Zou and Donner, Stat. Med. 27 (2008), 1693-1702, from the two intervals.

    Examples:
        >>> now, before = (Measurement(name="accuracy", value=value, lower=value - 0.02, upper=value + 0.02,
        ...     confidence=0.95, n=900, unit="share", method="wilson") for value in (0.7, 0.8))
        >>> found = beside(now, before).change
        >>> round(found.value, 3), round(found.upper, 3)
        (-0.1, -0.072)
    """
    missing = next((each.undefined for each in (window, baseline) if each.value is None), None)
    if missing is not None:
        where = "The window" if window.value is None else "The baseline window"
        change = _change(window, baseline, undefined=f"{where} has no value: {missing}")
        return Beside(window=window, baseline=baseline, change=change)
    lower, upper = mover_difference(_bounded(window), _bounded(baseline))
    value = float(window.value or 0) - float(baseline.value or 0)
    change = _change(window, baseline, value=value, lower=min(float(lower), value), upper=max(float(upper), value))
    return Beside(window=window, baseline=baseline, change=change)


def compare(
    window: EvaluationProfile, baseline: EvaluationProfile, names: Sequence[str], *, confidence: float,
    by: tuple[str, ...] = (),
) -> tuple[Beside, ...]:  # fmt: skip
    """Measures of both windows, for the whole table or for each group; groups of only one window are left out."""
    found: list[Beside] = []
    for name in names:
        if METRICS[name].needs == "score" and not (window.plan.has_score and baseline.plan.has_score):
            continue
        now, before = (
            {tuple(each.groups.items()): each for each in derive(profile, name=name, by=by, confidence=confidence)}
            for profile in (window, baseline)
        )
        found += [beside(each, before[groups]) for groups, each in now.items() if groups in before]
    return tuple(found)


def judge_changes(found: Sequence[Beside], limits: Sequence[Limit]) -> tuple[Standing, ...]:
    """Limits on ``drop`` and ``rise`` of whole-table measures, and on their level."""
    asked = [limit for limit in limits if not limit.by and limit.measure not in (*COLUMN, *WHOLE)]
    return tuple(
        stand(limit, each.change if limit.side in ("drop", "rise") else each.window)
        for limit in asked
        for each in found
        if each.window.name == limit.measure and not each.window.groups
    )


def judge_groups(
    profile: EvaluationProfile, limits: Sequence[Limit], *, protected: Sequence[str], min_count: int,
    confidence: float,
) -> tuple[Standing, ...]:  # fmt: skip
    """Limits on comparisons of groups; groups of fewer than ``min_count`` rows are left to people.

    Each interval has the level that all judged groups together ask for.
    """
    asked = [(limit, by) for limit in limits for by in _attributes(limit, protected) if by in profile.plan.attributes]
    first = [(limit, _derived(profile, limit, by, confidence, min_count)) for limit, by in asked]
    n_judged = sum(sum(1 for each in found if _is_judged(each, min_count)) for _, found in first)
    level = 1 - (1 - confidence) / max(1, n_judged)
    return tuple(
        stand(limit, each)
        for limit, by in asked
        for each in _derived(profile, limit, by, level, min_count)
        if _is_judged(each, min_count)
    )


def _attributes(limit: Limit, protected: Sequence[str]) -> tuple[str, ...]:
    if limit.measure in (*COLUMN, *WHOLE):
        return ()
    return tuple(name for by in limit.by for name in (protected if by == "protected" else (by,)))


def _derived(
    profile: EvaluationProfile, limit: Limit, by: str, confidence: float, min_count: int
) -> tuple[Measurement, ...]:
    reference: ReferenceGroup | None = None
    if limit.reference_group in ("overall", "largest", "best"):
        reference = limit.reference_group  # type: ignore[assignment] # one of the three, as just seen
    if METRICS[limit.measure].needs == "score" and not profile.plan.has_score:
        return ()
    return derive(
        profile, name=limit.measure, by=(by,), reference_group=reference, confidence=confidence, min_count=min_count
    )


def _is_judged(measured: Measurement, min_count: int) -> bool:
    return measured.n >= min_count and measured.value is not None


def _bounded(measured: Measurement) -> tuple[np.typing.NDArray[np.float64], Bounds]:
    value, lower, upper = (
        np.asarray(each, dtype=np.float64) for each in (measured.value, measured.lower, measured.upper)
    )
    return value, (lower, upper)


def _change(
    window: Measurement, baseline: Measurement, *, value: float | None = None, lower: float | None = None,
    upper: float | None = None, undefined: str | None = None,
) -> Measurement:  # fmt: skip
    return Measurement(
        name=window.name, value=value, lower=lower, upper=upper, confidence=window.confidence, n=window.n,
        unit="difference", method="mover", groups=window.groups, undefined=undefined,
        detail={"baseline_n": baseline.n, "compared_with": "baseline window"},
    )  # fmt: skip
