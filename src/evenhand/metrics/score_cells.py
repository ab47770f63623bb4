"""How the scores of one group lie with either label: each distinct score, or cells of many."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.cube.score_grid import ScoreGrid
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Binned:
    """What cells of many scores know beyond their counts.

    Attributes:
        grid: that the scores were counted in.
        cell: of the grid, rising; shape ``(cells,)``.
        sums: of ``score_terms`` (score, square, log of the probability given to the label) over the rows with label 0
            and 1; shape ``(2, cells, 3)``.
    """

    grid: ScoreGrid
    cell: Integers
    sums: Floats

    @property
    def is_atom(self) -> NDArray[np.bool_]:
        """Which cells hold one single score."""
        return self.grid.atoms[self.cell]

    @property
    def total(self) -> Floats:
        """The sums over all rows with label 0 and 1; shape ``(2, 3)``."""
        return np.asarray(self.sums.sum(axis=1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreCells:
    """How often each score, or cell of scores, came with either label, in one group.

    Attributes:
        score: ascending; each distinct score, or the mean score of the rows of each cell.
        negatives, positives: rows with label 0 and 1.
        binned: what is known of cells that hold more than one score; ``None`` where each distinct score is kept.
    """

    score: NDArray[np.float64]
    negatives: Integers
    positives: Integers
    binned: Binned | None = None

    @classmethod
    def of(cls, *, negatives: NDArray[np.float64], positives: NDArray[np.float64]) -> "ScoreCells":
        """Count the scores of rows with label 0 and of rows with label 1.

        Examples:
            >>> ScoreCells.of(negatives=np.array([0.1, 0.2]), positives=np.array([0.2])).positives.tolist()
            [0, 1]
        """
        score, place = np.unique(np.concatenate([negatives, positives]), return_inverse=True)
        split = len(negatives)
        return cls(
            score=score, negatives=np.bincount(place[:split], minlength=len(score)),
            positives=np.bincount(place[split:], minlength=len(score)),
        )  # fmt: skip

    @property
    def rows(self) -> Integers:
        """Rows of each cell."""
        return self.negatives + self.positives

    @property
    def identity(self) -> NDArray[np.float64] | Integers:
        """What tells the cells of one profile apart: the score, or the cell of the grid; ascending."""
        return self.score if self.binned is None else self.binned.cell

    @property
    def loose(self) -> NDArray[np.bool_]:
        """Cells whose rows may differ in score: their order is not known."""
        many = self.rows > 1
        return many & ~self.binned.is_atom if self.binned is not None else np.zeros(len(many), dtype=np.bool_)

    @property
    def counts(self) -> Integers:
        """Rows with label 0 and 1; shape ``(2, cells)``."""
        return np.stack([self.negatives, self.positives])

    @property
    def means(self) -> Floats:
        """Mean score of the rows with label 0 and 1, ``score`` where there is none; shape ``(2, cells)``."""
        if self.binned is None:
            return np.stack([self.score, self.score])
        found = self.binned.sums[:, :, 0] / np.maximum(self.counts, 1)
        return np.where((self.counts > 0) & ~self.binned.is_atom, found, self.score)

    @property
    def spreads(self) -> Floats:
        """Sum of the squared distances of scores from those means; shape ``(2, cells)``."""
        if self.binned is None:
            return np.zeros((2, len(self.score)))
        found = self.binned.sums[:, :, 1] - self.binned.sums[:, :, 0] * self.means
        return np.where(self.binned.is_atom, 0.0, np.maximum(found, 0.0))

    @property
    def floors(self) -> Floats:
        """Where each cell begins: a cut-off there decides all rows of a cell alike; shape ``(cells,)``."""
        if self.binned is None:
            return self.score
        return np.asarray(np.maximum(self.binned.grid.lowest[self.binned.cell], -np.finfo(np.float64).max))

    def places_of(self, part: "ScoreCells") -> Integers:
        """Where the cells of ``part``, which must be among these, stand."""
        return np.searchsorted(self.identity, part.identity).astype(np.int64)

    def less(self, part: "ScoreCells") -> "ScoreCells":
        """The cells of the rows that are not in ``part``, which must be among these."""
        place = self.places_of(part)
        negatives, positives = self.negatives.copy(), self.positives.copy()
        negatives[place] -= part.negatives
        positives[place] -= part.positives
        held = (negatives + positives) > 0
        if self.binned is None or part.binned is None:
            return ScoreCells(score=self.score[held], negatives=negatives[held], positives=positives[held])
        sums = self.binned.sums.copy()
        sums[:, place] -= part.binned.sums
        counts = np.stack([negatives, positives])
        sums[counts == 0] = 0
        return binned_cells(self.binned.grid, self.binned.cell[held], counts[:, held], sums[:, held])


def binned_cells(grid: ScoreGrid, cell: Integers, counts: Integers, sums: Floats) -> ScoreCells:
    """Cells of a grid with at least one row each.

    Args:
        grid: that the scores were counted in.
        cell: of the grid, rising; shape ``(cells,)``.
        counts: rows with label 0 and 1; shape ``(2, cells)``.
        sums: see ``Binned``.
    """
    lowest, highest = grid.lowest[cell], grid.highest[cell]
    mean = sums[:, :, 0].sum(axis=0) / counts.sum(axis=0)
    # Rounding may carry a mean over the edge of its cell.
    score = np.where(grid.atoms[cell], lowest, np.minimum(np.maximum(mean, lowest), highest))
    return ScoreCells(
        score=score, negatives=counts[0], positives=counts[1], binned=Binned(grid=grid, cell=cell, sums=sums)
    )  # fmt: skip
