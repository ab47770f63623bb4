"""Bands: how a measured quantity such as age becomes groups that people can talk about."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

from evenhand.errors.table import UseCaseInvalid
from evenhand.lifecycle.problem.scalar import scalar_text

MISSING = "(missing)"
"""The group of the rows that do not state the attribute."""

BLANK = "(blank)"
"""The group of the rows that state it as an empty text."""


_SAFE_INTEGER = 2**53 - 1


def checked_cuts(cuts: Sequence[float], *, path: str) -> tuple[float, ...]:
    """The cut points, refused unless they rise.

    Raises:
        UseCaseInvalid: none, one that is no finite number, or one not above the one before.
    """
    if not cuts:
        raise UseCaseInvalid(f"{path} names no cut point.", path=path)
    for index, cut in enumerate(cuts):
        if not _is_cut(cut):
            raise UseCaseInvalid(f"{path}[{index}] is {cut!r}, no finite number.", path=f"{path}[{index}]")
        if index and cut <= cuts[index - 1]:
            raise UseCaseInvalid(f"{path}[{index}] is {cut}, not above {cuts[index - 1]}.", path=f"{path}[{index}]")
    return tuple(cuts)


def _is_cut(cut: float) -> bool:
    if isinstance(cut, bool) or not isinstance(cut, int | float):
        return False
    return abs(cut) <= _SAFE_INTEGER if isinstance(cut, int) else isfinite(cut)


def band_names(cuts: Sequence[float]) -> tuple[str, ...]:
    """One name for each band: one more than there are cut points, each starting at, and holding, its cut point.

    Whole cut points make names such as ``18-24``, which holds every value from 18 up to, not including, 25 (also
    24.7: a person of that age is 24). A cut point written with a fraction makes names such as ``[0.5, 0.75)``.
    The names depend on the cut points alone, so every table of a use case has the same groups.

    Examples:
        >>> band_names([18, 25, 65])
        ('<18', '18-24', '25-64', '>=65')
        >>> band_names([0.5, 0.75])
        ('<0.5', '[0.5, 0.75)', '>=0.75')
        >>> band_names([0, 1, 5])
        ('<0', '0', '1-4', '>=5')
    """
    is_whole = all(isinstance(cut, int) for cut in cuts)
    between = [
        _whole_band(int(low), int(high)) if is_whole else f"[{scalar_text(low)}, {scalar_text(high)})"
        for low, high in pairwise(cuts)
    ]
    return (f"<{scalar_text(cuts[0])}", *between, f">={scalar_text(cuts[-1])}")


def _whole_band(low: int, high: int) -> str:
    last = high - 1
    if last == low:
        return str(low)
    return f"{low} to {last}" if low < 0 else f"{low}-{last}"
