"""What counts in cells prove about the largest distance of two samples' distribution functions."""

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.tally import Integers


def certified_distance(
    reference: Integers, current: Integers, atoms: NDArray[np.bool_]
) -> tuple[float, float]:  # fmt: skip
    """Least and largest that the Kolmogorov-Smirnov statistic of the rows can be, given their counts in cells.

    At the ends of cells both functions are known. Within a cell that holds one single value, or rows of one side only,
    the distance is largest at an end; elsewhere it exceeds that of the ends by at most the cell's share of the
    reference. So the bounds coincide in the exact mode, and lie no further apart than the heaviest cell of the
    reference, below 0.002 in a plan of 1,024 cells.

    Args:
        reference: rows of each cell, rising; at least one in all.
        current: likewise.
        atoms: which cells hold one single value.

    Examples:
        >>> low, high = certified_distance(np.array([2, 2]), np.array([1, 3]), np.array([False, False]))
        >>> low, high
        (0.25, 0.75)
        >>> certified_distance(np.array([2, 2]), np.array([1, 3]), np.array([True, True]))
        (0.25, 0.25)
    """
    one, other = (np.concatenate([[0], np.cumsum(counts)]) / counts.sum() for counts in (reference, current))
    low = float(np.abs(one - other).max())
    inside = (reference > 0) & (current > 0) & ~atoms
    if not inside.any():
        return low, low
    within = np.maximum(one[1:] - other[:-1], other[1:] - one[:-1])[inside]
    return low, max(low, float(within.max()))
