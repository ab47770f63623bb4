"""A submission as its reviewers see it: in a notebook, on a terminal, as a page, as data."""

from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.release.review import Review
from evenhand.surfaces.report.html import as_fragment, as_html
from evenhand.surfaces.report.review.page import review_report
from evenhand.surfaces.report.text import WIDTH, as_text
from evenhand.surfaces.sdk.opening import Folder, read, reference_of
from evenhand.workflows.release import review_submission as reviewing


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReview:
    """A review and the forms that it can be read in.

    Attributes:
        review: what it says.
    """

    review: Review

    def as_json(self) -> dict[str, Json]:
        """The documented shape of ``docs/reference/review.md``."""
        return self.review.as_json()

    def as_text(self, *, width: int = WIDTH) -> str:
        """The short form for a terminal, at most ``width`` places wide."""
        return as_text(review_report(self.review, is_brief=True), width=width)

    def as_html(self) -> str:
        """One page that needs nothing else: to be kept, sent or printed."""
        return as_html(review_report(self.review))

    def _repr_html_(self) -> str:
        return as_fragment(review_report(self.review))

    def __str__(self) -> str:
        return self.as_text()


def review(version: str | Reference, *, workspace: Folder = None) -> ShownReview:
    """What the current submission of a version decides, about whom, what is asked, what fails or is unknown.

    Reading leaves no trace in the ledger; the checks are judged now, by the policy in force.

    Raises:
        NotFound: no such version was registered.
        SubmissionMissing: it was never submitted.
    """
    with read(workspace) as place:
        return ShownReview(review=reviewing.review_submission(place, reference_of(version)))
