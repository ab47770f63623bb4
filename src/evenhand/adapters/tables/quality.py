"""The data-quality report of a table: what was counted, what was measured, where it breaks its contract."""

from dataclasses import replace
from typing import TYPE_CHECKING

from evenhand.adapters.tables.contract_check import check_contract
from evenhand.adapters.tables.describe import describe_table
from evenhand.adapters.tables.personal_scan import propose_personal
from evenhand.adapters.tables.scan.in_memory import InMemory
from evenhand.adapters.tables.table import Table
from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.remark import remarks

if TYPE_CHECKING:
    from evenhand.metrics.column_values import ColumnValues


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
    """What the profile of the table says of every column, and the share of repeated keys.

    The contract's limits and categories have cells of their own, so that what is outside them is counted exactly. No
    value of a key is shown, and no frequent value of any column.
    """
    from evenhand.adapters.tables.scan.planned import plan_of
    from evenhand.adapters.tables.scan.profiled import profile_of
    from evenhand.lifecycle.data.column_quality import Asked, column_quality
    from evenhand.lifecycle.data.counted import with_limits
    from evenhand.metrics.repeated_keys import duplicate_rate

    keys = tuple(name for name in contract.by_role("key") if name in table.kinds)
    source = InMemory(arrow=table.arrow, origin=table.origin)
    profile = profile_of(source, with_limits(plan_of(source), contract))
    asked = Asked(contract=contract, key=keys, label=None, as_of=None, confidence=confidence)
    found = [_valueless(each) for column in profile.columns for each in column_quality(column, asked)]
    if keys:
        found.append(duplicate_rate([table.numpy(name) for name in keys], confidence=confidence))
    return tuple(found)


def _valueless(found: Measurement) -> Measurement:
    return replace(found, detail={name: value for name, value in found.detail.items() if name != "value"})


def column_values(table: Table, name: str) -> "ColumnValues":
    """One column as ``evenhand.metrics.quality`` takes it: nulls apart from NaN.

    Raises:
        ColumnMissing: there is no such column in the table.
    """
    from evenhand.metrics.column_values import ColumnValues

    column, kind = table.column(name), table.kinds[name]
    is_null = None
    if kind in ("integer", "number", "boolean") and column.null_count:
        is_null = column.is_null().to_numpy()
        column = column.fill_null(False if kind == "boolean" else 0)
    return ColumnValues(name=name, values=column.to_numpy(), is_null=is_null)
