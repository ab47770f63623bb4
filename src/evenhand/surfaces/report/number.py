"""Numbers for readers: shares as percent, with as many digits as the limit they are held against needs."""

from collections.abc import Sequence
from math import isfinite

from evenhand.kernel.metric import METRICS

_MOST_DIGITS = 9
_ENDS = (0.0, 1.0)
"""A share that is not 0 or 1 is never written as one of them."""


def kind_of(name: str) -> str:
    """How a metric is written: ``percent``, ``points`` (differences of shares) or ``plain``.

    Examples:
        >>> kind_of("selection_rate"), kind_of("selection_rate_difference"), kind_of("roc_auc")
        ('percent', 'points', 'plain')
    """
    spec = METRICS.get(name)
    if spec is None or spec.unit not in ("share", "difference"):
        return "plain"
    if spec.unit == "share":
        return "percent"
    compared = METRICS.get(spec.compares or "")
    return "points" if compared is not None and compared.unit == "share" else "plain"


def written(value: float, kind: str, *, limits: Sequence[float] = ()) -> str:
    """One number; it lies on the same side of every limit as ``value`` does.

    Args:
        value: finite.
        kind: from ``kind_of``.
        limits: in the unit of ``value``.

    Examples:
        >>> written(0.4734, "percent"), written(0.79996, "percent", limits=[0.8]), written(0.9999, "percent")
        ('47.3%', '79.996%', '99.99%')
        >>> written(-0.0312, "points"), written(0.81234, "plain", limits=[0.8])
        ('-3.1 points', '0.812')
    """
    return f"{_digits(value, kind, _needed([value], kind, limits))}{_SUFFIX[kind]}"


def spread(ends: tuple[float, float, float], kind: str, *, limits: Sequence[float] = ()) -> str:
    """A value with its interval, all three with the same number of digits.

    Examples:
        >>> spread((0.47, 0.451, 0.489), "percent")
        '47.0% [45.1%, 48.9%]'
        >>> spread((-0.05, -0.0999, 0.0), "points", limits=[-0.1])
        '-5.00 [-9.99, +0.00] points'
        >>> spread((0.85, 0.79, 0.91), "plain", limits=[0.8])
        '0.850 [0.790, 0.910]'
    """
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
    scaled = value if kind == "plain" else value * 100
    text = f"{scaled:.10f}".rstrip("0").rstrip(".") if abs(scaled) < 1e12 else repr(scaled)
    return f"{'0' if text in ('-0', '') else text}{_SUFFIX[kind]}"


def counted(n: int) -> str:
    """A count with its thousands apart.

    Examples:
        >>> counted(27514)
        '27,514'
    """
    return f"{n:,}"


_SUFFIX = {"percent": "%", "points": " points", "plain": ""}


def _needed(values: Sequence[float], kind: str, limits: Sequence[float]) -> int:
    """Decimals with which each of ``values`` lies on its own side of each limit."""
    held = (*limits, *_ENDS) if kind == "percent" else tuple(limits)
    least = 3 if kind == "plain" else 1
    for digits in range(least, _MOST_DIGITS):
        if all(_keeps(value, kind, digits, held) for value in values if isfinite(value)):
            return digits
    return _MOST_DIGITS


def _keeps(value: float, kind: str, digits: int, limits: Sequence[float]) -> bool:
    places = digits if kind == "plain" else digits + 2
    rounded = round(value, places)
    return all(_side(rounded, limit) == _side(value, limit) for limit in limits)


def _side(value: float, limit: float) -> int:
    if abs(value - limit) < 1e-12:
        return 0
    return 1 if value > limit else -1


def _digits(value: float, kind: str, digits: int) -> str:
    sign = "+" if kind == "points" else ""
    return f"{value if kind == 'plain' else value * 100:{sign}.{digits}f}"
