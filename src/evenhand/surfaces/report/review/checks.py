"""The checks of both gates: verdicts with their reasons, and each group's interval against the limits."""

from collections.abc import Sequence

from evenhand.kernel.metric import METRICS
from evenhand.lifecycle.release.review import (
    CheckUnderReview,
    GateUnderReview,
    Ground,
    JudgedGroup,
    JudgedSplit,
    Review,
)
from evenhand.surfaces.report.number import kind_of, plainly, spread
from evenhand.surfaces.report.review.naming import (
    MOST_GROUPS,
    count_text,
    group_name,
    mark,
    tone_of,
)
from evenhand.surfaces.report.scale import ticks
from evenhand.surfaces.report.tree import Bar, Figure, Heading, Limit, Line, Part, Phrase, Table

_MOST_GROUNDS = 4
_WORST = ("fail", "missing", "stale", "insufficient", "waived", "pass")


def check_parts(review: Review) -> list[Part]:
    """The section about checks."""
    parts: list[Part] = [Heading(text=f"Checks of {review.policy}, judged now")]
    for gate in review.gates:
        checks = [check for check in review.checks if check.gate == gate.gate]
        parts += [Heading(text=f"{gate.gate} {door(gate)}", level=3), _table(review, gate, checks)]
        parts += [_figure(review, check, split) for check in checks for split in check.splits if split.by]
    return parts


def door(gate: GateUnderReview) -> str:
    """What a gate does."""
    return f"opens: {gate.verdict}" if gate.opens else f"stays closed: {gate.verdict}"


def worst_first(checks: Sequence[CheckUnderReview]) -> list[CheckUnderReview]:
    """Those that stand in the way before the others, else in the order of the policy."""
    return sorted(checks, key=lambda check: _WORST.index(check.verdict) if check.verdict in _WORST else 0)


def ground_line(review: Review, ground: Ground) -> str:
    """One fact in a short sentence; numbers of a group are written out with the meaning of its codes."""
    if ground.metric is None or ground.limit is None or not ground.group:
        return ground.text
    return f"{ground.metric} of {group_name(review, ground.group)}: {ground_numbers(ground)}."


def ground_numbers(ground: Ground) -> str:
    """Value, interval, count and limit of a fact about a metric."""
    kind, limit = kind_of(ground.metric or ""), ground.limit or 0.0
    ends = (ground.value, ground.lower, ground.upper)
    bound = f"limit {(ground.bound or 'at_least').replace('_', ' ')} {plainly(limit, kind)}"
    if ends[0] is None or ends[1] is None or ends[2] is None:
        return bound
    numbers = spread((ends[0], ends[1], ends[2]), kind, limits=[limit])
    return f"{numbers}, n {'not known' if ground.n is None else count_text(ground.n)}; {bound}"


def _table(review: Review, gate: GateUnderReview, checks: Sequence[CheckUnderReview]) -> Table:
    return Table(
        caption=f"Checks of {gate.gate}, what stands in the way first", header=("Check", "Verdict", "Why"),
        rows=[(check.id, _verdict(check), _why(review, check)) for check in worst_first(checks)],
    )  # fmt: skip


def _verdict(check: CheckUnderReview) -> Line:
    line: list[Phrase] = [mark(check.verdict)]
    if check.judged != check.verdict:
        line.append(f" (judged {check.judged})")
    if check.submitted_as is not None and check.submitted_as != check.verdict:
        line.append(f" was {check.submitted_as} when submitted")
    return tuple(line)


def _why(review: Review, check: CheckUnderReview) -> str:
    told = [ground_line(review, ground) for ground in check.grounds[:_MOST_GROUNDS]]
    left = len(check.grounds) - len(told)
    menders = {role: None for ground in check.grounds for role in ground.who_can_mend}
    more = [f"And {left} more, in the JSON form."] if left else []
    mend = [f"Can mend: {', '.join(menders)}."] if menders and not any(" can mend it" in text for text in told) else []
    return " ".join([*told, *more, *mend]) or "No reason is on record."


def _figure(review: Review, check: CheckUnderReview, split: JudgedSplit) -> Figure:
    kind = kind_of(split.metric)
    listed = sorted(split.groups, key=lambda group: -_size(group))[:MOST_GROUPS]
    groups = [group for group in split.groups if group in listed]
    limits = _limits(split, kind)
    ends = [end for group in groups if group.verdict != "unjudged" for end in _ends(group) or ()]
    origin = 0.0 if METRICS[split.metric].unit == "share" else None
    enclosed = [*ends, *(limit.value for limit in limits), *(() if origin is None else (origin,))]
    return Figure(
        title=f"{check.id}, by {' and '.join(split.by)}", finding=_finding(review, split),
        bars=[_bar(review, split, group) for group in groups], table=_numbers(review, check, split, groups),
        ticks=ticks(enclosed, kind), origin=origin, limits=limits,
    )  # fmt: skip


def _limits(split: JudgedSplit, kind: str) -> tuple[Limit, ...]:
    named = (("at least", split.at_least), ("at most", split.at_most))
    return tuple(
        Limit(value=limit, text=f"{word} {plainly(limit, kind)}", tone="bad")
        for word, limit in named
        if limit is not None
    )


def _bar(review: Review, split: JudgedSplit, group: JudgedGroup) -> Bar:
    name, numbers = group_name(review, group.group), _interval(split, group)
    if group.verdict == "unjudged":
        shown = f"not judged, n {count_text(group.n)}"
        return Bar(label=name, value=None, lower=None, upper=None, shown=shown, tone="open")
    shown = "reference group" if group.is_reference else numbers
    word = "" if group.verdict == "pass" else f" {group.verdict}"
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
        caption=f"{split.metric}{against}, intervals at {confidence} as the policy asks ({check.gate})",
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
    for verdict, said in (("fail", "lie beyond the limit"), ("insufficient", "cannot be told from the limit")):
        names = [group_name(review, group.group) for group in split.groups if group.verdict == verdict]
        if names:
            parts.append(f"{', '.join(names[:5])}{f' and {len(names) - 5} more' if len(names) > 5 else ''} {said}")
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
