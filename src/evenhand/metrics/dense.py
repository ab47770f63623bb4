"""Running totals of cases in dense tables, as long as their groups are few enough."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.coding import UNKNOWN
from evenhand.metrics.cube.batch import CodedCases, Grouped
from evenhand.metrics.cube.fold import Table, fold
from evenhand.metrics.cube.members import code_map
from evenhand.metrics.profile import EvaluationProfile, Plan
from evenhand.metrics.profiling.native import count_crossed
from evenhand.metrics.tally import Tally

MOST_CELLS = 3 << 19
"""Most cells of all tables of scores together: 60 MB."""

_OUTCOMES = 3


class Dense:
    """Totals over the groups of values that are known already, of rows with a finite score.

    Args:
        plan: what to count on.
        values: per attribute the values that rows may have.
    """

    def __init__(self, plan: Plan, values: Sequence[Sequence[str]]) -> None:
        self._plan = plan
        self.values = tuple(tuple(each) for each in values)
        self._maps: list[tuple[tuple[str, ...], NDArray[Any] | None]] = [((), None)] * len(values)
        self._rank = [{value: place for place, value in enumerate(each)} for each in self.values]
        sizes = sizes_of(values)
        self._counts = np.zeros((*sizes, *[_OUTCOMES] * (2 + plan.has_practice)), dtype=np.int64)
        self._places = [
            tuple(plan.attributes.index(name) for name in crossing) for crossing in folds_of(plan, sizes)
        ]  # fmt: skip
        self._tables = [] if plan.grid is None else [
            Table.empty(plan.grid, [sizes[place] for place in places]) for places in self._places
        ]  # fmt: skip
        # One table over all attributes sees each row once: outcomes are counted with its scores.
        self._is_whole = self._places == [tuple(range(len(sizes)))] and not plan.has_practice

    def holds(self, groups: Sequence[Grouped]) -> bool:
        """Whether every value of a batch is known."""
        return all(
            grouped.values == last or all(value in rank for value in grouped.values)
            for grouped, (last, _), rank in zip(groups, self._maps, self._rank, strict=True)
        )

    def add(self, batch: CodedCases) -> int:
        """Count a batch that it holds; how many rows were passed over, because their score is not finite."""
        codes = [self._coded(place, grouped) for place, grouped in enumerate(batch.attributes)]
        label, decision = (np.asarray(each, dtype=np.uint8) for each in (batch.label, batch.decision))
        if self._is_whole and batch.score is not None:
            return fold(codes, (label, decision), batch.score, self._tables[0], counts=self._counts)
        practice = [] if batch.practice is None else [np.asarray(batch.practice, dtype=np.uint8)]
        columns, score = [*codes, label, decision, *practice], batch.score
        if score is not None and not (is_finite := np.isfinite(score)).all():
            columns, score = [column[is_finite] for column in columns], score[is_finite]
        count_crossed(columns, self._counts)
        if score is not None:
            label, decision = columns[len(codes) : len(codes) + 2]
            for places, table in zip(self._places, self._tables, strict=True):
                fold([columns[place] for place in places], (label, decision), score, table)
        return batch.n_rows - len(columns[-1])

    def profile(self) -> EvaluationProfile:
        """What was counted so far."""
        keys = np.stack(np.nonzero(self._counts), axis=1).astype(np.int64)
        width, counts = len(self.values), self._counts[self._counts > 0]
        if not self._plan.has_practice:
            keys = np.concatenate([keys, np.full((len(keys), 1), UNKNOWN)], axis=1)
        good = (keys[:, width] < UNKNOWN) & (keys[:, width + 1] < UNKNOWN)
        # A row without label counts as such, whatever its decision.
        reason = np.where(keys[:, width] == UNKNOWN, 0, 1)
        lost = [*(keys[~good, place] for place in range(width)), reason[~good]]
        return self._profile(
            Tally(keys=keys[good], counts=counts[good]), Tally.of(lost, counts[~good]), keys
        )  # fmt: skip

    def _profile(self, cells: Tally, unusable: Tally, keys: NDArray[np.int64]) -> EvaluationProfile:
        held = [
            sorted(values[code] for code in np.unique(keys[:, place]).tolist())
            for place, values in enumerate(self.values)
        ]
        maps = [
            code_map([value if value in set(kept) else kept[0] for value in values], kept) if kept else None
            for values, kept in zip(self.values, held, strict=True)
        ]
        ends = np.unique([table.ends for table in self._tables]) + 0.0
        return EvaluationProfile(
            plan=self._plan, values=tuple(tuple(each) for each in held), scores=ends[np.isfinite(ends)],
            cells=cells.recoded([*maps, None, None, None]), unusable=unusable.recoded([*maps, None]),
            score_cells=self._by_score(maps),
        )  # fmt: skip

    def _by_score(self, maps: Sequence[NDArray[np.int64] | None]) -> dict[tuple[str, ...], Tally]:
        whole = [
            table.tally().recoded([*(maps[place] for place in places), None, None])
            for places, table in zip(self._places, self._tables, strict=True)
        ]  # fmt: skip
        made = {}
        for crossing in self._plan.crossings:
            wanted = [self._plan.attributes.index(name) for name in crossing]
            at = next(place for place, places in enumerate(self._places) if set(wanted) <= set(places))
            width, axes = len(self._places[at]), [self._places[at].index(place) for place in wanted]
            is_all = axes == list(range(width))
            made[crossing] = whole[at] if is_all else whole[at].onto([*axes, width, width + 1])
        return made

    def _coded(self, place: int, grouped: Grouped) -> NDArray[Any]:
        last, codes = self._maps[place]
        if last != grouped.values:
            rank = self._rank[place]
            codes = np.array([rank[value] for value in grouped.values], dtype=np.int32)
            if np.array_equal(codes, np.arange(len(codes))):
                codes = None
            self._maps[place] = grouped.values, codes
        return grouped.codes if codes is None else codes[grouped.codes]


def sizes_of(values: Sequence[Sequence[str]]) -> list[int]:
    """Number of values of each attribute, at least 1."""
    return [max(1, len(each)) for each in values]


def folds_of(plan: Plan, sizes: Sequence[int]) -> list[tuple[str, ...]]:
    """The groupings whose scores are counted row by row, so that all crossings of the plan follow by adding up.

    One over all attributes where its table is small enough: a row is then looked at once.

    Examples:
        >>> plan = Plan.over(["a", "b"], has_score=True, grid=None)
        >>> folds_of(plan, [2, 2])
        []
    """
    if plan.grid is None:
        return []
    used = tuple(name for name in plan.attributes if any(name in crossing for crossing in plan.crossings))
    if n_cells(plan, [used], sizes) <= MOST_CELLS:
        return [used]
    return [one for one in plan.crossings if not any(set(one) < set(other) for other in plan.crossings)]


def n_cells(plan: Plan, folds: Sequence[tuple[str, ...]], sizes: Sequence[int]) -> int:
    """Cells of the tables of these groupings, whose attributes have so many values."""
    size = dict(zip(plan.attributes, sizes, strict=True))
    grid = 0 if plan.grid is None else plan.grid.n_cells
    return sum(prod(size[name] for name in fold) * grid * 2 for fold in folds)


def is_dense(plan: Plan, values: Sequence[Sequence[str]]) -> bool:
    """Whether tables over these values are small enough to be held."""
    sizes = sizes_of(values)
    if plan.has_score and plan.grid is None:
        return False
    return prod(sizes) * 27 <= MOST_CELLS and n_cells(plan, folds_of(plan, sizes), sizes) <= 2 * MOST_CELLS
