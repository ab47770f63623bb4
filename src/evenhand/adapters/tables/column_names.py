"""Names that tell the columns of a table apart."""

from collections.abc import Sequence

from evenhand.errors.table import TableColumnNames


def require_unlike_names(names: Sequence[str], *, origin: str) -> None:
    """Refuse names that do not tell columns apart.

    Raises:
        TableColumnNames: a name is blank or stands twice.
    """
    seen: set[str] = set()
    for position, name in enumerate(names, start=1):
        if not name.strip():
            raise TableColumnNames(f"Column {position} of {origin} has no name.", origin=origin, position=position)
        if name in seen:
            raise TableColumnNames(f"{origin} has more than one column {name!r}.", origin=origin, column=name)
        seen.add(name)
