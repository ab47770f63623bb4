"""Tables of any size as whoever measures them sees them: scanned into profiles, batch by batch."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from evenhand.lifecycle.data.repeated import Repeated

if TYPE_CHECKING:
    from evenhand.lifecycle.evaluation.case_columns import CaseColumns
    from evenhand.lifecycle.evaluation.distinct_values import DistinctValues
    from evenhand.lifecycle.evaluation.guess_columns import GuessColumns
    from evenhand.lifecycle.problem.scalar import Scalar
    from evenhand.metrics.cube.class_counts import ClassCounts
    from evenhand.metrics.cube.residual_profile import ResidualProfile
    from evenhand.metrics.profile import EvaluationProfile
    from evenhand.metrics.profiling.plan import ProfilePlan
    from evenhand.metrics.profiling.profile import Profile
    from evenhand.metrics.tally import Integers


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

    def row_cells(self, source: object, plan: "ProfilePlan", *, n_rows: int, seed: int) -> "Integers":
        """Cells of all columns of a uniform sample of rows; shape ``(rows, columns)``.

        A new text is ``n_cells`` of its column, a row without a value ``n_cells + 1``.

        Raises:
            RowsNeeded: the source is a written profile.
        """
        ...

    def left_out(self, source: object) -> Mapping[str, str]:
        """The columns that no plan can count, such as lists and records, with what they hold, in words."""
        ...

    def cases(self, source: object, asked: "CaseColumns") -> "EvaluationProfile":
        """Labels, decisions, scores and groups of the whole source, counted.

        Raises:
            ColumnMissing: it lacks a column that is asked for.
            LabelUnusable, ColumnUnusable: the values of one do not serve.
        """
        ...

    def others(self, source: object, column: str) -> "tuple[Scalar, ...]":
        """Values of a label or a decision that ``cases`` counted as unfavourable; none before it was asked."""
        ...

    def holds_rows(self, source: object) -> bool:
        """Whether there are rows to go back to; a written profile has none."""
        ...

    def distinct(self, source: object, column: str, *, at_most: int) -> "DistinctValues":
        """The different values of a column, as long as there are no more than ``at_most``.

        Raises:
            ColumnMissing: it lacks the column.
        """
        ...

    def classes(self, source: object, asked: "GuessColumns") -> "ClassCounts":
        """Predicted classes and true ones of the whole source, counted.

        Raises:
            ColumnMissing: it lacks a column that is asked for.
            ColumnUnusable: the values of one do not serve.
        """
        ...

    def residuals(self, source: object, asked: "GuessColumns") -> "ResidualProfile":
        """Errors of predicted numbers of the whole source, summed.

        Raises:
            ColumnMissing: it lacks a column that is asked for.
            ColumnUnusable: the values of one do not serve.
        """
        ...

    def kinds(self, source: object, *, text: Sequence[str] = ()) -> Mapping[str, str]:
        """Column name to the kind that a contract would state; columns of no kind are left out."""
        ...

    def part(self, source: object, plan: "ProfilePlan", *, column: str, value: str | float) -> "Profile":
        """The rows in which a column has one value, counted under a plan.

        Args:
            source: what holds the table; rows are needed.
            plan: to count on.
            column: that tells.
            value: that it must have; of booleans the text ``false`` or ``true``, of numbers the number.
        """
        ...

    def repeated(
        self, source: object, *, columns: Sequence[str] | None = None, text: Sequence[str] = (), is_stated: bool = False
    ) -> Repeated:  # fmt: skip
        """Rows that equal an earlier one, counted exactly in a pass of its own.

        Args:
            source: what holds the table; rows are needed.
            columns: that are compared; all that can be when not given.
            text: columns of a CSV file that are text even where they look like numbers.
            is_stated: leave out rows that lack a value in one of the columns.

        Raises:
            ColumnMissing: it lacks one of the columns.
        """
        ...
