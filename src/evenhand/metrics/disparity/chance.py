"""Whether a group's share differs from that of everybody else beyond what chance explains."""

from math import erfc, sqrt

import numpy as np

from evenhand.metrics.performance import share_counts
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats


def rest_p_values(name: str, counts: Integers) -> Floats:
    """Two-sided p-value of each group's share against that of the rows outside it, which share no row with it.

    Args:
        name: of a share, for example ``selection_rate``.
        counts: of all groups of a table, shape ``(groups, 2, 2, 3)``.

    Returns:
        One a group, in ``[0, 1]``; 1 where group or rest has no row to stand on, or all rows agree.

    Source:
        The score test of two shares (Pearson's chi-square without a correction); for large groups.

    Examples:
        >>> counts = np.zeros((2, 2, 2, 3), dtype=np.int64)
        >>> counts[:, 1, 1, 2], counts[:, 1, 0, 2] = (30, 50), (70, 50)
        >>> rest_p_values("selection_rate", counts).round(4).tolist()
        [0.0039, 0.0039]
    """
    above, below = (part.astype(np.float64) for part in share_counts(name, counts))
    total, rows = above.sum(), below.sum()
    others = rows - below
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = above / below - (total - above) / others
        spread = total / rows * (1 - total / rows) * (1 / below + 1 / others)
        z = np.where((below > 0) & (others > 0) & (spread > 0), np.abs(gap) / np.sqrt(spread), 0.0)
    return np.array([erfc(each / sqrt(2)) for each in z.tolist()])
