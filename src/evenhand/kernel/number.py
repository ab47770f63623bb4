"""Numbers for readers: shares as percent, with as many digits as the limit they are held against needs.

The one place where a number becomes text, so that no page says 0.80 where another says 0.7997.
"""

from collections.abc import Mapping, Sequence
from math import floor, isfinite, log10
from types import MappingProxyType

from evenhand.kernel.metric import METRICS

_MOST_DIGITS = 13
"""The last that ``_side`` tells from a limit."""
_ENDS: Mapping[str, tuple[float, ...]] = MappingProxyType({"percent": (0.0, 1.0), "ratio": (0.8, 1.0, 1.25)})
"""A share that is not 0 or 1 is never written as one of them, a ratio below four fifths never as 0.800."""
_SIGNIFICANT = 4
_LEAST, _MOST = 1e-3, 1e7
"""Between them a number of a column is written without a power of ten."""


def kind_of(name: str, unit: str | None = None) -> str:
    """How a metric is written.

    Args:
        name: of the metric.
        unit: of the measurement, for names that the table of metrics does not hold.

    Returns:
        ``percent``, ``points`` (differences of shares), ``ratio``, ``count``, ``column`` (in a column's own unit) or
        ``plain``.

    Examples:
        >>> kind_of("selection_rate"), kind_of("selection_rate_difference"), kind_of("roc_auc")
        ('percent', 'points', 'plain')
        >>> kind_of("selection_rate_ratio"), kind_of("minimum"), kind_of("rows"), kind_of("unheard_of", "share")
        ('ratio', 'column', 'count', 'percent')
        >>> kind_of("demographic_parity_difference"), kind_of("calibration_in_the_large_group_difference")
        ('points', 'plain')
    """
    spec = METRICS.get(name)
    unit = unit if spec is None else spec.unit
    if unit == "difference":
        of = name.removesuffix("_change") if spec is None else spec.compares or next(iter(spec.spans), name)
        compared = METRICS.get(of.removesuffix("_change"))
        return "points" if compared is not None and compared.unit == "share" else "plain"
    return {"share": "percent", "ratio": "ratio", "count": "count", "column": "column"}.get(unit or "", "plain")


def written(value: float, kind: str, *, limits: Sequence[float] = ()) -> str:
    """One number; it lies on the same side of every limit as ``value`` does.

    Args:
        value: finite.
        kind: from ``kind_of``.
        limits: in the unit of ``value``.

    Examples:
        >>> written(0.4734, "percent"), written(0.79996, "percent", limits=[0.8]), written(0.9999, "percent")
        ('47.3%', '79.996%', '99.99%')
        >>> written(-0.0312, "points"), written(0.81234, "plain", limits=[0.8]), written(0.7997, "ratio")
        ('-3.1 points', '0.812', '0.7997')
        >>> written(27514, "count"), written(51234.56, "column"), written(0.25, "column")
        ('27,514', '51235', '0.25')
    """
    return f"{_digits(value, kind, _needed([value], kind, limits))}{_SUFFIX[kind]}"


def spread(ends: tuple[float, float, float], kind: str, *, limits: Sequence[float] = ()) -> str:
    """A value with its interval, all three with the same number of digits; the value alone where it is exact.

    Args:
        ends: value, lower and upper end, finite.
        kind: from ``kind_of``.
        limits: in the unit of the value.

    Examples:
        >>> spread((0.47, 0.451, 0.489), "percent")
        '47.0% [45.1%, 48.9%]'
        >>> spread((-0.05, -0.0999, 0.0), "points", limits=[-0.1])
        '-5.00 [-9.99, +0.00] points'
        >>> spread((0.85, 0.79, 0.91), "plain", limits=[0.8])
        '0.850 [0.790, 0.910]'
        >>> spread((17.0, 17.0, 17.0), "column"), spread((1203.5, 1190.2, 1216.8), "column")
        ('17', '1203.5 [1190.2, 1216.8]')
    """
    if kind in _EXACT and ends[1] == ends[2]:
        return written(ends[0], kind)
    digits = _needed(ends, kind, limits)
    value, lower, upper = (_digits(each, kind, digits) for each in ends)
    if kind == "percent":
        return f"{value}% [{lower}%, {upper}%]"
    return f"{value} [{lower}, {upper}]{_SUFFIX[kind]}"


def plainly(value: float, kind: str) -> str:
    """A limit as its author wrote it, shortest.

    Examples:
        >>> plainly(0.8, "percent"), plainly(-0.1, "points"), plainly(0.75, "plain"), plainly(0.0001, "percent")
        ('80%', '-10 points', '0.75', '0.01%')
    """
    scaled = value * 100 if kind in _HUNDREDFOLD else value
    text = f"{scaled:.10f}".rstrip("0").rstrip(".") if abs(scaled) < 1e12 else repr(scaled)
    return f"{'0' if text in ('-0', '') else text}{_SUFFIX[kind]}"


def counted(n: int) -> str:
    """A count with its thousands apart.

    Examples:
        >>> counted(27514)
        '27,514'
    """
    return f"{n:,}"


_SUFFIX = {"percent": "%", "points": " points", "plain": "", "ratio": "", "count": "", "column": ""}
_HUNDREDFOLD = ("percent", "points")
_EXACT = ("count", "column")


def _needed(values: Sequence[float], kind: str, limits: Sequence[float]) -> int:
    """Decimals with which each of ``values`` lies on its own side of each limit."""
    if kind == "count":
        return 0
    if kind == "column":
        return _places(values)
    held = (*limits, *_ENDS.get(kind, ()))
    least = 1 if kind in _HUNDREDFOLD else 3
    for digits in range(least, _MOST_DIGITS):
        if all(_keeps(value, kind, digits, held) for value in values if isfinite(value)):
            return digits
    return _MOST_DIGITS


def _places(values: Sequence[float]) -> int:
    """Decimals that show the width of an interval, or the number itself, with four digits."""
    width = max(values) - min(values)
    size = width if width > 0 else max(map(abs, values))
    if size == 0:
        return 0
    wanted = (_SIGNIFICANT if width == 0 else 3) - 1 - floor(log10(size))
    return min(max(wanted, 0), 15)


def _keeps(value: float, kind: str, digits: int, limits: Sequence[float]) -> bool:
    rounded = round(value, digits + 2 if kind in _HUNDREDFOLD else digits)
    return all(_side(rounded, limit) == _side(value, limit) for limit in limits)


def _side(value: float, limit: float) -> int:
    if abs(value - limit) < 1e-12:
        return 0
    return 1 if value > limit else -1


def _digits(value: float, kind: str, digits: int) -> str:
    if kind == "column":
        return _of_a_column(value, digits)
    if kind == "count":
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    text = f"{value * 100 if kind in _HUNDREDFOLD else value:+.{digits}f}"
    if float(text) == 0:
        text = f"+{text[1:]}"
    return text if kind == "points" else text.removeprefix("+")


def _of_a_column(value: float, digits: int) -> str:
    if value and not _LEAST <= abs(value) < _MOST:
        return f"{value:.{_SIGNIFICANT}g}"
    # No thousands apart: the reader knows the column's values as they are, and a year is no 2,018.
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
