"""Tables of any size as whoever measures them sees them: scanned into profiles, batch by batch."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from evenhand.metrics.profiling.plan import ProfilePlan
    from evenhand.metrics.profiling.profile import Profile


class Scanner(Protocol):
    """Reads whatever holds a table: a path, a folder, an address, a data frame, a written profile."""

    def origin(self, source: object) -> str:
        """What the source is called in messages."""
        ...

    def plan(self, source: object, *, columns: Sequence[str] | None = None, is_exact: bool = False) -> "ProfilePlan":
        """The plan that a reference makes.

        Raises:
            ColumnMissing: it lacks a column that was asked for.
        """
        ...

    def profile(self, source: object, plan: "ProfilePlan") -> "Profile":
        """The whole source, counted under a plan."""
        ...
