"""The matrix of principles and phases: in a notebook, on a terminal, as a page, as data."""

from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.release.matrix import Matrix
from evenhand.surfaces.report.html import as_fragment, as_html
from evenhand.surfaces.report.principle.page import principles_report
from evenhand.surfaces.report.text import WIDTH, as_text
from evenhand.surfaces.sdk.opening import Folder, read
from evenhand.workflows.principle import show_principles as showing


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPrinciples:
    """A matrix and the forms that it can be read in.

    Attributes:
        matrix: what it says.
    """

    matrix: Matrix

    def as_json(self) -> dict[str, Json]:
        """The documented shape of ``docs/explanation/principles.md``."""
        return self.matrix.as_json()

    def as_text(self, *, width: int = WIDTH) -> str:
        """For a terminal, at most ``width`` places wide."""
        return as_text(principles_report(self.matrix), width=width)

    def as_html(self) -> str:
        """One page that needs nothing else."""
        return as_html(principles_report(self.matrix))

    def _repr_html_(self) -> str:
        return as_fragment(principles_report(self.matrix))

    def __str__(self) -> str:
        return self.as_text()


def show_principles(about: str | Reference, *, workspace: Folder = None) -> ShownPrinciples:
    """For each principle in each phase: which checks ran, what they found, what is only attested, what is missing.

    Raises:
        NotFound: nothing of that name is on record.
    """
    with read(workspace) as place:
        return ShownPrinciples(matrix=showing.show_principles(place, str(about)))
