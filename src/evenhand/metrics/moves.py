"""Valid moves: what one change of one column can lead to, and a greedy search for changes that turn a decision.

Every value that is tried stands in the table: whole numbers stay whole, categories known, ranges hold. A search finds
some changes, not all: the share of decisions that it turns is a lower bound.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.uncertainty import Floats

Integers: TypeAlias = "NDArray[np.int64]"
Asked: TypeAlias = Callable[[Integers], Floats]
"""Scores of rows given as levels, one column a column of the array; -1 is no value."""

CATEGORIES_AT_MOST = 20
"""Categories that a move may lead to, the most frequent ones."""
AT_ONCE = 50_000
"""Rows that are asked about at once."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Levels:
    """The different values of a column.

    Attributes:
        name: of the column.
        codes: per row of the table, the index of its value; -1 for none.
        places: per value, a row that has it.
        numbers: per value, the number; ``None`` for a column of categories.
        is_allowed: per value, whether the contract allows it.
    """

    name: str
    codes: Integers
    places: Integers
    numbers: Floats | None
    is_allowed: NDArray[np.bool_]

    @property
    def counts(self) -> Integers:
        """Rows with each value."""
        counts: Integers = np.bincount(self.codes[self.codes >= 0], minlength=len(self.places))
        return counts


def moves_of(levels: Levels, *, step: float) -> Integers:
    """Where one move leads from each value: shape ``(values, moves)``, -1 where there is no further one.

    A category leads to every other allowed one. A number leads up and down, by ``step`` and by half of it, measured in
    shares of the rows that lie between; at least to the next value.

    Examples:
        >>> age = Levels(name="age", codes=np.arange(10), places=np.arange(10), numbers=np.arange(10.0),
        ...              is_allowed=np.ones(10, dtype=bool))
        >>> moves_of(age, step=0.2)[5].tolist()
        [4, 6, 3, 7]
    """
    n = len(levels.places)
    if levels.numbers is None:
        return _to_categories(levels)
    order = np.argsort(levels.numbers, kind="stable")
    order = order[levels.is_allowed[order]]
    if not len(order):
        return np.full((n, 0), -1, dtype=np.int64)
    below = np.cumsum(levels.counts[order]) / max(1, int(levels.counts.sum()))
    numbers, last = levels.numbers[order], len(order) - 1
    at, after = np.searchsorted(numbers, levels.numbers, "left"), np.searchsorted(numbers, levels.numbers, "right")
    own = below[np.minimum(at, last)]
    found = []
    for reach in (step / 2, step):
        down = np.minimum(np.searchsorted(below, own - reach - 1e-12, "left"), at - 1)
        up = np.maximum(np.searchsorted(below, own + reach + 1e-12, "right") - 1, after)
        found += [np.where(down < 0, -1, order[down]), np.where(up > last, -1, order[np.minimum(up, last)])]
    targets = np.stack(found, axis=1)
    for place in (2, 3):
        targets[targets[:, place] == targets[:, place - 2], place] = -1
    return targets


def _to_categories(levels: Levels) -> Integers:
    n = len(levels.places)
    allowed = np.flatnonzero(levels.is_allowed)
    kept = allowed[np.argsort(-levels.counts[allowed], kind="stable")][:CATEGORIES_AT_MOST]
    targets = np.tile(kept, (n, 1))
    targets[targets == np.arange(n)[:, None]] = -1
    return targets


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flips:
    """What a search found.

    Attributes:
        moves: per row, moves after which its decision turned; 0 where it did not within the budget.
        queries: per row, rows that the model was asked about for it.
    """

    moves: Integers
    queries: Integers


def search_flips(start: Integers, targets: Sequence[Integers], ask: Asked, *, cut_off: float, budget: int) -> Flips:
    """Try every single move, keep the one that comes nearest to turning the decision, and go on from there.

    Args:
        start: levels of the rows attacked; shape ``(rows, columns)``.
        targets: of ``moves_of``, one for each column; without moves for columns that stay.
        ask: the model.
        cut_off: a score that reaches it decides favourably.
        budget: moves at most.

    Examples:
        >>> targets = [np.array([[1], [2], [-1]])]
        >>> found = search_flips(np.array([[0], [2]]), targets, lambda rows: rows[:, 0] / 2, cut_off=1.0, budget=2)
        >>> found.moves.tolist(), found.queries.tolist()
        ([2, 0], [2, 0])
    """
    state, n = start.copy(), len(start)
    found, queries = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    was_favourable = _asked(ask, state) >= cut_off
    for n_moves in range(1, budget + 1):
        rows = np.flatnonzero(found == 0)
        owner, columns, values = _candidates(state, rows, targets)
        if not len(owner):
            break
        tried = state[owner]
        tried[np.arange(len(owner)), columns] = values
        scores = _asked(ask, tried)
        queries += np.bincount(owner, minlength=n)
        progress = np.where(was_favourable[owner], -scores, scores)
        order = np.lexsort((progress, owner))
        best = order[np.append(owner[order][1:] != owner[order][:-1], True)]
        state[owner[best]] = tried[best]
        has_turned = (scores[best] >= cut_off) != was_favourable[owner[best]]
        found[owner[best][has_turned]] = n_moves
    return Flips(moves=found, queries=queries)


def _candidates(state: Integers, rows: Integers, targets: Sequence[Integers]) -> tuple[Integers, Integers, Integers]:
    """Row, column and new level of every single move from the present state."""
    parts = []
    for column, moves in enumerate(targets):
        present = state[rows, column]
        reached = np.where((present >= 0)[:, None], moves[present], -1) if moves.shape[1] else moves[:0]
        at, which = np.nonzero(reached >= 0)
        parts.append((rows[at], np.full(len(at), column), reached[at, which]))
    owner, columns, values = (np.concatenate(part).astype(np.int64) for part in zip(*parts, strict=True))
    return owner, columns, values


def _asked(ask: Asked, rows: Integers) -> Floats:
    parts = [ask(rows[begin : begin + AT_ONCE]) for begin in range(0, len(rows), AT_ONCE)]
    return np.concatenate(parts) if parts else np.empty(0)
