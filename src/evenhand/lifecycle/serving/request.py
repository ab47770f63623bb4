"""What a caller sends, held against the contract before any model sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import NoReturn

from evenhand.errors.number import InstantUnreadable
from evenhand.errors.serving import RequestInvalid
from evenhand.kernel.instant import instant, moment
from evenhand.kernel.part import did_you_mean
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.serving.prediction import Scalar

_LARGEST = 2**63
CASE = "case"
"""Name under which a caller may give his own key of a case, whatever the key column of the contract is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which columns a request may have.

    Attributes:
        contract: of the version.
        inputs: what the model takes; every row has them.
        context: protected and further columns, which the model never sees; a row may have them.
    """

    contract: Contract
    inputs: Sequence[str]
    context: Sequence[str]

    @property
    def key(self) -> str:
        """The column with the key of the case."""
        return next(iter(self.contract.by_role("key")), CASE)

    @property
    def keys(self) -> tuple[str, ...]:
        """Names that a row may give its key under, the contract's own first."""
        taken = {*self.inputs, *self.context, self.key}
        return (self.key,) if CASE in taken else (self.key, CASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """One row, taken apart.

    Attributes:
        case: the caller's key; ``None`` when he gave none.
        features: for the model, in its order.
        context: for the log.
    """

    case: str | None
    features: Mapping[str, Scalar]
    context: Mapping[str, Scalar]


def check_rows(rows: Sequence[Mapping[str, object]], wanted: Wanted) -> list[CheckedRow]:
    """The rows of a request, each with all that the model takes and nothing that nobody knows.

    Raises:
        RequestInvalid: a column is missing or unknown, or a value is of another kind; the path is named.

    Examples:
        >>> contract = Contract(columns=(Column(name="age", kind="integer", minimum=18),))
        >>> wanted = Wanted(contract=contract, inputs=["age"], context=[])
        >>> check_rows([{"age": 30, "case": "c-1"}], wanted)
        [CheckedRow(case='c-1', features={'age': 30}, context={})]
        >>> check_rows([{"agee": 30}], wanted)
        Traceback (most recent call last):
        evenhand.errors.serving.RequestInvalid: [REQUEST-INVALID] rows[0].agee: no such column (did you mean age?). ...
    """
    return [_row(row, f"rows[{place}]", wanted) for place, row in enumerate(rows)]


def strange_values(rows: Sequence[CheckedRow], wanted: Wanted) -> tuple[str, ...]:
    """Where values lie outside the range or the categories of the contract, in words."""
    columns = [wanted.contract.column(name) for name in wanted.inputs]
    return tuple(
        f"rows[{place}].{column.name}: {row.features[column.name]!r} is outside of what the contract states."
        for place, row in enumerate(rows)
        for column in columns
        if _is_strange(row.features[column.name], column)
    )


def _row(row: Mapping[str, object], path: str, wanted: Wanted) -> CheckedRow:
    known = (*wanted.inputs, *wanted.context, *wanted.keys)
    for name in row:
        if name not in known:
            _refuse(f"{path}.{name}", f"no such column{did_you_mean(name, known)}")
    for name in wanted.inputs:
        if name not in row:
            _refuse(f"{path}.{name}", "missing")
    case = _case(row, path, wanted.keys)
    return CheckedRow(
        case=case,
        features={name: _value(row[name], wanted.contract.column(name), f"{path}.{name}") for name in wanted.inputs},
        context={name: _plain(row[name], f"{path}.{name}") for name in wanted.context if name in row},
    )


def _case(row: Mapping[str, object], path: str, keys: Sequence[str]) -> str | None:
    """The key of the case under one of its names; two names may not say two things."""
    found: dict[str, str] = {}
    for name in keys:
        value = row.get(name)
        if value is None:
            continue
        if not isinstance(value, str | int):
            _refuse(f"{path}.{name}", "no text")
        found[name] = str(value)
    if len(set(found.values())) > 1:
        _refuse(f"{path}.{CASE}", f"another key than {keys[0]}")
    return next(iter(found.values()), None)


def _value(value: object, column: Column, path: str) -> Scalar:
    if value is None:
        return None if column.nullable else _refuse(path, "null, and the column may lack no value")
    if column.kind in ("integer", "number") and isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, column.kind, path)
    if column.kind == "boolean" and isinstance(value, bool):
        return value
    if isinstance(value, str) and column.kind in ("text", "instant"):
        return value if column.kind == "text" else _instant(value, path)
    return _refuse(path, f"{value!r} is no {column.kind}")


def _number(value: float, kind: str, path: str) -> Scalar:
    if isinstance(value, int) and abs(value) >= _LARGEST:
        _refuse(path, "no number of 64 bits")
    if not isfinite(value):
        _refuse(path, f"{value!r} is no finite number")
    if kind == "number":
        return float(value)
    return (
        int(value) if value == int(value) and abs(value) < _LARGEST else _refuse(path, f"{value!r} is no whole number")
    )


def _instant(value: str, path: str) -> str:
    try:
        return instant(moment(value))
    except InstantUnreadable:
        return _refuse(path, f"{value!r} is no instant in UTC such as 2026-11-23T07:00:00Z")


def _plain(value: object, path: str) -> Scalar:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return _refuse(path, "no single value")


def _is_strange(value: Scalar, column: Column) -> bool:
    if value is None:
        return False
    if column.categories is not None and value not in column.categories:
        return True
    if isinstance(value, str | bool):
        return False
    is_low = column.minimum is not None and value < column.minimum
    return is_low or (column.maximum is not None and value > column.maximum)


def _refuse(path: str, fact: str) -> NoReturn:
    raise RequestInvalid(f"{path}: {fact}.", path=path)
