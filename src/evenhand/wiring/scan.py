"""The ``Scanner`` of files and tables in memory."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenhand.adapters.tables.read import read_table
from evenhand.adapters.tables.scan.in_memory import InMemory
from evenhand.adapters.tables.scan.profiled import plan_of, profile_of
from evenhand.adapters.tables.scan.source import Source

if TYPE_CHECKING:
    from evenhand.metrics.profiling.plan import ProfilePlan
    from evenhand.metrics.profiling.profile import Profile


class TableScanner:
    """See ``Scanner``."""

    def origin(self, source: object) -> str:
        """See ``Scanner``."""
        return _source(source).origin

    def plan(self, source: object, *, columns: Sequence[str] | None = None, is_exact: bool = False) -> "ProfilePlan":
        """See ``Scanner``."""
        return plan_of(_source(source), columns=columns, is_exact=is_exact)

    def profile(self, source: object, plan: "ProfilePlan") -> "Profile":
        """See ``Scanner``."""
        return profile_of(_source(source), plan)


def _source(source: object) -> Source:
    table = read_table(source)
    return InMemory(arrow=table.arrow, origin=table.origin)
