"""Look through a table for columns that a person should confirm or deny to be personal data."""

from evenhand.adapters.tables.describe import describe_column
from evenhand.adapters.tables.table import Table
from evenhand.lifecycle.data.personal import Proposal, proposals

_VALUES_AT_MOST = 2000


def propose_personal(table: Table) -> tuple[Proposal, ...]:
    """Proposals for every column, from its name and at most 2,000 of its different values; no value is kept.

    Examples:
        >>> import pyarrow
        >>> table = Table.of(pyarrow.table({"contact": ["a@example.org"], "surname": ["Roe"], "age": [30]}))
        >>> [(found.column, found.sign) for found in propose_personal(table)]
        [('contact', 'e-mail address'), ('surname', 'name of a person')]
    """
    found: list[Proposal] = []
    for name in table.columns:
        found += proposals(describe_column(table, name, is_hidden=True), _some_values(table, name))
    return tuple(found)


def _some_values(table: Table, name: str) -> list[str]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if table.kinds[name] not in ("text", "integer"):
        return []
    values = pc.unique(table.column(name)).drop_null().slice(0, _VALUES_AT_MOST)
    texts: list[str] = values.cast(pa.large_string()).to_pylist()
    return texts
