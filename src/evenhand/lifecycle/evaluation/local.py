"""Why one case got its score: contributions of the inputs, checked by taking the strongest away and by asking again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.reasons import top_reasons
from evenhand.metrics import quantile
from evenhand.metrics.attribution import Contributions, Walks, contributions
from evenhand.metrics.stability import ranks

Floats: TypeAlias = "NDArray[np.float64]"
Overlaid: TypeAlias = Callable[["NDArray[np.int64]", "NDArray[np.bool_]"], Floats]
"""Scores of background rows in which some columns are those of the case: rows ``(m,)``, taken ``(m, columns)``."""

PAIRS = 128
"""Walks and their reverses; a multiple of the background's rows leaves no gap to the whole score."""
_TOPS = (1, 3)
_NOTE = (
    "A contribution is the mean change of the score when this input of the case is put into rows of the background. "
    "It tells what the model did with the case, not what the person could change, and it depends on the background. "
    "Inputs that say the same share their part."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is explained, and against what.

    Attributes:
        columns: that the model takes.
        n_background: rows to compare with.
        cut_off: a score that reaches it decides favourably.
        pairs: of walks.
        seed: of the walks.
    """

    columns: Sequence[str]
    n_background: int
    cut_off: float
    pairs: int = PAIRS
    seed: int = 0


def local_explanation(asked: Asked, overlaid: Overlaid, *, confidence: float = 0.95) -> dict[str, Json]:
    """Body of an ``individual-explanation``, without any value of the case.

    Args:
        asked: what is explained.
        overlaid: asks the model.
        confidence: of each interval.

    Returns:
        ``score``, ``decision``, ``cut_off``, ``base`` (mean score of the background), ``additivity_gap``,
        ``contributions`` (the largest first), ``reasons``, ``deletion``, ``stability``, ``method``, ``background``,
        ``pairs``, ``seed`` and ``note``.

    Examples:
        >>> values = np.array([0.3, -0.1])
        >>> found = local_explanation(Asked(columns=["income", "debt"], n_background=4, cut_off=0.5, pairs=400),
        ...                           lambda rows, taken: 0.5 + taken @ values)
        >>> found["decision"], found["reasons"], [each["column"] for each in found["contributions"]]
        (1, ['income'], ['income', 'debt'])
    """
    first, again = _twice(asked, overlaid, confidence)
    order = np.argsort(-np.abs(first.value), kind="stable")
    rows, taken = _deletions(asked, order)
    answers = overlaid(rows, taken).reshape(-1, asked.n_background)
    base, is_favourable = float(answers[0].mean()), first.score >= asked.cut_off
    sure = np.where((first.lower > 0) | (first.upper < 0), first.value, 0.0)
    named = dict(zip(asked.columns, sure.tolist(), strict=True))
    return {
        "method": "sampling-shapley", "score": first.score, "decision": int(is_favourable), "cut_off": asked.cut_off,
        "base": base, "additivity_gap": first.score - base - float(first.value.sum()),
        "contributions": [_contribution(asked, first, int(place), confidence) for place in order],
        "reasons": list(top_reasons(named, is_favourable=is_favourable)),
        "deletion": [
            _deletion(first, order[:top], first.score - left, confidence, asked)
            for top, left in zip(_tops(asked), answers[1:], strict=True)
        ],
        "stability": _stability(first, again), "background": asked.n_background, "pairs": asked.pairs,
        "seed": asked.seed, "note": _NOTE,
    }  # fmt: skip


def _twice(asked: Asked, overlaid: Overlaid, confidence: float) -> tuple[Contributions, Contributions]:
    """Two estimates with chance of their own, asked for at once."""
    n_columns = len(asked.columns)
    walks = [
        Walks.drawn(n_columns=n_columns, n_background=asked.n_background, pairs=asked.pairs, seed=seed)
        for seed in (asked.seed, asked.seed + 1)
    ]
    rows = np.concatenate([np.repeat(walk.background, n_columns + 1) for walk in walks])
    taken = np.concatenate([walk.taken.reshape(-1, n_columns) for walk in walks])
    one, other = overlaid(rows, taken).reshape(2, -1, n_columns + 1)
    return contributions(walks[0], one, confidence=confidence), contributions(walks[1], other, confidence=confidence)


def _tops(asked: Asked) -> list[int]:
    return [top for top in _TOPS if top <= len(asked.columns)]


def _deletions(asked: Asked, order: "NDArray[np.int64]") -> "tuple[NDArray[np.int64], NDArray[np.bool_]]":
    """Every background row as it is, then with all of the case but its strongest inputs."""
    kinds = [np.zeros(len(asked.columns), dtype=np.bool_)]
    for top in _tops(asked):
        left = np.ones(len(asked.columns), dtype=np.bool_)
        left[order[:top]] = False
        kinds.append(left)
    rows = np.tile(np.arange(asked.n_background), len(kinds))
    return rows, np.repeat(np.array(kinds), asked.n_background, axis=0)


def _contribution(asked: Asked, found: Contributions, place: int, confidence: float) -> Json:
    return Measurement(
        name="score_contribution", value=float(found.value[place]), lower=float(found.lower[place]),
        upper=float(found.upper[place]), confidence=confidence, n=found.pairs, unit="difference", method="t-pairs",
        column=asked.columns[place],
    ).as_json()  # fmt: skip


def _deletion(
    found: Contributions, removed: "NDArray[np.int64]", moved: Floats, confidence: float, asked: Asked
) -> Json:
    """What the strongest inputs are said to account for, and how far the score moves without them."""
    claimed, value, n = float(found.value[removed].sum()), float(moved.mean()), len(moved)
    half = 0.0
    if n > 1:
        half = quantile.student(confidence, n - 1) * float(moved.std(ddof=1)) / sqrt(n)
    lower, upper = max(-1.0, value - half), min(1.0, value + half)
    return {
        "removed": [asked.columns[place] for place in removed.tolist()], "claimed": claimed, "moved": value,
        "lower": lower, "upper": upper, "n": n, "has_same_direction": claimed * value > 0 and lower * upper > 0,
    }  # fmt: skip


def _stability(first: Contributions, again: Contributions) -> Json:
    if len(first.value) < 2:
        return {"rank_correlation": None, "same_top": 1}
    one, other = (ranks(np.abs(each.value)[None, :])[0] for each in (first, again))
    spread = float(one.std() * other.std())
    correlation = None if spread == 0 else float(np.mean((one - one.mean()) * (other - other.mean()))) / spread
    tops = [set(np.argsort(-np.abs(each.value), kind="stable")[:3].tolist()) for each in (first, again)]
    return {"rank_correlation": correlation, "same_top": len(tops[0] & tops[1])}
