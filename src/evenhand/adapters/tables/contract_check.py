"""Hold a table against its contract."""

from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.coded import coded
from evenhand.adapters.tables.table import Table
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.data.violation import Seen, Violation, column_violations, may_agree, shape_violations

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHOWN = 5


def check_contract(table: Table, contract: Contract) -> tuple[Violation, ...]:
    """Every rule that ``table`` breaks, with the number of rows; empty when it keeps the contract.

    Examples:
        >>> import pyarrow
        >>> table = Table.of(pyarrow.table({"age": [17, 30, None], "sex": ["f", "x", "m"]}))
        >>> contract = Contract(columns=(Column(name="age", kind="integer", minimum=18),
        ...                              Column(name="sex", kind="text", categories=("f", "m"))))
        >>> [(found.column, found.rule, found.n) for found in check_contract(table, contract)]
        [('age', 'null', 1), ('age', 'below-minimum', 1), ('sex', 'unknown-category', 1)]
    """
    held = [column for column in contract.columns if column.name in table.kinds]
    return (
        *shape_violations(contract, table.columns, n_rows=table.n_rows),
        *(found for column in held for found in column_violations(column, _seen(table, column))),
    )


def _seen(table: Table, column: Column) -> Seen:
    kind = table.kinds[column.name]
    counts: dict[str, Any] = {"n_null": table.column(column.name).null_count}
    if kind in ("integer", "number"):
        counts |= _number_counts(table, column, kind=kind)
    if column.categories is not None and may_agree(found=kind, stated=column.kind):
        counts |= _category_counts(table, column)
    return Seen(kind=kind, n=table.n_rows, **counts)


def _number_counts(table: Table, column: Column, *, kind: str) -> dict[str, Any]:
    import numpy as np

    values = table.column(column.name).drop_null().to_numpy()
    finite = values[np.isfinite(values)]
    counts = {"n_nan": int(np.isnan(values).sum()), "n_infinite": int(np.isinf(values).sum())}
    counts["n_misfit"] = int(_misfits(finite, kind=kind, stated=column.kind).sum())
    if column.minimum is not None:
        counts["n_below"] = int((finite < column.minimum).sum())
    if column.maximum is not None:
        counts["n_above"] = int((finite > column.maximum).sum())
    return counts


def _misfits(values: "NDArray[Any]", *, kind: str, stated: str) -> "NDArray[np.bool_]":
    import numpy as np

    if stated == "boolean":
        return np.asarray((values != 0) & (values != 1))
    if stated == "integer" and kind == "number":
        return np.asarray(values != np.floor(values))
    return np.zeros(len(values), dtype=np.bool_)


def _category_counts(table: Table, column: Column) -> dict[str, Any]:
    found, known = coded(table, column.name), set(column.categories or ())
    strange = [(n, str(value)) for value, n in zip(found.values, found.counts, strict=True) if value not in known]
    strange.sort(key=lambda pair: (-pair[0], pair[1]))
    texts = [text for _, text in strange[:_SHOWN]]
    more = [f"and {len(strange) - _SHOWN} more"] if len(strange) > _SHOWN else []
    return {"unknown": (*texts, *more), "n_unknown": sum(n for n, _ in strange)}
