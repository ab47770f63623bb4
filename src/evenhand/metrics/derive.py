"""From a profile to measurements: the one path to a number about decisions and scores."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil, isclose

import numpy as np

from evenhand.errors.number import MetricUnknown, ReferenceGroupUnfit
from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import Metric, metric
from evenhand.metrics import fairness, quantile
from evenhand.metrics.derived import Derived
from evenhand.metrics.disparity.benefit import theil_index
from evenhand.metrics.disparity.extreme import between_groups
from evenhand.metrics.disparity.scoring import rest_of, scoring_rates
from evenhand.metrics.estimate import Estimates
from evenhand.metrics.fairness import ReferenceGroup, Sides
from evenhand.metrics.grouping import Groups, groups_of
from evenhand.metrics.performance import CONFUSION, SHARES, Shares, share
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.remembered import remembered
from evenhand.metrics.scored import ORDER, correlation_with_whole, rest_estimates, score_estimates
from evenhand.metrics.storage import profile_digest

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Question:
    profile: EvaluationProfile
    by: tuple[str, ...]
    groups: Groups
    confidence: float
    reference_group: ReferenceGroup | Mapping[str, str] | None
    min_count: int


def derive(
    profile: EvaluationProfile, *, name: str, by: tuple[str, ...] = (),
    reference_group: ReferenceGroup | Mapping[str, str] | None = None, confidence: float = 0.95, min_count: int = 100,
) -> tuple[Measurement, ...]:  # fmt: skip
    """Measure ``name`` for the whole table, or for each group of the crossing of ``by``.

    Args:
        profile: what the numbers are derived from.
        name: of a metric of ``evenhand.kernel.metric`` that an evaluation profile answers.
        by: attributes; empty for the whole table, one for its groups, more for their crossing.
        reference_group: for comparisons and no others: ``overall``; ``largest``, the group with most usable rows;
            ``best``, among groups with at least ``min_count`` rows for the metric the one with the highest value (the
            lowest where lower is better, the nearest to 0 where that is). The first in the order of values wins a tie.
            Or one group by its attributes and values.
        confidence: of the two-sided intervals, in ``(0, 1)``.
        min_count: least rows of a ``best`` group, and of each group that a metric between groups stands on.

    Returns:
        One measurement for a metric between groups, whose detail names the two farthest apart, or the worst, and those
        left out; ``detail["rows"]`` counts the usable rows of those kept. For others one a group, in the order of the
        groups' values. ``n`` counts the rows that the value stands on (for ``true_positive_rate`` those with the
        favourable label), ``detail["rows"]`` the usable rows of the group, ``detail["unusable"]`` those that stand in
        no number and ``detail["table_rows"]`` the rows of the whole table, usable or not. A value that does not exist
        is ``None`` and says why.

    Raises:
        MetricUnknown: no such metric, or not one that a profile answers.
        AttributeUnknown: ``by`` names what is no attribute of the profile, or one twice.
        ReferenceGroupUnfit: a metric between groups without ``by``, a comparison without ``by`` or
            ``reference_group``, another metric with the latter, or a group of that name is not there.

    Examples:
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.tile([1, 1, 0, 0], 50), decision=np.tile([1, 0, 0, 0], 50),
        ...     attributes={"sex": np.repeat(["f", "m"], 100)},
        ... ))
        >>> [(dict(part.groups), part.value, part.n) for part in derive(profile, name="selection_rate", by=("sex",))]
        [({'sex': 'f'}, 0.25, 100), ({'sex': 'm'}, 0.25, 100)]
    """
    spec = _spec(name, by, reference_group)
    if spec.is_between_groups:
        return (_between(_question(profile, by, reference_group, confidence, min_count), spec),)
    return derived(
        profile, name=name, by=by, reference_group=reference_group, confidence=confidence, min_count=min_count
    ).measurements()


def derived(
    profile: EvaluationProfile, *, name: str, by: tuple[str, ...] = (),
    reference_group: ReferenceGroup | Mapping[str, str] | None = None, confidence: float = 0.95, min_count: int = 100,
) -> Derived:  # fmt: skip
    """As ``derive``, for whoever needs the numbers of all groups before some of them become measurements.

    Raises:
        MetricUnknown: moreover a metric between groups, which has no number a group.
    """
    spec = _spec(name, by, reference_group)
    if spec.is_between_groups:
        raise MetricUnknown(f"{name} is one number for all groups.", name=name)
    question = _question(profile, by, reference_group, confidence, min_count)
    return Derived(
        spec=spec, profile=profile, groups=question.groups, confidence=confidence, reference_group=reference_group,
        estimates=_comparison(question, spec) if spec.is_comparison else _plain(question, spec.name),
    )  # fmt: skip


def rows_to_settle(measurement: Measurement, limit: float) -> int | None:
    """Rows (``n``) at which the present estimate would lie clear of ``limit`` on one side of its interval.

    Wilson's interval is solved for n; others are taken to shrink with the root of n, for a comparison that is with both
    groups growing alike. A number up to ``measurement.n`` means that it is settled already.

    Returns:
        ``None`` when there is no estimate or it lies on the limit: no number of rows would settle that.

    Examples:
        >>> from evenhand.metrics.uncertainty import wilson
        >>> low, high = (float(end) for end in wilson(75, 100, 0.95))
        >>> rows_to_settle(Measurement(name="accuracy", value=0.75, lower=low, upper=high, confidence=0.95, n=100,
        ...                            unit="share", method="wilson"), 0.7)
        323
    """
    value, lower, upper = measurement.value, measurement.lower, measurement.upper
    if value is None or lower is None or upper is None or isclose(value, limit, rel_tol=0, abs_tol=1e-12):
        return None
    if measurement.method == "wilson" and 0 < limit < 1:
        return max(1, ceil(quantile.normal(measurement.confidence) ** 2 * limit * (1 - limit) / (value - limit) ** 2))
    near = value - lower if limit < value else upper - value
    # The margin keeps rounding from asking for one row more than the arithmetic does.
    return max(1, ceil(measurement.n * (near / (value - limit)) ** 2 - 1e-9))


def _spec(name: str, by: tuple[str, ...], reference_group: ReferenceGroup | Mapping[str, str] | None) -> Metric:
    spec = metric(name)
    if spec.needs == "elsewhere":
        raise MetricUnknown(f"{name} is not derived from an evaluation profile.", name=name)
    if spec.is_comparison and not (by and _is_reference(reference_group, by)):
        raise ReferenceGroupUnfit(f"{name} compares groups; by is {by}, the reference group {reference_group!r}.")
    if spec.is_between_groups and not by:
        raise ReferenceGroupUnfit(f"{name} is of the groups of a table; by is {by}.")
    if not spec.is_comparison and reference_group is not None:
        raise ReferenceGroupUnfit(f"{name} compares nothing, but was given the reference group {reference_group!r}.")
    return spec


def _is_reference(reference_group: ReferenceGroup | Mapping[str, str] | None, by: tuple[str, ...]) -> bool:
    if isinstance(reference_group, Mapping):
        return set(reference_group) == set(by)
    return reference_group in ("overall", "largest", "best")


def _question(
    profile: EvaluationProfile, by: tuple[str, ...], reference_group: ReferenceGroup | Mapping[str, str] | None,
    confidence: float, min_count: int,
) -> _Question:  # fmt: skip
    return _Question(
        profile=profile, by=by, groups=groups_of(profile, by), confidence=confidence, reference_group=reference_group,
        min_count=min_count,
    )  # fmt: skip


def _plain(question: _Question, name: str) -> Estimates:
    return _estimates(question.profile, question.by, name, question.confidence)


@remembered
def _shares(profile: EvaluationProfile, by: tuple[str, ...], confidence: float) -> Shares:
    return Shares.of(groups_of(profile, by).counts, confidence)


@remembered
def _estimates(profile: EvaluationProfile, by: tuple[str, ...], name: str, confidence: float) -> Estimates:
    if name in SHARES:
        return _shares(profile, by, confidence).estimates(name)
    counts = groups_of(profile, by).counts
    if name in CONFUSION:
        return CONFUSION[name](counts, confidence)
    if name == "theil_index":
        return theil_index(counts, confidence)
    if name == "scoring_rate":
        return scoring_rates(profile, by, confidence)
    return score_estimates(profile, name, by, confidence)


def _comparison(question: _Question, spec: Metric) -> Estimates:
    sides = _sides(question, str(spec.compares))
    return fairness.ratio(sides) if spec.unit == "ratio" else fairness.difference(sides)


def _sides(question: _Question, of: str) -> Sides:
    mine = _plain(question, of)
    if question.reference_group != "overall":
        return fairness.against_group(mine, _reference(question, mine, of), question.groups.names)
    profile, counts, confidence = question.profile, question.groups.counts, question.confidence
    if of in SHARES:
        total = counts.sum(axis=0, keepdims=True)
        rest, whole = share(of, total - counts, confidence), share(of, total, confidence)
        return fairness.against_overall(mine, rest, whole, confidence)
    if of == "scoring_rate":
        whole = scoring_rates(profile, (), confidence)
        return fairness.against_overall(mine, rest_of(mine, whole, confidence), whole, confidence)
    whole = score_estimates(profile, of, (), confidence)
    others = rest_estimates(profile, of, question.by, confidence)
    if of in ORDER or others is None:
        return fairness.against_whole(mine, whole, correlation_with_whole(profile, question.by))
    return fairness.against_overall(mine, others, whole, confidence)


def _between(question: _Question, spec: Metric) -> Measurement:
    groups = question.groups
    found = between_groups(
        spec, lambda name, level: _plain(replace(question, confidence=level), name), names=groups.names,
        confidence=question.confidence, min_count=question.min_count,
    )  # fmt: skip
    detail: dict[str, Json] = {
        "rows": int(groups.rows[found.is_kept].sum()), "unusable": int(groups.unusable.sum()),
        "table_rows": question.profile.n_rows, "by": list(question.by), **found.reading.detail,
    }  # fmt: skip
    return found.reading.measurement(
        spec, n=found.n, confidence=question.confidence, detail=detail, source=profile_digest(question.profile)
    )


def _reference(question: _Question, mine: Estimates, of: str) -> int | None:
    if not len(mine.value):
        return None
    if isinstance(question.reference_group, Mapping):
        return _named(question.groups, question.reference_group)
    if question.reference_group == "largest":
        return int(np.argmax(question.groups.rows))
    fit = mine.is_defined & (mine.n >= question.min_count)
    if not fit.any():
        return None
    direction = metric(of).direction
    worth = {"lower": -mine.value, "zero": -np.abs(mine.value)}.get(direction, mine.value)
    return int(np.argmax(np.where(fit, worth, -np.inf)))


def _named(groups: Groups, wanted: Mapping[str, str]) -> int:
    for row, name in enumerate(groups.names):
        if name == dict(wanted):
            return row
    known = "; ".join(", ".join(f"{key}={value}" for key, value in name.items()) for name in groups.names[:_MOST_NAMED])
    raise ReferenceGroupUnfit(f"There is no group {dict(wanted)}; there are {known}.", wanted=dict(wanted))
