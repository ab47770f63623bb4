"""What happens today without the model: a column that records it, or a rule that states it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from evenhand.errors.table import UseCaseInvalid
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.problem.scalar import Scalar, is_scalar, scalar_as_json, scalar_from_json

NOT_STATED = "not stated"
OPERATORS = ("<", "<=", ">", ">=", "==", "!=")
_EQUALITY = ("==", "!=")


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeColumn:
    """A column that holds the decision that was given without the model.

    Attributes:
        column: its name.
        favourable: the value that stands for the favourable decision.
    """

    column: str
    favourable: Scalar

    def __post_init__(self) -> None:
        _refuse_blank(self.column)
        if not is_scalar(self.favourable):
            path = "current_practice.favourable"
            raise UseCaseInvalid(f"{path} is {self.favourable!r}, no single finite value.", path=path)

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {"column": self.column, "favourable": scalar_as_json(self.favourable)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRule:
    """A rule of one comparison: rows for which it holds get the favourable decision.

    Attributes:
        column: the column that it looks at.
        operator: one of ``< <= > >= == !=``.
        value: what it compares with; a number for the four that order.
    """

    column: str
    operator: str
    value: Scalar

    def __post_init__(self) -> None:
        _refuse_blank(self.column)
        path = "current_practice.rule"
        if self.operator not in OPERATORS:
            known = " ".join(OPERATORS)
            raise UseCaseInvalid(f"{path}.operator is {self.operator!r}, none of {known}.", path=f"{path}.operator")
        is_number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        if self.operator not in _EQUALITY and not is_number:
            raise UseCaseInvalid(f"{path}.value is {self.value!r}, no number to order by.", path=f"{path}.value")
        if not is_scalar(self.value):
            raise UseCaseInvalid(f"{path}.value is {self.value!r}, no single finite value.", path=f"{path}.value")

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        rule: dict[str, Json] = {
            "column": self.column, "operator": self.operator, "value": scalar_as_json(self.value),
        }  # fmt: skip
        return {"rule": rule}


Practice: TypeAlias = "PracticeColumn | PracticeRule | None"
"""``None``: not stated, so nothing can be compared with today."""


def practice_as_json(practice: Practice) -> Json:
    """``not stated``, a column or a rule.

    Examples:
        >>> practice_as_json(None)
        'not stated'
        >>> practice_as_json(PracticeColumn(column="granted", favourable="yes"))
        {'column': 'granted', 'favourable': 'yes'}
    """
    return NOT_STATED if practice is None else practice.as_json()


def practice_from_json(stored: Json) -> Practice:
    """Read the stored form.

    Raises:
        UseCaseInvalid: it is none of the three.
    """
    if stored == NOT_STATED:
        return None
    try:
        if isinstance(stored, Mapping) and set(stored) == {"column", "favourable"}:
            return PracticeColumn(column=_text(stored["column"]), favourable=scalar_from_json(stored["favourable"]))
        rule = stored["rule"] if isinstance(stored, Mapping) and set(stored) == {"rule"} else None
        if isinstance(rule, Mapping) and set(rule) == {"column", "operator", "value"}:
            operator, value = _text(rule["operator"]), scalar_from_json(rule["value"])
            return PracticeRule(column=_text(rule["column"]), operator=operator, value=value)
    except ValueError as mistake:
        raise UseCaseInvalid(f"current_practice: {mistake}.", path="current_practice") from mistake
    raise UseCaseInvalid(
        "current_practice is neither 'not stated', nor a column with its favourable value, nor a rule.",
        path="current_practice",
    )


def _text(stored: Json) -> str:
    if not isinstance(stored, str):
        raise ValueError(f"{stored!r} is no text")  # noqa: TRY004 - the caller turns it into one refusal
    return stored


def _refuse_blank(column: str) -> None:
    if not column.strip():
        raise UseCaseInvalid("current_practice names no column.", path="current_practice")
