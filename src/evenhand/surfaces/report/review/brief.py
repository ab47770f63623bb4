"""The short form for a terminal: what an answer needs, and where the rest is."""

from evenhand.lifecycle.release.review import GateUnderReview, Review
from evenhand.surfaces.report.review.changing import change_parts
from evenhand.surfaces.report.review.checks import check_table, door
from evenhand.surfaces.report.review.groups import group_parts
from evenhand.surfaces.report.review.naming import first_sentence
from evenhand.surfaces.report.review.overview import overview
from evenhand.surfaces.report.review.record import answer_parts
from evenhand.surfaces.report.tree import Code, Heading, Line, Listing, Paragraph, Part

_MOST_GAPS = 8
_MOST_CHANGES = 4
"""Tables of what changed: files, inputs, settings, rules; the numbers are left to the long form."""


def brief_parts(review: Review) -> list[Part]:
    """The first screen, the groups, what stands in the way, answers, what changed."""
    return [
        overview(review), *group_parts(review), *_gaps(review), *_checks(review), *answer_parts(review),
        *_changes(review),
        Paragraph(line=("All of it, with figures: ", Code(text=f"evenhand review {review.about} --html FILE"))),
    ]  # fmt: skip


def _gaps(review: Review) -> list[Part]:
    if not review.gaps:
        return []
    lines: list[Line] = [first_sentence(gap.text) for gap in review.gaps[:_MOST_GAPS]]
    if len(review.gaps) > _MOST_GAPS:
        lines.append(f"And {len(review.gaps) - _MOST_GAPS} more.")
    return [Heading(text="What is unknown"), Listing(lines=lines)]


def _checks(review: Review) -> list[Part]:
    parts: list[Part] = [Heading(text=f"Checks of {review.policy}, judged now")]
    for gate in review.gates:
        parts += _gate(review, gate)
    return parts


def _gate(review: Review, gate: GateUnderReview) -> list[Part]:
    mine = [check for check in review.checks if check.gate == gate.gate]
    barring = [check for check in mine if check.verdict != "pass"]
    passing = ", ".join(check.id for check in mine if check.verdict == "pass")
    parts: list[Part] = [Heading(text=f"{gate.gate} {door(gate)}", level=3)]
    if barring:
        parts.append(check_table(review, gate, barring))
    if passing:
        parts.append(Paragraph(line=f"Pass: {passing}."))
    return parts


def _changes(review: Review) -> list[Part]:
    parts = change_parts(review)
    if review.diff is None:
        return parts
    numbers = Paragraph(line="Numbers then and now, also by group, are in the long form.")
    return [*parts[: _MOST_CHANGES + 1], numbers]
