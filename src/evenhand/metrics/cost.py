"""What decisions cost per case, from the counts of label and decision."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from evenhand.metrics.estimate import Estimates
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Bounds, Floats, wilson

OUTCOMES: Mapping[str, tuple[int, int]] = {
    "true_favourable": (1, 1),
    "false_favourable": (0, 1),
    "false_unfavourable": (1, 0),
    "true_unfavourable": (0, 0),
}
"""Names of a cost matrix: each is a label and a decision."""


def matrix_of(costs: Mapping[str, float]) -> Floats:
    """Costs as an array over label and decision; what is not named costs nothing. A gain is a cost below 0.

    Examples:
        >>> matrix_of({"false_favourable": 5, "false_unfavourable": 1}).tolist()
        [[0.0, 5.0], [1.0, 0.0]]
    """
    matrix = np.zeros((2, 2))
    for name, cost in costs.items():
        if name not in OUTCOMES or not np.isfinite(cost):
            raise ValueError(f"a cost of {cost} for {name!r}; known are {', '.join(OUTCOMES)}")
        matrix[OUTCOMES[name]] = cost
    return matrix


def cost_of(counts: Integers, costs: Mapping[str, float], confidence: float) -> Estimates:
    """Mean cost of a case, in the costs' own unit.

    The bounds join the Wilson bounds of the shares of the outcomes that cost more or less than the commonest, each pair
    with the correlation that shares of one whole have (MOVER).

    Args:
        counts: shape ``(groups, 2, 2, 3)``: label, decision, decision of current practice.
        costs: of a case by its outcome, see ``OUTCOMES``.
        confidence: of the bounds.

    Source:
        Elkan, IJCAI (2001), 973-978; Zou and Donner, Stat. Med. 27 (2008), 1693-1702.

    Examples:
        >>> counts = np.zeros((1, 2, 2, 3), dtype=np.int64)
        >>> counts[0, :, :, 2] = [[25, 25], [25, 25]]
        >>> found = cost_of(counts, {"false_favourable": 5, "false_unfavourable": 1}, 0.95)
        >>> float(found.value[0]), round(float(found.lower[0]), 3), round(float(found.upper[0]), 3)
        (1.5, 1.145, 1.943)
    """
    matrix = matrix_of(costs).reshape(-1)
    table = counts.sum(axis=3).reshape(len(counts), -1)
    n = np.asarray(table.sum(axis=1))
    # Shares are counted from the commonest outcome: its own would be the sum of all others, and the least certain.
    base = matrix[np.argmax(table, axis=1)]
    with np.errstate(invalid="ignore"):
        share = table / n[:, None]
    value, lower, upper = _summed(share, wilson(table, n[:, None], confidence), matrix - base[:, None])
    lower, upper = np.maximum(lower + base, matrix.min()), np.minimum(upper + base, matrix.max())
    return Estimates(
        value=value + base, lower=lower, upper=upper, n=n, methods=["mover-wilson"] * len(counts),
        reasons=["The group holds no usable rows."] * len(counts),
        details=[{"costs": {name: float(costs.get(name, 0.0)) for name in OUTCOMES}}] * len(counts),
    )  # fmt: skip


def _summed(share: Floats, bounds: Bounds, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """The weighted sum of shares of one whole and its bounds."""
    below, above = share - bounds[0], bounds[1] - share
    down = weights * np.where(weights > 0, below, above)
    up = weights * np.where(weights > 0, above, below)
    square = np.stack([(part**2).sum(axis=1) for part in (down, up)])
    for one, other in combinations(range(share.shape[1]), 2):
        p, q = share[:, one], share[:, other]
        with np.errstate(invalid="ignore", divide="ignore"):
            together = np.where(p + q < 1, np.sqrt(p * q / ((1 - p) * (1 - q))), 1.0)
        square -= 2 * together * np.stack([part[:, one] * part[:, other] for part in (down, up)])
    spread = np.sqrt(np.maximum(square, 0))
    value = (share * weights).sum(axis=1)
    return value, value - spread[0], value + spread[1]
