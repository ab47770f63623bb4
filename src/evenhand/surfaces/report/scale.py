"""The axis of a figure: round ticks that enclose what is drawn."""

from collections.abc import Iterable
from math import ceil, floor, isfinite, log10

from evenhand.kernel.number import plainly

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MOST_TICKS = 6
_FARTHEST = 1e300
"""Beyond it an axis ends: its steps would be no numbers."""


def ticks(values: Iterable[float], kind: str) -> tuple[tuple[float, str], ...]:
    """Round places from below the least to above the greatest of ``values``, at most six or so, with their texts.

    Args:
        values: what the axis has to hold; those that are not finite are left out.
        kind: from ``kernel.number.kind_of``.

    Examples:
        >>> ticks([0.0, 0.47], "percent")
        ((0.0, '0%'), (0.1, '10%'), (0.2, '20%'), (0.3, '30%'), (0.4, '40%'), (0.5, '50%'))
        >>> [text for _, text in ticks([-0.1, 0.03], "points")]
        ['-10', '-5', '0', '5 points']
    """
    finite = [min(max(value, -_FARTHEST), _FARTHEST) for value in values if isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    if high - low < 1e-9:
        low, high = low - 0.005, high + 0.005
    step = _step((high - low) / (_MOST_TICKS - 1))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    places = [round(at * step, 12) for at in range(first, last + 1)]
    texts = [plainly(place, kind) for place in places]
    # The unit of differences is a word: the last tick says it for all.
    return tuple(zip(places, [*(text.removesuffix(" points") for text in texts[:-1]), texts[-1]], strict=True))


def _step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))
