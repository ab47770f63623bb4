"""Tables of any size as whoever measures them sees them: scanned into profiles, batch by batch."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from evenhand.lifecycle.evaluation.case_columns import CaseColumns
    from evenhand.metrics.profile import EvaluationProfile
    from evenhand.metrics.profiling.plan import ProfilePlan
    from evenhand.metrics.profiling.profile import Profile


class Scanner(Protocol):
    """Reads whatever holds a table: a path, a folder, an address, a data frame, a written profile."""

    def origin(self, source: object) -> str:
        """What the source is called in messages."""
        ...

    def plan(
        self, source: object, *, columns: Sequence[str] | None = None, is_exact: bool = False, text: Sequence[str] = ()
    ) -> "ProfilePlan":  # fmt: skip
        """The plan that a reference makes; that of a written profile is its own.

        Args:
            source: what holds the table.
            columns: that are planned; all that can be when not given.
            is_exact: give each distinct number a cell of its own.
            text: columns of a CSV file that are text even where they look like numbers.

        Raises:
            ColumnMissing: it lacks a column that was asked for.
            ProfilesUnlike: a written profile is not exact, and ``is_exact`` asks for it.
        """
        ...

    def profile(self, source: object, plan: "ProfilePlan") -> "Profile":
        """The whole source, counted under a plan; columns that the plan counts as text are read as text.

        Raises:
            ProfilesUnlike: the source is a profile that was written under another plan.
        """
        ...

    def left_out(self, source: object) -> Mapping[str, str]:
        """The columns that no plan can count, such as lists and records, with their types."""
        ...

    def cases(self, source: object, asked: "CaseColumns") -> "EvaluationProfile":
        """Labels, decisions, scores and groups of the whole source, counted.

        Raises:
            ColumnMissing: it lacks a column that is asked for.
            LabelUnusable, ColumnUnusable: the values of one do not serve.
        """
        ...
