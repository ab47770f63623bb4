"""A source in which columns that look like numbers are text: only CSV leaves it open."""

from collections.abc import Sequence

from evenhand.adapters.tables.scan.delimited import Delimited
from evenhand.adapters.tables.scan.folder import Folder
from evenhand.adapters.tables.scan.source import Source


def with_texts(source: Source, names: Sequence[str]) -> Source:
    """The same rows, with these columns as text wherever they come from CSV; all others keep their types.

    Examples:
        >>> from evenhand.adapters.tables.scan.in_memory import InMemory
        >>> with_texts(InMemory.of({"zone": [1]}), ["zone"]).schema.field("zone").type
        DataType(int64)
    """
    if not names:
        return source
    if isinstance(source, Delimited):
        return source.with_texts(names)
    if isinstance(source, Folder):
        return Folder.of_tables([with_texts(each, names) for each in source.tables], source.origin)
    return source
