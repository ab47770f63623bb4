"""The cells that scores are counted in where there are too many to keep each."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.profiling.grid import Grid
from evenhand.metrics.profiling.planning import number_plan
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

EVEN = 4096
"""Even cells between 0 and 1."""

FEW = 2048
"""A sample with at most this many different scores makes a grid with a cell for each of them."""

SEARCHED = -(2**31)

_OCTAVES, _PARTS = 28, 16
_NEAR = 8


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoreGrid:
    """Cells of scores. A score lies in cell ``i`` when exactly ``i`` cuts are at or below it.

    A score with a cell of its own (an atom) is a cut, and the next greater float is one too. Two grids are equal when
    their cuts are.

    Attributes:
        cuts: strictly rising, finite; shape ``(n_cells - 1,)``.
    """

    cuts: Floats

    def __post_init__(self) -> None:
        if not np.isfinite(self.cuts).all() or (np.diff(self.cuts) <= 0).any():
            raise ValueError("the cuts do not rise")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ScoreGrid) and np.array_equal(self.cuts, other.cuts)

    def __hash__(self) -> int:
        return hash(self.cuts.tobytes())

    def __repr__(self) -> str:
        return f"ScoreGrid of {self.n_cells} cells"

    @classmethod
    def of_probabilities(cls) -> "ScoreGrid":
        """4,096 even cells of [0, 1], the first and the last cut further, and 0 and 1 in cells of their own.

        Scores of rare events crowd near 0: each halving of the first cell, 28 times over, has 16 cells; so has the last
        as it nears 1. All tables have this one grid, so that their profiles merge.

        Examples:
            >>> grid = ScoreGrid.of_probabilities()
            >>> grid.n_cells, np.diff(grid.cells(np.array([0.0, 1e-9, 1e-6, 0.5, 0.5001, 1.0]))).tolist()
            (4996, [163, 159, 2175, 0, 2496])
        """
        even = np.arange(1, EVEN) / EVEN
        below = np.concatenate([
            (1 + np.arange(_PARTS) / _PARTS) / EVEN / 2.0**octave for octave in range(1, _OCTAVES + 1)
        ])  # fmt: skip
        ends = np.array([0.0, np.nextafter(0.0, 1), 1.0, np.nextafter(1.0, 2)])
        return cls(cuts=np.unique(np.concatenate([even, below, 1 - below, ends])))

    @classmethod
    def of_sample(cls, scores: Floats) -> "ScoreGrid":
        """Cells of about equal mass for scores of any scale; a score that is frequent has a cell of its own.

        With at most 2,048 different scores each has one.

        Args:
            scores: a fair sample, finite.

        Examples:
            >>> ScoreGrid.of_sample(np.array([3.0, -1.0, 3.0])).cells(np.array([-2.0, -1.0, 0.0, 3.0, 4.0])).tolist()
            [0, 1, 2, 3, 4]
        """
        if len(np.unique(scores)) <= FEW:
            return cls(cuts=np.empty(0)).with_atoms(scores)
        places = np.linspace(0, len(scores) - 1, EVEN + 1).astype(np.int64)
        return cls(cuts=np.unique(np.concatenate([np.sort(scores)[places], number_plan("", scores).cuts])))

    def with_atoms(self, scores: Floats) -> "ScoreGrid":
        """The same cells with one more for each of these scores, which must be finite.

        Examples:
            >>> ScoreGrid(cuts=np.array([0.5])).with_atoms(np.array([0.25, 0.25])).atoms.tolist()
            [False, True, False, False]
        """
        with np.errstate(over="ignore"):
            cuts = np.unique(np.concatenate([self.cuts, scores + 0.0, np.nextafter(scores + 0.0, np.inf)]))
        return ScoreGrid(cuts=cuts[np.isfinite(cuts)])

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return len(self.cuts) + 1

    @cached_property
    def atoms(self) -> NDArray[np.bool_]:
        """Which cells hold one single score; shape ``(n_cells,)``."""
        with np.errstate(over="ignore"):
            inner = np.nextafter(self.cuts[:-1], np.inf) == self.cuts[1:]
        return np.concatenate([[False], inner, [False]]) if len(self.cuts) else np.array([False])

    @cached_property
    def lowest(self) -> Floats:
        """The least score of each cell; shape ``(n_cells,)``, minus infinity for the first."""
        return np.concatenate([[-np.inf], self.cuts])

    @cached_property
    def highest(self) -> Floats:
        """The greatest score of each cell; shape ``(n_cells,)``, infinity for the last."""
        return np.concatenate([np.nextafter(self.cuts, -np.inf), [np.inf]])

    @cached_property
    def lookup(self) -> Grid:
        """What finds the cell of a score."""
        return Grid.of(self.cuts)

    @cached_property
    def parts(self) -> NDArray[np.int32]:
        """What the even parts of [0, 1] are: a cell; below 0, several; nothing where they are not among the cells.

        Of a few cells, the complement of the first of them. Of many, and at both ends, where scores beyond may be
        meant, ``SEARCHED``.

        Examples:
            >>> ScoreGrid.of_probabilities().with_atoms(np.array([0.5001])).parts[2047:2050].tolist()
            [2497, -2499, 2501]
        """
        edges = np.arange(EVEN + 1) / EVEN
        first = np.searchsorted(self.cuts, edges, side="right")
        held = self.cuts[np.maximum(first - 1, 0)] if len(self.cuts) else np.zeros(1)
        if not np.array_equal(held, edges):
            return np.empty(0, dtype=np.int32)
        n = np.diff(first)
        parts = np.where(n == 1, first[:-1], np.where(n <= _NEAR, ~first[:-1], SEARCHED)).astype(np.int32)
        parts[[0, -1]] = SEARCHED
        return parts

    def cells(self, scores: Floats) -> Integers:
        """The cell of each finite score; same shape."""
        return self.lookup.cells(scores)
