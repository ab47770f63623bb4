"""How much of one score each input accounts for: Shapley values by sampling, each with an interval.

Columns of the explained row are put, one after the other, into a row of the background; each step's change belongs to
the column that was put in. Every walk is taken a second time in the reverse order, which halves the noise at no cost.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics import quantile
from evenhand.metrics.uncertainty import Floats

Integers = NDArray[np.int64]
_ALIKE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walks:
    """Orders in which columns are put in.

    Attributes:
        orders: a permutation of the columns per walk; shape ``(walks, columns)``; walk ``2i + 1`` reverses ``2i``.
        background: per walk, the row of the background that it starts from; the same for both of a pair.
    """

    orders: Integers
    background: Integers

    @classmethod
    def drawn(cls, *, n_columns: int, n_background: int, pairs: int, seed: int) -> "Walks":
        """Draw ``pairs`` pairs; every row of the background starts about as many."""
        draw = np.random.default_rng(seed)
        forward = np.array([draw.permutation(n_columns) for _ in range(pairs)])
        orders = np.stack([forward, forward[:, ::-1]], axis=1).reshape(2 * pairs, n_columns)
        rounds = -(-pairs // n_background)
        starts = np.concatenate([draw.permutation(n_background) for _ in range(rounds)])[:pairs]
        return cls(orders=orders, background=np.repeat(starts, 2))

    @property
    def taken(self) -> NDArray[np.bool_]:
        """Which columns are those of the explained row; shape ``(walks, steps, columns)``, one step more than columns.

        Examples:
            >>> Walks(orders=np.array([[1, 0]]), background=np.array([0])).taken[0].tolist()
            [[False, False], [False, True], [True, True]]
        """
        place = np.argsort(self.orders, axis=1)
        steps = np.arange(self.orders.shape[1] + 1)
        taken: NDArray[np.bool_] = place[:, None, :] < steps[None, :, None]
        return taken


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contributions:
    """What each column accounts for.

    Attributes:
        value, lower, upper: shape ``(columns,)``.
        base: mean score of the background rows that walks started from.
        score: of the explained row.
        pairs: that the estimates stand on.
    """

    value: Floats
    lower: Floats
    upper: Floats
    base: float
    score: float
    pairs: int


def contributions(walks: Walks, scores: Floats, *, confidence: float = 0.95) -> Contributions:
    """From the scores along all walks, shape ``(walks, columns + 1)``.

    Bounds are Student's over the pairs of walks, each column by itself; where all pairs say the same, they allow for
    those that were not seen. The values add up to ``score - base`` exactly.

    Source:
        Castro, Gomez and Tejada, Comput. Oper. Res. 36 (2009), 1726-1730; Mitchell et al., JMLR 23 (2022), for pairs.

    Examples:
        >>> walks = Walks(orders=np.array([[0, 1], [1, 0]]), background=np.array([0, 0]))
        >>> contributions(walks, np.array([[0.2, 0.5, 0.9], [0.2, 0.6, 0.9]])).value.round(4).tolist()
        [0.3, 0.4]
    """
    n_walks, n_columns = walks.orders.shape
    steps = np.empty((n_walks, n_columns))
    np.put_along_axis(steps, walks.orders, np.diff(scores, axis=1), axis=1)
    pairs = steps.reshape(n_walks // 2, 2, n_columns).mean(axis=1)
    value = pairs.mean(axis=0)
    half = np.full(n_columns, np.inf)
    if len(pairs) > 1:
        spread = pairs.std(axis=0, ddof=1) / sqrt(len(pairs))
        half = quantile.student(confidence, len(pairs) - 1) * spread
        # No pair differed from another; pairs that would may make up this share, unseen.
        half[spread < _ALIKE] = 1 - ((1 - confidence) / 2) ** (1 / len(pairs))
    return Contributions(
        value=value, lower=np.maximum(-1.0, value - half), upper=np.minimum(1.0, value + half),
        base=float(scores[:, 0].mean()), score=float(scores[0, -1]), pairs=len(pairs),
    )  # fmt: skip
