"""One value of a column, as a person writes it and as a document stores it."""

from collections.abc import Mapping
from math import isfinite
from typing import TypeAlias

from evenhand.kernel.canonical import Json

Scalar: TypeAlias = "bool | int | float | str"


_SAFE_INTEGER = 2**53 - 1


def is_scalar(value: object) -> bool:
    """Whether ``value`` is a finite single value that a document can hold.

    Examples:
        >>> is_scalar("Yes"), is_scalar(float("nan")), is_scalar(None), is_scalar(2**60)
        (True, False, False, False)
    """
    if isinstance(value, bool | str):
        return True
    if isinstance(value, int):
        return abs(value) <= _SAFE_INTEGER
    return isinstance(value, float) and isfinite(value)


def scalar_text(value: Scalar) -> str:
    """The readable text of a value: no ``.0`` behind whole numbers, ``true`` and ``false`` in small letters.

    Examples:
        >>> scalar_text(2.0), scalar_text(0.5), scalar_text(True), scalar_text("Yes")
        ('2', '0.5', 'true', 'Yes')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else repr(value)


def scalar_kind(value: Scalar) -> str:
    """``boolean``, ``number`` or ``text``: values of different kinds are never equal.

    Examples:
        >>> scalar_kind(True), scalar_kind(1), scalar_kind("1")
        ('boolean', 'number', 'text')
    """
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str) else "number"


def scalar_as_json(value: Scalar) -> Json:
    """The stored form: a fraction is marked, because canonical bytes turn it into text.

    Examples:
        >>> scalar_as_json(1), scalar_as_json("1"), scalar_as_json(0.5)
        (1, '1', {'number': 0.5})
    """
    if isinstance(value, float):
        return int(value) if value.is_integer() and is_scalar(int(value)) else {"number": value}
    return value


def scalar_from_json(stored: Json) -> Scalar:
    """Read the stored form, also after canonical bytes.

    Raises:
        ValueError: it is no stored value.

    Examples:
        >>> scalar_from_json({"number": "0.5"}), scalar_from_json("0.5")
        (0.5, '0.5')
    """
    if isinstance(stored, Mapping) and set(stored) == {"number"}:
        number = stored["number"]
        if isinstance(number, str | float) and isfinite(float(number)):
            return float(number)
    if isinstance(stored, bool | int | float | str) and is_scalar(stored):
        return stored
    raise ValueError(f"{stored!r} is no single value")
