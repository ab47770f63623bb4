"""The data-quality report of a table: what was counted, what was measured, where it breaks its contract."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.contract_check import check_contract
from evenhand.adapters.tables.describe import describe_table
from evenhand.adapters.tables.personal_scan import propose_personal
from evenhand.adapters.tables.table import Table
from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.remark import remarks

if TYPE_CHECKING:
    from evenhand.metrics.column_values import ColumnValues

_SHOWING = frozenset({"minimum", "maximum"})
"""Measurements that are values of rows, so that key columns keep them to themselves."""


def quality_report(table: Table, contract: Contract, *, confidence: float = 0.95) -> dict[str, Json]:
    """The body of the data-quality report.

    ``digest``, ``n_rows``, ``n_repeated``, ``n_repeated_keys`` and ``columns`` as ``TableFacts.as_json`` says;
    ``violations``, ``remarks``, ``personal`` (columns that a person should look at) and ``measurements`` as lists.

    Examples:
        >>> from evenhand.lifecycle.data.contract import Column
        >>> table = Table.of(__import__("pyarrow").table({"age": [17, 30, None]}))
        >>> report = quality_report(table, Contract(columns=(Column(name="age", kind="integer", minimum=18),)))
        >>> [(found["rule"], found["n"]) for found in report["violations"]]
        [('null', 1), ('below-minimum', 1)]
    """
    keys = [name for name in contract.by_role("key") if name in table.kinds]
    facts = describe_table(table, key=keys)
    return {
        **facts.as_json(),
        "violations": [found.as_json() for found in check_contract(table, contract)],
        "remarks": [remark.as_json() for remark in remarks(facts)],
        "personal": [proposal.as_json() for proposal in propose_personal(table)],
        "measurements": [each.as_json() for each in quality_measurements(table, contract, confidence=confidence)],
    }


def quality_measurements(table: Table, contract: Contract, *, confidence: float = 0.95) -> tuple[Measurement, ...]:
    """What ``evenhand.metrics.quality`` measures of every column, and the share of repeated keys."""
    from evenhand.metrics.quality import column_quality, duplicate_rate

    keys = [name for name in contract.by_role("key") if name in table.kinds]
    found = [
        each
        for name in table.columns
        for each in column_quality(column_values(table, name, contract=contract), confidence=confidence)
        if name not in keys or each.name not in _SHOWING
    ]
    if keys:
        found.append(duplicate_rate([table.numpy(name) for name in keys], confidence=confidence))
    return tuple(found)


def column_values(table: Table, name: str, *, contract: Contract | None = None) -> "ColumnValues":
    """One column as ``evenhand.metrics.quality`` takes it: nulls apart from NaN, with the limits of a contract.

    Raises:
        ColumnMissing: there is no such column in the table.
    """
    from evenhand.metrics.column_values import ColumnValues

    column, kind = table.column(name), table.kinds[name]
    is_null = None
    if kind in ("integer", "number", "boolean") and column.null_count:
        is_null = column.is_null().to_numpy()
        column = column.fill_null(False if kind == "boolean" else 0)
    limits = {} if contract is None else dict(_limits(name, kind, contract))
    return ColumnValues(name=name, values=column.to_numpy(), is_null=is_null, **limits)


def _limits(name: str, kind: str, contract: Contract) -> Iterator[tuple[str, Any]]:
    if name not in contract.names:
        return
    stated = contract.column(name)
    if kind in ("integer", "number"):
        yield "minimum", stated.minimum
        yield "maximum", stated.maximum
    if stated.categories is not None and stated.kind == kind:
        yield "categories", frozenset(str(value) for value in stated.categories)
