"""Count a table into a profile that can be kept, merged and compared."""

from evenhand.metrics.profiling.profile import Profile
from evenhand.ports.scan import Scanner


def profile_table(scanner: Scanner, table: object, *, like: object = None, is_exact: bool = False) -> Profile:
    """The profile of a table, on cells that it makes itself or on those of another.

    Only profiles on the same cells can be merged: make the first of a series without ``like``, and all others like it.

    Args:
        scanner: reads the table.
        table: whatever holds it.
        like: a profile, or a table, whose cells are used.
        is_exact: give each distinct number a cell of its own, so that distances are exact; of no use with ``like``.

    Raises:
        ProfilesUnlike: the table is itself a profile, and one on other cells.
    """
    plan = scanner.plan(table if like is None else like, is_exact=is_exact)
    return scanner.profile(table, plan)
