"""What a row loses by the score that it got: means over score cells, exact, and how far single rows lie about them."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log

import numpy as np

from evenhand.metrics.cube.batch import EPSILON
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.uncertainty import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A loss of scores in [0, 1], monotone in the score for either label.

    Attributes:
        at: scores, shape ``(cells,)``, to what rows with label 0 and 1 lose there, shape ``(2, cells)``.
        of_means: mean score, square and log, shape ``(2, cells)`` each, to the mean loss of these rows.
    """

    at: Callable[[Floats], Floats]
    of_means: Callable[[Floats, Floats, Floats], Floats]

    def by_cell(self, cells: ScoreCells, highest: float) -> tuple[Floats, Floats]:
        """Mean loss of the rows of either label in each cell and the most that single losses can vary about it.

        Args:
            cells: of one group.
            highest: no loss of a single score counts for more.

        Returns:
            Means and bounds of variances, shape ``(2, cells)`` each, 0 where there is no row.
        """
        if cells.binned is None:
            values = np.minimum(self.at(cells.score), highest)
            return values, np.zeros_like(values)
        counts, binned = np.maximum(cells.counts, 1), cells.binned
        score, square, logs = np.moveaxis(binned.sums, 2, 0) / counts
        values = np.where(cells.counts > 0, self.of_means(score, square, logs), 0.0)
        # Bhatia and Davis, Am. Math. Mon. 107 (2000), 353-357: no spread is wider than this, given mean and ends.
        ends = [self.at(np.clip(end[binned.cell], 0, 1)) for end in (binned.grid.lowest, binned.grid.highest)]
        ends = [np.minimum(end, -log(EPSILON)) for end in ends]
        within = np.maximum(np.maximum(*ends) - values, 0) * np.maximum(values - np.minimum(*ends), 0)
        return values, np.where((cells.counts > 1) & ~binned.is_atom, within, 0.0)


def _logs(score: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.stack([-np.log1p(-score), -np.log(score)])


SQUARE = Loss(
    at=lambda score: np.stack([score**2, (1 - score) ** 2]),
    of_means=lambda score, square, _: np.stack([square[0], 1 - 2 * score[1] + square[1]]),
)
"""The squared distance of score and label."""

LOG = Loss(at=_logs, of_means=lambda _, __, logs: -logs)
"""Minus the natural log of the probability given to the label."""

MISS = Loss(
    at=lambda score: np.stack([-score, 1 - score]),
    of_means=lambda score, _, __: np.stack([-score[0], 1 - score[1]]),
)
"""Label less score."""
