"""Arrays of cases to codes: what a label, a decision, a score and an attribute may look like."""

from math import isnan, nan
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
    if array.dtype.kind not in "UTO":
        raise AttributeNotText(f"{name} holds values of type {array.dtype}.", name=name)
    found, order = unlike_values(array)
    texts = [_text(value, name) for value in found]
    values = tuple(sorted(set(texts)))
    rank = {value: place for place, value in enumerate(values)}
    return values, np.array([rank[value] for value in texts], dtype=np.int64)[order]


def unlike_values(array: Array) -> tuple[list[object], Integers]:
    """The different values of any array, and per entry the index of its own; NaN is one value, and so is null.

    Examples:
        >>> unlike_values(np.array(["b", None, "b"], dtype=object))[1].tolist()
        [0, 1, 0]
    """
    if array.dtype.kind not in "TO":
        found, places = np.unique(array, return_inverse=True)
        return found.tolist(), places.reshape(-1).astype(np.int64)
    raw = array.tolist()
    try:
        index: dict[object, int] = dict.fromkeys(raw, 0)
    except TypeError:
        raw = [_hashable(value) for value in raw]
        index = dict.fromkeys(raw, 0)
    for place, value in enumerate(index):
        index[value] = place
    codes = np.fromiter(map(index.__getitem__, raw), np.int64, len(raw))
    # Every NaN object is a key of its own, and they stand for one value.
    plain = {nan if _is_nan(value) else value: None for value in index}
    rank = {value: place for place, value in enumerate(plain)}
    return list(plain), np.array([rank[nan if _is_nan(value) else value] for value in index], dtype=np.int64)[codes]


def _hashable(value: object) -> object:
    try:
        hash(value)
    except TypeError:
        return ("of a type without a hash", repr(value))
    return value


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and isnan(value)


def _text(value: object, name: str) -> str:
    if value is None or _is_nan(value):
        return MISSING
    if not isinstance(value, str):
        raise AttributeNotText(f"{name} holds {value!r}, of type {type(value).__name__}.", name=name)
    try:
        value.encode()
    except UnicodeEncodeError as mistake:
        raise AttributeNotText(f"{name} holds {value!r}, which UTF-8 cannot write.", name=name) from mistake
    return str(value)


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
