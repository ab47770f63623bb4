"""What must be hidden beside small groups, so that what is shown tells no more of them than that they are small.

Whoever reads a report sees sums: the whole table, groups of one attribute, groups of the crossing; and which groups are
hidden because they are small. Further groups are hidden until for every small group there are two tables that agree
with all of it and differ in that group by at least ``spread_of(min_count)`` rows. These tables are the proof.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.disparity.alternative import Alternatives
from evenhand.metrics.disparity.row_space import few_known, known_of
from evenhand.metrics.disparity.swap import Grid, widen_by_swaps
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

_NEAR = 1e-7

Mask = NDArray[np.bool_]


def spread_of(min_count: int) -> int:
    """Rows by which a small group must be able to differ: half of what its smallness leaves, and 1 at least.

    Examples:
        >>> spread_of(10), spread_of(5), spread_of(2)
        (4, 2, 1)
    """
    return max(1, (min_count - 1) // 2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hidden:
    """What is hidden of one crossing.

    Attributes:
        groups: mask over its groups.
        sums: mask over the sums; never the first, the whole table.
        is_safe: whether it may be said which of them are small; not so where too few rows are left to hide in, so that
            everything is hidden.
    """

    groups: Mask
    sums: Mask
    is_safe: bool


def hidden_of(
    rows: Integers, sums: Mask, *, hidden_sums: Mask, min_count: int, totals: Integers | None = None,
    grids: tuple[Grid, ...] = (),
) -> Hidden:  # fmt: skip
    """Choose what is hidden.

    Args:
        rows: of each group, 1 or more.
        sums: shape ``(sums, groups)``: which groups each holds; the first holds all of them.
        hidden_sums: sums that are hidden already; those below ``min_count`` are small.
        min_count: least rows of what is shown.
        totals: rows of each sum, where the groups are not shown at all: only sums are then hidden or shown, and their
            groups hold nothing to guard. They may be more than the groups hold, by rows that stay where they are.
        grids: of the groups, for swaps.

    Examples:
        >>> found = hidden_of(np.array([50, 40, 9]), np.ones((1, 3), dtype=bool), hidden_sums=np.zeros(1, dtype=bool),
        ...                   min_count=10)
        >>> found.groups.tolist()
        [False, True, True]
    """
    tables = Alternatives.of(rows.astype(np.float64), sums, totals)
    hiding = _Hiding.of(tables, sums, hidden_sums, min_count, has_groups=totals is None)
    hiding.swap(grids)
    is_safe = hiding.run()
    is_hidden = hiding.is_hidden
    if not is_safe:
        is_hidden[:] = True
        is_hidden[len(rows)] = False
    return Hidden(groups=is_hidden[: len(rows)], sums=is_hidden[len(rows) :], is_safe=is_safe)


@dataclass(slots=True, kw_only=True, eq=False)
class _Hiding:
    tables: Alternatives
    truth: Floats
    sums: Mask
    is_small: Mask
    is_hidden: Mask
    min_count: int
    has_groups: bool
    seen: set[bytes] = field(default_factory=set)

    @classmethod
    def of(
        cls, tables: Alternatives, sums: Mask, hidden_sums: Mask, min_count: int, *, has_groups: bool
    ) -> "_Hiding":  # fmt: skip
        truth, n_groups = tables.counts.copy(), sums.shape[1]
        is_hidden = np.concatenate([truth[:n_groups] < min_count, hidden_sums])
        is_small = is_hidden & (truth < min_count)
        if not has_groups:
            is_hidden[:n_groups], is_small[:n_groups] = True, False
            tables.upper[:n_groups] = np.inf
        made = cls(
            tables=tables, truth=truth, sums=sums, is_small=is_small, is_hidden=is_hidden, min_count=min_count,
            has_groups=has_groups,
        )  # fmt: skip
        is_named = np.ones(len(truth), dtype=bool)
        # Groups within a small sum are not named, else their number alone could tell their rows.
        is_named[:n_groups] = ~sums[is_small[n_groups:]].any(axis=0)
        tables.lower[is_small] = is_named[is_small]
        if not has_groups:
            # Which crossings hold rows may be known, though not shown.
            tables.lower[:n_groups] = is_named[:n_groups]
        tables.upper[is_small] = max(min_count - 1, 1 + spread_of(min_count))
        for place in np.flatnonzero(is_hidden & ~is_small).tolist():
            if has_groups or place >= n_groups:
                made.release(place)
        return made

    def release(self, place: int) -> None:
        """Hide a group or a sum that is not small."""
        self.is_hidden[place] = True
        self.tables.lower[place], self.tables.upper[place] = self.min_count, np.inf

    def swap(self, grids: tuple[Grid, ...]) -> None:
        """Meet the tables that swaps between hidden groups lead to."""
        for place in np.flatnonzero(self.is_small[: self.sums.shape[1]]).tolist() if grids else ():
            widen_by_swaps(self.tables, grids, place, float(spread_of(self.min_count)))

    def run(self) -> bool:
        """Hide more until no small group and no few of them are told; whether that was possible."""
        is_safe = True
        wanted = [(place, float(spread_of(self.min_count))) for place in np.flatnonzero(self.is_small).tolist()]
        secrets = [(np.eye(1, len(self.truth), place)[0], spread) for place, spread in wanted]
        while secrets:
            for goal, spread in secrets:
                is_safe &= self._widen(goal, spread)
            self._show_again()
            secrets = [(goal, 1.0) for goal in self._few()]
        return is_safe

    def _widen(self, goal: Floats, spread: float) -> bool:
        """Hide until a secret may lie ``spread`` apart; not so where nothing is left that would help."""
        place = int(goal.argmax()) if goal.sum() == 1 else None
        low = high = float(goal @ self.truth)
        while True:
            if place is not None:
                low, high = float(self.tables.least[place]), float(self.tables.greatest[place])
            if high - low >= spread - _NEAR:
                return True
            helping: list[tuple[bool, bool, float, int]] = []
            for sign in (1.0, -1.0):
                start = low if sign > 0 else -high
                if self.tables.push(sign * goal, start + spread):
                    return True
                now = float(goal @ self.tables.counts)
                low, high = min(low, now), max(high, now)
                helping += self._helping(sign * goal, spread - (high - low))
            if not helping:
                return False
            self.release(min(helping)[3])

    def _helping(self, goal: Floats, missing: float) -> Iterator[tuple[bool, bool, float, int]]:
        """What is shown and stops the walk: sums last; what is enough before what is not; then the smallest."""
        gain = self.tables.gain(goal)
        n_groups = self.sums.shape[1]
        is_free = ~self.is_hidden & (np.abs(gain) > _NEAR)
        is_free[n_groups] = False
        is_free &= (gain > 0) | (self.truth > self.min_count)
        places = np.flatnonzero(is_free)
        room = np.where(gain[places] > 0, np.inf, self.truth[places] - self.min_count)
        reach = self.tables.reach(places, np.sign(gain[places]), room)
        moved = reach * np.abs(gain[places])
        for place, each in zip(places.tolist(), moved.tolist(), strict=True):
            yield place > n_groups, each < missing - _NEAR, float(self.truth[place]), place

    def _show_again(self) -> None:
        """Show what no table needed to be hidden."""
        still = np.abs(self.tables.greatest - self.tables.least) < _NEAR
        if not self.has_groups:
            still[: self.sums.shape[1]] = False
        for place in np.flatnonzero(self.is_hidden & ~self.is_small & still).tolist():
            self.is_hidden[place] = False
            self.tables.lower[place] = self.tables.upper[place] = self.truth[place]

    def _few(self) -> list[Floats]:
        """Small groups, fewer rows than ``min_count`` in all, whose sum is told though none of them is."""
        hidden, known = self._told()
        goals = []
        for few in few_known(known, self.is_small[hidden], self.truth[hidden], self.min_count):
            if few.tobytes() not in self.seen:
                goal = np.zeros(len(self.truth))
                goal[hidden[few]] = 1.0
                goals.append(goal)
        fresh = [goal for goal in goals if goal.tobytes() not in self.seen]
        self.seen |= {goal.tobytes() for goal in fresh}
        return fresh

    def _told(self) -> tuple[NDArray[np.int64], Floats]:
        """What is hidden, groups or, where those are not shown, sums; and which of its mixtures what is shown tells."""
        n_groups = self.sums.shape[1]
        is_hidden = self.is_hidden[n_groups:]
        if self.has_groups:
            groups = np.flatnonzero(self.is_hidden[:n_groups])
            return groups, self.sums[~is_hidden][:, groups].astype(np.float64)
        sums = self.sums.astype(np.float64)
        return n_groups + np.flatnonzero(is_hidden), known_of(sums[is_hidden], sums[~is_hidden])
