"""Whether the order of columns by importance would come out alike if it were measured again."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.estimate import Reading
from evenhand.metrics.importance import area_influence
from evenhand.metrics.uncertainty import Floats

REPEATS = 200


def importance_rank_correlation(
    *,
    label: NDArray[np.int64],
    score: Floats,
    permuted: Mapping[str, Sequence[Floats]],
    seed: int,
    confidence: float = 0.95,
) -> Measurement:
    """Spearman's correlation of the columns' importances between two evaluations on other rows and other shuffles.

    Rows are drawn again within each label, shuffles are drawn again too, twice; the value is the median over the pairs
    and the bounds are where the middle of the pairs lies. 1: the order would be the same; 0: it says nothing.

    Args:
        label: 0 or 1 per row, both present.
        score: of the model for each row, finite.
        permuted: column to one array of scores per shuffle, as many for each column.
        seed: of the draws.
        confidence: share of the pairs between the bounds.

    Source:
        Efron, Ann. Stat. 7 (1979), 1-26, with the areas' influence functions in place of new areas.

    Examples:
        >>> label, score = np.arange(40) % 2, np.arange(40) % 2 * 0.5 + np.arange(40) / 100
        >>> found = importance_rank_correlation(label=label, score=score, seed=0,
        ...                                     permuted={"a": [score[::-1]], "b": [score], "c": [np.roll(score, 2)]})
        >>> found.value
        1.0
    """
    spec = metric("importance_rank_correlation")
    if len(permuted) < 2:
        reading = Reading(reason="There are fewer than two columns, so there is no order.")
    elif len(np.unique(label)) < 2:
        reading = Reading(reason="The rows do not hold both labels.")
    else:
        reading = _repeated(label == 1, score, list(permuted.values()), np.random.default_rng(seed), confidence)
    return reading.measurement(spec, n=len(label), confidence=confidence, detail={"pairs": REPEATS})


def _repeated(
    is_positive: NDArray[np.bool_], score: Floats, permuted: Sequence[Sequence[Floats]], draw: np.random.Generator,
    confidence: float,
) -> Reading:  # fmt: skip
    area, influence = area_influence(is_positive, score)
    found = [[area_influence(is_positive, scores) for scores in shuffles] for shuffles in permuted]
    values = np.array([[area - other for other, _ in shuffles] for shuffles in found])
    moved = np.array([[influence - part for _, part in shuffles] for shuffles in found])
    n_shuffles = values.shape[1]
    weights = _weights(is_positive, draw, 2 * REPEATS)
    counts = draw.multinomial(n_shuffles, np.full(n_shuffles, 1 / n_shuffles), size=2 * REPEATS) / n_shuffles
    drops = values[:, :, None] + np.einsum("csn,nr->csr", moved, weights - 1, optimize=True)
    importance = np.einsum("csr,rs->rc", drops, counts)
    pairs = _spearman(importance[:REPEATS], importance[REPEATS:])
    if not np.isfinite(pairs).all():
        return Reading(reason="No shuffle of any column moved the score, so there is no order.")
    tail = (1 - confidence) / 2
    lower, middle, upper = np.quantile(pairs, [tail, 0.5, 1 - tail])
    return Reading(value=float(middle), lower=float(lower), upper=float(upper), method="bootstrap-pairs")


def _weights(is_positive: NDArray[np.bool_], draw: np.random.Generator, repeats: int) -> Floats:
    weights = np.empty((len(is_positive), repeats))
    for rows in (np.flatnonzero(is_positive), np.flatnonzero(~is_positive)):
        weights[rows] = draw.multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=repeats).T
    return weights


def _spearman(one: Floats, other: Floats) -> Floats:
    first, second = (ranks(each) - (each.shape[1] - 1) / 2 for each in (one, other))
    with np.errstate(invalid="ignore", divide="ignore"):
        pairs: Floats = (first * second).sum(axis=1) / np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    return pairs


def ranks(rows: Floats) -> Floats:
    """Rank of each value within its row, from 0; equal values share the mean of their ranks.

    Examples:
        >>> ranks(np.array([[0.3, 0.1, 0.3]])).tolist()
        [[1.5, 0.0, 1.5]]
    """
    below = (rows[:, None, :] < rows[:, :, None]).sum(axis=2)
    equal = (rows[:, None, :] == rows[:, :, None]).sum(axis=2)
    found: Floats = below + (equal - 1) / 2
    return found
