"""Other tables that agree with every sum that is shown: how far what is hidden may lie from what it is.

Variables are counts: of the groups of a crossing and of sums over them. What is shown cannot move; what is hidden moves
between bounds. A walk from the true table, along the edges of what the sums allow (the simplex method for bounded
variables), meets tables that nobody who sees the shown numbers can tell from the true one.

Source:
    Dantzig, Linear Programming and Extensions (1963), chapter 18; Bland, Math. Oper. Res. 2 (1977), 103-107.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

_ZERO = 1e-9
_NEAR = 1e-7
_TRIED = 50
"""Variables of which one step takes the best: of more, the choice costs more than the steps that it spares."""


@dataclass(slots=True, kw_only=True, eq=False)
class Alternatives:
    """The tables met so far, as the least and the greatest that each variable was, and where the walk stands.

    Attributes:
        counts: per variable where the walk stands; groups first, then sums.
        lower, upper: per variable how far it may move; both are its count where it is shown.
        least, greatest: per variable over all tables met.
        basis: per equation the variable that it gives.
        equations: shape ``(equations, variables)``: their product with a change of ``counts`` is 0.
    """

    counts: Floats
    lower: Floats
    upper: Floats
    least: Floats
    greatest: Floats
    basis: NDArray[np.int64]
    equations: Floats

    @classmethod
    def of(cls, groups: Floats, sums: NDArray[np.bool_], totals: Integers | None = None) -> "Alternatives":
        """The true table, in which nothing may move yet.

        Args:
            groups: rows of each group.
            sums: shape ``(sums, groups)``: which groups each holds.
            totals: rows of each sum, where it holds others that never move.
        """
        counts = np.concatenate([groups, sums @ groups if totals is None else totals])
        equations = np.concatenate([-sums.astype(np.float64), np.eye(len(sums))], axis=1)
        basis = np.arange(len(groups), len(counts))
        return cls(
            counts=counts, lower=counts.copy(), upper=counts.copy(), least=counts.copy(), greatest=counts.copy(),
            basis=basis, equations=equations,
        )  # fmt: skip

    def push(self, goal: Floats, wanted: float) -> bool:
        """Walk until ``goal @ counts`` is ``wanted``; whether it can be.

        Examples:
            >>> two = Alternatives.of(np.array([4.0, 40.0]), np.array([[True, True]]))
            >>> two.lower[:2], two.upper[:2] = 0, np.inf
            >>> two.push(np.array([1.0, 0.0, 0.0]), 9.0), two.counts.tolist()
            (True, [9.0, 35.0, 44.0])
            >>> two.push(np.array([1.0, 0.0, 0.0]), 45.0)
            False
        """
        for _ in range(4 * len(self.counts)):
            missing = wanted - float(goal @ self.counts)
            if missing <= _NEAR:
                return True
            gain = self.gain(goal)
            may_rise, may_fall = self.counts < self.upper - _NEAR, self.counts > self.lower + _NEAR
            useful = np.flatnonzero(((gain > _ZERO) & may_rise) | ((gain < -_ZERO) & may_fall))
            if not len(useful):
                return False
            entering = self._best(useful, gain)
            self._move(entering, 1.0 if gain[entering] > 0 else -1.0, missing / abs(float(gain[entering])))
        return False

    def _best(self, useful: NDArray[np.int64], gain: Floats) -> int:
        """The one of some that takes us farthest; the first where none moves, else a walk could turn in a circle."""
        n_parts = -(-len(useful) // _TRIED)
        for start in range(n_parts):
            some = useful[start::n_parts]
            signs = np.sign(gain[some])
            room = np.where(signs > 0, self.upper[some] - self.counts[some], self.counts[some] - self.lower[some])
            progress = self.reach(some, signs, room) * np.abs(gain[some])
            if progress.max() > _NEAR:
                return int(some[np.argmax(progress)])
        return int(useful[0])

    def gain(self, goal: Floats) -> Floats:
        """Per variable by how much ``goal @ counts`` grows when it grows by 1; 0 for those that an equation gives."""
        held = goal[self.basis]
        rows = np.flatnonzero(held)
        gain: Floats = goal - held[rows] @ self.equations[rows]
        gain[self.basis] = 0.0
        return gain

    def reach(self, variables: NDArray[np.int64], signs: Floats, room: Floats) -> Floats:
        """How far each variable could move by itself before another stops it, at most ``room``."""
        change = -self.equations[:, variables] * signs
        held = self.basis
        with np.errstate(divide="ignore", invalid="ignore"):
            up = np.where(change > _ZERO, (self.upper[held] - self.counts[held])[:, None] / change, np.inf)
            down = np.where(change < -_ZERO, (self.lower[held] - self.counts[held])[:, None] / change, np.inf)
        return np.asarray(np.minimum(room, np.minimum(up, down).min(axis=0, initial=np.inf)))

    def _move(self, entering: int, sign: float, most: float) -> None:
        change = -self.equations[:, entering] * sign
        held = self.basis
        with np.errstate(divide="ignore", invalid="ignore"):
            up = np.where(change > _ZERO, (self.upper[held] - self.counts[held]) / change, np.inf)
            down = np.where(change < -_ZERO, (self.lower[held] - self.counts[held]) / change, np.inf)
        rooms = np.maximum(np.minimum(up, down), 0.0)
        own = (self.upper - self.counts if sign > 0 else self.counts - self.lower)[entering]
        nearest = float(rooms.min(initial=np.inf))
        step = min(most, float(own), nearest)
        self.counts[entering] += sign * step
        self.counts[held] += change * step
        np.minimum(self.least, self.counts, out=self.least)
        np.maximum(self.greatest, self.counts, out=self.greatest)
        if nearest <= step + _ZERO and nearest < min(most, float(own)):
            ties = np.flatnonzero(rooms <= nearest + _ZERO)
            self._exchange(int(ties[np.argmin(held[ties])]), entering)

    def _exchange(self, equation: int, entering: int) -> None:
        row = self.equations[equation] / self.equations[equation, entering]
        column = self.equations[:, entering].copy()
        rows, columns = np.flatnonzero(column), np.flatnonzero(row)
        self.equations[np.ix_(rows, columns)] -= np.outer(column[rows], row[columns])
        self.equations[equation] = row
        self.basis[equation] = entering
