"""The whole review, the first screen first."""

from evenhand.kernel.digest import short
from evenhand.lifecycle.release.review import DEMONSTRATION, Review
from evenhand.surfaces.report.review.brief import brief_parts
from evenhand.surfaces.report.review.changing import change_parts
from evenhand.surfaces.report.review.checks import check_parts
from evenhand.surfaces.report.review.groups import group_parts
from evenhand.surfaces.report.review.overview import overview
from evenhand.surfaces.report.review.record import (
    answer_parts,
    evidence_parts,
    figure_parts,
    gap_parts,
    problem_parts,
    slice_parts,
)
from evenhand.surfaces.report.tree import Part, Report

_STAMP = "Demonstration: one person plays all parts. A release serves in the environment demo and nowhere else."


def review_report(review: Review, *, is_brief: bool = False) -> Report:
    """A review as a report, for any renderer.

    Args:
        review: what to say.
        is_brief: the short form, for a terminal.
    """
    lead = (
        f"Submission {short(review.submission)} by {review.submitter}, {review.submitted_at[:10]}. Use case "
        f"{review.use_case}, class {review.ai_act_class}, tier {review.tier}. Policy {review.policy}."
    )
    footer = f"Review of {review.about}, submission {short(review.submission)}, mode {review.mode}"
    return Report(
        title=f"Review of {review.about}", lead=lead, footer=footer,
        stamp=_STAMP if review.mode == DEMONSTRATION else "",
        parts=brief_parts(review) if is_brief else _whole(review),
    )  # fmt: skip


def _whole(review: Review) -> list[Part]:
    return [
        overview(review), *group_parts(review), *slice_parts(review), *gap_parts(review), *check_parts(review),
        *answer_parts(review),
        *change_parts(review), *figure_parts(review), *problem_parts(review), *evidence_parts(review),
    ]  # fmt: skip
