"""A value of each column that tells nothing about a case: what a score is compared with to find its reasons."""

from collections.abc import Sequence

from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.serving.prediction import Scalar


def typical_values(contract: Contract, inputs: Sequence[str]) -> dict[str, Scalar]:
    """The middle of a range, the first category, nothing where a column may lack a value.

    Examples:
        >>> columns = (Column(name="age", kind="integer", minimum=18, maximum=80), Column(name="town", kind="text"))
        >>> typical_values(Contract(columns=columns), ["age", "town"])
        {'age': 49, 'town': ''}
    """
    return {name: _typical(contract.column(name)) for name in inputs}


def _typical(column: Column) -> Scalar:
    if column.categories:
        return column.categories[len(column.categories) // 2]
    if column.kind in ("integer", "number"):
        ends = [end for end in (column.minimum, column.maximum) if end is not None]
        middle = sum(ends) / len(ends) if ends else 0.0
        return int(middle) if column.kind == "integer" else float(middle)
    if column.nullable:
        return None
    if column.kind == "boolean":
        return False
    return "" if column.kind == "text" else "1970-01-01T00:00:00.000000Z"
