"""The F score: precision and true positive rate in one number, the latter weighing ``beta`` times as much."""

import numpy as np

from evenhand.metrics import quantile
from evenhand.metrics.estimate import Estimates
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Bounds, Floats

_HALVINGS = 60
_WITHOUT = "No row of the group has the favourable label or decision."


def f_beta(counts: Integers, beta: float, confidence: float) -> Estimates:
    """``(1 + b2) TP / ((1 + b2) TP + b2 FN + FP)`` with ``b2 = beta**2``, in [0, 1]; undefined without TP, FN and FP.

    The bounds are the values that a score test does not reject: the score test of Wilson's interval, for the weighted
    counts, with the mix of the two mistakes as found (1/2 added to each). For ``beta`` 1 they are those of ``f1``.

    Args:
        counts: shape ``(groups, 2, 2, 3)``: label, decision, decision of current practice.
        beta: above 0; 2 weighs the true positive rate more, 0.5 precision.
        confidence: of the bounds.

    Source:
        van Rijsbergen, Information Retrieval (1979), chapter 7; Wilson (1927) for the test.

    Examples:
        >>> counts = np.zeros((1, 2, 2, 3), dtype=np.int64)
        >>> counts[0, :, :, 2] = [[50, 10], [20, 20]]
        >>> found = f_beta(counts, 2.0, 0.95)
        >>> round(float(found.lower[0]), 4), round(float(found.value[0]), 4), round(float(found.upper[0]), 4)
        (0.3851, 0.5263, 0.667)
    """
    if not beta > 0:
        raise ValueError(f"a beta of {beta}")
    table = counts.sum(axis=3).astype(np.float64)
    hits, misses, false = table[:, 1, 1], table[:, 1, 0], table[:, 0, 1]
    weight = 1 + beta**2
    with np.errstate(invalid="ignore"):
        value = weight * hits / (weight * hits + beta**2 * misses + false)
    lower, upper = _bounds(np.stack([hits, misses, false]), beta, confidence)
    n = np.asarray(counts[:, 1].sum(axis=(1, 2)) + counts[:, 0, 1].sum(axis=1))
    lower, upper = (np.where(n > 0, end, np.nan) for end in (lower, upper))
    return Estimates(
        value=value, lower=np.minimum(lower, value), upper=np.maximum(upper, value), n=n,
        methods=["score-test"] * len(counts), reasons=[_WITHOUT] * len(counts),
        details=[{"beta": beta}] * len(counts),
    )  # fmt: skip


def _bounds(parts: Floats, beta: float, confidence: float) -> Bounds:
    """Where the score test turns, by halving; rows of ``parts`` are hits, misses and false alarms."""
    critical = quantile.normal(confidence)
    (hits, misses, false), square = parts, beta**2
    with np.errstate(invalid="ignore", divide="ignore"):
        value = (1 + square) * hits / ((1 + square) * hits + square * misses + false)
    share = (misses + 0.5) / (misses + false + 1)
    ends = []
    for outer in (0.0, 1.0):
        inside, outside = value.copy(), np.full_like(value, outer)
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            is_in = np.abs(_score(parts, middle, share, square)) <= critical
            inside, outside = np.where(is_in, middle, inside), np.where(is_in, outside, middle)
        ends.append(inside)
    return ends[0], ends[1]


def _score(parts: Floats, at: Floats, share: Floats, square: float) -> Floats:
    """How many standard deviations the counts lie from what a true value of ``at`` would give."""
    hits, misses, false = parts
    mean = (1 + square) * (1 - at) * hits - at * (square * misses + false)
    cost = square * share + 1 - share
    with np.errstate(invalid="ignore", divide="ignore"):
        # The share of hits that makes ``at`` true, and from it the variance of one row's part of ``mean``.
        hit = at * cost / ((1 + square) * (1 - at) + at * cost)
        spread = ((1 + square) * (1 - at)) ** 2 * hit + at**2 * (1 - hit) * (square**2 * share + 1 - share)
        return np.asarray(mean / np.sqrt(parts.sum(axis=0) * spread))
