"""The checks of both gates: verdicts with their reasons."""

from collections.abc import Sequence

from evenhand.kernel.number import counted, kind_of, plainly, spread
from evenhand.lifecycle.release.review import CheckUnderReview, GateUnderReview, Ground, Review
from evenhand.surfaces.report.review.limits import explanation, limit_figure
from evenhand.surfaces.report.review.naming import count_text, group_name, mark
from evenhand.surfaces.report.tree import Heading, Line, Paragraph, Part, Phrase, Table

_MOST_GROUNDS = 4
_WORST = ("fail", "missing", "stale", "insufficient", "waived", "pass")


def check_parts(review: Review) -> list[Part]:
    """The section about checks."""
    parts: list[Part] = [Heading(text=f"Checks of {review.policy}, judged now")]
    for gate in review.gates:
        checks = [check for check in review.checks if check.gate == gate.gate]
        parts += [Heading(text=f"{gate.gate} {door(gate)}", level=3), check_table(review, gate, checks)]
        for check in checks:
            splits = [split for split in check.splits if split.by]
            if splits:
                parts += [Heading(text=check.id, level=4), Paragraph(line=explanation(splits[0].metric))]
            parts += [limit_figure(review, check, split) for split in splits]
    return parts


def door(gate: GateUnderReview) -> str:
    """What a gate does."""
    return f"opens: {gate.verdict}" if gate.opens else f"stays closed: {gate.verdict}"


def worst_first(checks: Sequence[CheckUnderReview]) -> list[CheckUnderReview]:
    """Those that stand in the way before the others, else in the order of the policy."""
    return sorted(checks, key=lambda check: _WORST.index(check.verdict) if check.verdict in _WORST else 0)


def telling(check: CheckUnderReview) -> list[Ground]:
    """The facts that argue for the verdict; what passes beside them is left to the figures."""
    grounds = [ground for ground in check.grounds if ground.verdict != "pass"]
    return grounds or list(check.grounds)


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
    settled = "" if ground.rows_to_settle is None else f"; about {counted(ground.rows_to_settle)} would settle it"
    return f"{numbers}, n {'not known' if ground.n is None else count_text(ground.n)}; {bound}{settled}"


def check_table(review: Review, gate: GateUnderReview, checks: Sequence[CheckUnderReview]) -> Table:
    """Checks of one gate, each with its verdict and why."""
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
    grounds = telling(check)
    told = [ground_line(review, ground) for ground in grounds[:_MOST_GROUNDS]]
    left = len(grounds) - len(told)
    menders = {role: None for ground in grounds for role in ground.who_can_mend}
    more = [f"And {left} more, in the JSON form."] if left else []
    mend = [f"Can mend: {', '.join(menders)}."] if menders and not any(" can mend it" in text for text in told) else []
    return " ".join([*told, *more, *mend]) or "No reason is on record."
