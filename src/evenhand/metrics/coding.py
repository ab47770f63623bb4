"""Arrays of cases to codes: what a label, a decision, a score and an attribute may look like."""

from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.number import AttributeNotText, CasesUnequal, OutcomeNotBinary, ScoreNotNumber
from evenhand.metrics.tally import Integers

MISSING = "(missing)"
"""The group of those whose value of an attribute is null."""

UNKNOWN = 2
"""The code of an outcome that is null; 0 and 1 stand for themselves."""

Array = NDArray[Any]  # object, text, number or boolean: this module is where that is found out


def line_up(arrays: dict[str, Array]) -> int:
    """The common length of ``arrays``.

    Raises:
        CasesUnequal: an array is not one-dimensional, or lengths differ.
    """
    lengths = {}
    for name, array in arrays.items():
        if array.ndim != 1:
            raise CasesUnequal(f"{name} has {array.ndim} dimensions.", name=name)
        lengths[name] = len(array)
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise CasesUnequal(f"The lengths differ: {told}.", lengths=lengths)
    return next(iter(lengths.values()))


def outcome_codes(array: Array, *, name: str) -> Integers:
    """0, 1 and ``UNKNOWN`` for null (``None`` or NaN).

    Raises:
        OutcomeNotBinary: another value stands there.

    Examples:
        >>> outcome_codes(np.array([1.0, np.nan, 0.0]), name="label").tolist()
        [1, 2, 0]
    """
    if array.dtype.kind == "b":
        return np.where(array, 1, 0)
    if array.dtype.kind == "O":
        array = _floats(array, OutcomeNotBinary, name)
    if array.dtype.kind not in "iuf":
        raise OutcomeNotBinary(f"{name} holds values of type {array.dtype}.", name=name)
    unknown = np.isnan(array)
    strange = ~unknown & (array != 0) & (array != 1)
    if strange.any():
        first = int(np.flatnonzero(strange)[0])
        raise OutcomeNotBinary(f"{name} is {array[first]} in row {first}.", name=name, row=first)
    codes: Integers = (array == 1).astype(np.int64)
    codes[unknown] = UNKNOWN
    return codes


def score_values(array: Array) -> NDArray[np.float64]:
    """Scores as float64, ``None`` as NaN and -0.0 as 0.0.

    Raises:
        ScoreNotNumber: a value is no real number.
    """
    if array.dtype.kind == "O":
        array = _floats(array, ScoreNotNumber, "score")
    if array.dtype.kind not in "biuf":
        raise ScoreNotNumber(f"score holds values of type {array.dtype}.")
    return array.astype(np.float64) + 0.0


def attribute_codes(array: Array, *, name: str) -> tuple[tuple[str, ...], Integers]:
    """The values that occur, in the order of text, and per case the index of its value; null is ``MISSING``.

    Raises:
        AttributeNotText: a value is neither text nor null, or text that UTF-8 cannot write.

    Examples:
        >>> values, codes = attribute_codes(np.array(["b", None, "b"], dtype=object), name="sex")
        >>> values, codes.tolist()
        (('(missing)', 'b'), [1, 0, 1])
    """
    if array.dtype.kind == "U":
        found, places = np.unique(array, return_inverse=True)
        firsts, order = [str(value) for value in found], places.reshape(-1).astype(np.int64)
    elif array.dtype.kind in "OT":
        firsts, order = _first_seen(array, name)
    else:
        raise AttributeNotText(f"{name} holds values of type {array.dtype}.", name=name)
    values = tuple(sorted({_written(value, name) for value in firsts}))
    rank = {value: place for place, value in enumerate(values)}
    return values, np.array([rank[value] for value in firsts], dtype=np.int64)[order]


def _first_seen(array: Array, name: str) -> tuple[list[str], Integers]:
    index: dict[object, int] = {}
    try:
        order = np.fromiter((index.setdefault(value, len(index)) for value in array.tolist()), np.int64, len(array))
    except TypeError as mistake:
        raise AttributeNotText(f"{name} holds values that are no text: {mistake}.", name=name) from mistake
    return [_text(value, name) for value in index], order


def _text(value: object, name: str) -> str:
    if value is None or (isinstance(value, float) and isnan(value)):
        return MISSING
    if not isinstance(value, str):
        raise AttributeNotText(f"{name} holds {value!r}, of type {type(value).__name__}.", name=name)
    return str(value)


def _written(value: str, name: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as mistake:
        raise AttributeNotText(f"{name} holds {value!r}, which UTF-8 cannot write.", name=name) from mistake
    return value


def _floats(array: Array, refusal: type[OutcomeNotBinary | ScoreNotNumber], name: str) -> NDArray[np.float64]:
    numbers = np.empty(len(array), dtype=np.float64)
    for row, value in enumerate(array.tolist()):
        if value is None:
            numbers[row] = np.nan
        elif isinstance(value, int | float | np.number | np.bool_):
            numbers[row] = float(value)
        else:
            raise refusal(f"{name} is {value!r} in row {row}.", name=name, row=row)
    return numbers
