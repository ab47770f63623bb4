"""A column of numbers in two tables as a difference of two distribution functions, in few parts that can be drawn."""

from dataclasses import dataclass

import numpy as np

from evenhand.metrics.drift.directional import HALF, PARTS, Draws, Shapes, noise
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

_BEYOND = 3.0
"""Standard errors."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """Two distribution functions at the inner ends of at most 64 parts of rising cells.

    Attributes:
        ends: of the parts, the index of the first cell beyond each; shape ``(parts,)``.
        sizes: rows of the reference and of the current table.
        places: the functions; shape ``(2, parts - 1)``.
        drawn: of ``noise``, summed as the functions are; shape ``(parts - 1, draws)``.
    """

    ends: Integers
    sizes: tuple[int, int]
    places: Floats
    drawn: Draws

    @classmethod
    def of(cls, reference: Integers, current: Integers) -> "Line":
        """Of rows of each cell; both sides hold at least one.

        Examples:
            >>> found = Line.of(np.array([5, 5, 0]), np.array([2, 2, 4]))
            >>> found.ends.tolist(), found.step.tolist()
            ([1, 2, 3], [-0.25, -0.5])
        """
        ends = parts_of(reference, current)
        starts = np.concatenate([[0], ends[:-1]])
        one, other = (np.add.reduceat(counts, starts) for counts in (reference, current))
        sizes = (int(one.sum()), int(other.sum()))
        drawn = noise(one, other)
        return cls(
            ends=ends, sizes=sizes, drawn=np.cumsum(drawn, axis=0, out=drawn)[:-1],
            places=np.stack([np.cumsum(side)[:-1] / n for side, n in zip((one, other), sizes, strict=True)]),
        )  # fmt: skip

    @property
    def step(self) -> Floats:
        """The current function less that of the reference."""
        return np.asarray(self.places[1] - self.places[0])

    @property
    def spread(self) -> Floats:
        """Standard errors of the step."""
        n, m = self.sizes
        return np.asarray(np.sqrt((self.places * (1 - self.places) / [[n], [m]]).sum(axis=0)))

    def bumps(self, sign: float) -> tuple[Floats, ...]:
        """A step to one side alone, as a shift makes it; none where one to the other side is beyond chance.

        Args:
            sign: of the step.

        Examples:
            >>> [bump.tolist() for bump in Line.of(np.array([50, 50]), np.array([60, 40])).bumps(1.0)]
            [[0.2475]]
            >>> Line.of(np.array([50, 50]), np.array([90, 10])).bumps(-1.0)
            ()
        """
        side = -1.0 if sign < 0 else 1.0
        if (self.step * side < -_BEYOND * self.spread).any():
            return ()
        place = self.places.mean(axis=0)
        return (np.asarray(side * place * (1 - place)),)

    def of_largest(self) -> Shapes:
        """Shapes for the largest absolute step: chance adds most where many are as large as the largest.

        In the narrow shape all those are, whose distance from the largest is one that chance exceeds half of the time.

        Examples:
            >>> found = Line.of(np.array([500, 100, 400]), np.array([700, 105, 195])).of_largest()
            >>> found.narrow.round(2).tolist(), found.wide[0].round(2).tolist()
            ([0.21, 0.21], [0.2, 0.21])
        """
        step, (n, m) = self.step, self.sizes
        if not len(step):
            return Shapes(narrow=step, wide=(step,))
        size = np.abs(step)
        top = int(size.argmax())
        at = self.places[:, top : top + 1]
        shared = ((np.minimum(self.places, at) - self.places * at) / [[n], [m]]).sum(axis=0)
        alike = np.where(step * step[top] < 0, -1.0, 1.0)
        apart = self.spread**2 + self.spread[top] ** 2 - 2 * alike * shared
        is_near = size >= size[top] - HALF * np.sqrt(np.maximum(apart, 0.0))
        narrow = np.where(is_near, np.copysign(size[top], step), step)
        return Shapes(narrow=narrow, wide=(step, *self.bumps(float(step[top]))))


def parts_of(reference: Integers, current: Integers) -> Integers:
    """Where each of at most 64 parts of rising cells ends: the index of the first cell beyond it.

    Cells are kept whole; every part but empty ones has about the same mass of both samples together.

    Examples:
        >>> parts_of(np.array([1, 0, 1]), np.array([1, 0, 1])).tolist()
        [1, 2, 3]
    """
    both = reference / reference.sum() + current / current.sum()
    place = np.minimum(((np.cumsum(both) - both / 2) / both.sum() * PARTS).astype(np.int64), PARTS - 1)
    return np.append(np.flatnonzero(np.diff(place)) + 1, len(both))
