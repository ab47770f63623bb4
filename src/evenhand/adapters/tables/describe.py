"""Count a table, column by column: what quality, contracts and data sheets are made from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.coded import coded
from evenhand.adapters.tables.repeated import n_repeated
from evenhand.adapters.tables.table import Table
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.facts import VALUES_AT_MOST, ColumnFacts, TableFacts
from evenhand.lifecycle.data.inference import Parts, inferred_contract
from evenhand.lifecycle.problem.scalar import Scalar

if TYPE_CHECKING:
    import pyarrow as pa

_SAFE_INTEGER = 2**53 - 1
_NUMBER = r"^\s*[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?\s*$"


def describe_table(table: Table, *, key: Sequence[str] = ()) -> TableFacts:
    """All counts of ``table``.

    Args:
        table: to count.
        key: columns that identify a row together; no value of them is shown.

    Raises:
        ColumnMissing: a key is not in the table.

    Examples:
        >>> table = Table.of(__import__("pyarrow").table({"id": [1, 1], "age": [30.0, None]}))
        >>> facts = describe_table(table, key=["id"])
        >>> facts.n_repeated_keys, facts.columns[1].n_null, facts.columns[0].minimum
        (1, 1, None)
    """
    shared = [name for name in table.columns if name not in key]
    return TableFacts(
        digest=table.digest, n_rows=table.n_rows, n_repeated=n_repeated(table, shared) if shared else None,
        n_repeated_keys=n_repeated(table, key, is_stated=True) if key else None,
        columns=tuple(describe_column(table, name, is_hidden=name in key) for name in table.columns),
    )  # fmt: skip


def infer_contract(table: Table, parts: Parts) -> Contract:
    """The contract that ``table`` suggests, with the roles of ``parts``; see ``inferred_contract`` for the rules.

    Raises:
        ColumnMissing, ContractInvalid: as ``Parts.roles`` says.
    """
    parts.roles(table.columns)
    return inferred_contract(describe_table(table, key=parts.key), parts)


def describe_column(table: Table, name: str, *, is_hidden: bool = False) -> ColumnFacts:
    """All counts of one column; ``is_hidden`` leaves its values out.

    Raises:
        ColumnMissing: there is no such column.
    """
    import pyarrow.compute as pc

    column, kind = table.column(name), table.kinds[name]
    counts: dict[str, Any] = {"n_null": column.null_count, "n_distinct": pc.count_distinct(column).as_py()}
    if kind in ("integer", "number"):
        counts |= _number_counts(column, is_hidden=is_hidden)
        counts["n_distinct"] -= bool(counts["n_nan"])
    elif kind == "text":
        counts |= _text_counts(column)
    elif kind == "instant" and not is_hidden:
        counts |= _instant_range(column)
    if not is_hidden:
        counts["values"] = _values(table, name, n_distinct=counts["n_distinct"])
    return ColumnFacts(name=name, kind=kind, n=table.n_rows, is_hidden=is_hidden, **counts)


def _number_counts(column: "pa.ChunkedArray", *, is_hidden: bool) -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    finite = column.filter(pc.is_finite(column))
    counts = {
        "n_nan": _n(pc.is_nan(column)), "n_infinite": _n(pc.is_inf(column)),
    }  # fmt: skip
    if pa.types.is_floating(column.type):
        counts["n_fraction"] = _n(pc.not_equal(finite, pc.floor(finite)))
    bounds = pc.min_max(finite).as_py()
    if is_hidden or any(isinstance(bound, int) and abs(bound) > _SAFE_INTEGER for bound in bounds.values()):
        return counts
    return {**counts, "minimum": bounds["min"], "maximum": bounds["max"]}


def _text_counts(column: "pa.ChunkedArray") -> dict[str, Any]:
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(column)
    is_blank = pc.equal(trimmed, "")
    return {
        "n_blank": _n(is_blank), "n_padded": _n(pc.and_not(pc.not_equal(trimmed, column), is_blank)),
        "n_number_text": _n(pc.match_substring_regex(column, _NUMBER)),
    }  # fmt: skip


def _instant_range(column: "pa.ChunkedArray") -> dict[str, Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    bounds = pc.min_max(column)
    return {"earliest": bounds["min"].cast(pa.string()).as_py(), "latest": bounds["max"].cast(pa.string()).as_py()}


def _values(table: Table, name: str, *, n_distinct: int) -> tuple[tuple[Scalar, int], ...]:
    if not 0 < n_distinct <= VALUES_AT_MOST or table.kinds[name] == "instant":
        return ()
    found = coded(table, name)
    if any(isinstance(value, int) and abs(value) > _SAFE_INTEGER for value in found.values):
        return ()
    if any(isinstance(value, float) and not value.is_integer() for value in found.values):
        return ()
    return tuple(sorted(zip(found.values, found.counts, strict=True), key=lambda pair: (-pair[1], str(pair[0]))))


def _n(truths: "pa.ChunkedArray") -> int:
    import pyarrow.compute as pc

    return int(pc.sum(truths).as_py() or 0)
