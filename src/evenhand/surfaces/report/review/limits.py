"""Each group's interval against the limits of a check, drawn and as a table."""

from collections.abc import Sequence

from evenhand.kernel.metric import METRICS
from evenhand.kernel.number import kind_of, plainly, spread
from evenhand.lifecycle.release.review import CheckUnderReview, JudgedGroup, JudgedSplit, Review
from evenhand.surfaces.report.review.naming import (
    MOST_GROUPS,
    count_text,
    group_name,
    in_order,
    mark,
    several,
    tone_of,
)
from evenhand.surfaces.report.scale import ticks
from evenhand.surfaces.report.tree import Bar, Figure, Limit, Line, Table


def limit_figure(review: Review, check: CheckUnderReview, split: JudgedSplit) -> Figure:
    """What a metric check measured by an attribute or a crossing, against its limits."""
    kind = kind_of(split.metric)
    largest = sorted(split.groups, key=lambda group: -_size(group))[:MOST_GROUPS]
    groups = in_order(review, [group for group in split.groups if group in largest], lambda group: group.group)
    limits = _limits(split, kind)
    ends = [end for group in groups if group.verdict != "unjudged" for end in _ends(group) or ()]
    origin = 0.0 if kind == "percent" else None
    enclosed = [*ends, *(limit.value for limit in limits), *(() if origin is None else (origin,))]
    return Figure(
        title=f"{check.id}, by {' and '.join(split.by)}", finding=_finding(review, split),
        bars=[_bar(review, split, group) for group in groups], table=_numbers(review, check, split, groups),
        ticks=ticks(enclosed, kind), origin=origin, limits=limits,
    )  # fmt: skip


def explanation(metric: str) -> str:
    """What a number is, for a reader who does not know the metric's name.

    Examples:
        >>> explanation("accuracy_difference")
        'accuracy_difference: accuracy of the group minus that of the reference group. accuracy: share whose ...'
    """
    spec = METRICS.get(metric)
    if spec is None:
        return metric
    compared = METRICS.get(spec.compares or "")
    return " ".join(f"{each.name}: {each.meaning}." for each in (spec, compared) if each is not None)


def _limits(split: JudgedSplit, kind: str) -> tuple[Limit, ...]:
    named = (("at least", split.at_least), ("at most", split.at_most))
    limits = tuple(
        Limit(value=limit, text=f"{word} {plainly(limit, kind)}", tone="bad")
        for word, limit in named
        if limit is not None
    )
    if split.reference_group is None:
        return limits
    # Where group and reference group are alike; the axis names the place.
    return (*limits, Limit(value=0.0 if kind == "points" else 1.0, text=""))


def _bar(review: Review, split: JudgedSplit, group: JudgedGroup) -> Bar:
    name, numbers = group_name(review, group.group), _interval(split, group)
    if group.verdict == "unjudged":
        shown = f"not judged, n {count_text(group.n)}"
        return Bar(label=name, value=None, lower=None, upper=None, shown=shown, tone="open")
    shown = "reference group" if group.is_reference else numbers
    word = "" if group.verdict == "pass" else f", {group.verdict}"
    return Bar(
        label=name, value=group.value, lower=group.lower, upper=group.upper, shown=f"{shown}{word}",
        tone=tone_of(group.verdict) if word else "plain",
    )  # fmt: skip


def _numbers(review: Review, check: CheckUnderReview, split: JudgedSplit, groups: Sequence[JudgedGroup]) -> Table:
    levels = sorted({group.confidence for group in groups})
    confidence = " or ".join(plainly(round(level, 6), "percent") for level in levels) or "no level"
    rows: list[Sequence[Line]] = [
        (group_name(review, group.group), count_text(group.n), _interval(split, group), _word(split, group))
        for group in groups
    ]
    against = f" against {_reference(split)}" if split.reference_group else ""
    return Table(
        caption=f"{check.id} by {' and '.join(split.by)}: {split.metric}{against}, intervals at {confidence}",
        header=("Group", "n", "Value and interval", "Verdict"), rows=rows, numeric=frozenset({1, 2}),
    )  # fmt: skip


def _word(split: JudgedSplit, group: JudgedGroup) -> Line:
    if group.is_reference:
        return ("reference group",)
    if group.verdict == "unjudged" and isinstance(group.n, int) and group.n < split.min_count:
        return (mark("unjudged"), f" {split.min_count - group.n} more rows needed")
    return (mark(group.verdict),)


def _reference(split: JudgedSplit) -> str:
    return "everybody" if split.reference_group == "overall" else f"the {split.reference_group} group"


def _interval(split: JudgedSplit, group: JudgedGroup) -> str:
    ends = _ends(group)
    if ends is None:
        return "not shown"
    limits = [limit for limit in (split.at_least, split.at_most) if limit is not None]
    return spread(ends, kind_of(split.metric), limits=limits)


def _finding(review: Review, split: JudgedSplit) -> str:
    parts = []
    for verdict, said in (("fail", "beyond the limit"), ("insufficient", "not to be told from the limit")):
        names = [group_name(review, group.group) for group in split.groups if group.verdict == verdict]
        if names:
            parts.append(f"{said}: {several(names)}")
    n_clear = sum(1 for group in split.groups if group.verdict == "pass" and not group.is_reference)
    n_unjudged = sum(1 for group in split.groups if group.verdict == "unjudged")
    if n_clear:
        parts.append(f"{n_clear} {'group is' if n_clear == 1 else 'groups are'} on the right side of the limit")
    if n_unjudged:
        parts.append(f"{n_unjudged} {'is' if n_unjudged == 1 else 'are'} too small or without a value, so not judged")
    said = "; ".join(parts) or "no group could be judged"
    return f"{said[0].upper()}{said[1:]}."


def _ends(group: JudgedGroup) -> tuple[float, float, float] | None:
    if group.value is None or group.lower is None or group.upper is None:
        return None
    return group.value, group.lower, group.upper


def _size(group: JudgedGroup) -> int:
    return group.n if isinstance(group.n, int) else 0
