"""Sums of small groups that follow from what is shown by adding and subtracting."""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.uncertainty import Floats

_ZERO = 1e-9
_NEAR = 1e-6
_ALL, _THREE, _TWO = 10, 25, 60
"""Up to so many independent sums, all of their combinations are tried, those of up to three, and of two; else each."""


def few_known(sums: Floats, is_small: NDArray[np.bool_], rows: Floats, min_count: int) -> Iterator[NDArray[np.bool_]]:
    """Small groups of fewer than ``min_count`` rows together whose sum follows, each as a mask over the hidden groups.

    Args:
        sums: shape ``(sums, hidden groups)``: what is shown holds of what is hidden, or tells of it.
        is_small: per hidden group.
        rows: per hidden group.
        min_count: of rows.

    Examples:
        >>> sums = np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 1.0]])
        >>> found = few_known(sums, np.array([True, True, False]), np.array([4.0, 3.0, 90.0]), 10)
        >>> [few.tolist() for few in found]
        [[True, True, False]]
    """
    small = np.flatnonzero(is_small)
    if not len(small) or not len(sums):
        return
    known = _of_small_alone(sums, is_small)
    for told in _mixed(known):
        is_in = np.abs(told - 1) < _NEAR
        if rows[small[is_in]].sum() < min_count:
            few = np.zeros(len(is_small), dtype=bool)
            few[small[is_in]] = True
            yield few


def known_of(hidden: Floats, shown: Floats) -> Floats:
    """The mixtures of hidden sums that shown sums tell, shape ``(mixtures, hidden sums)``.

    Args:
        hidden: shape ``(hidden sums, groups)``: which groups each holds.
        shown: shape ``(shown sums, groups)``.

    Examples:
        Of three groups the first two and the last two are shown together; first less last follows:

        >>> told = known_of(np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]))
        >>> (told / told[:, :1]).round(6).tolist()
        [[1.0, -1.0]]
    """
    both = np.concatenate([hidden, shown])
    # An eigenvalue of the product is the square of a weight, so what rounding leaves of 0 lies below this.
    weight, mixtures = np.linalg.eigh(both @ both.T)
    told = mixtures[:, weight < _ZERO * max(1.0, float(weight.max(initial=0.0)))].T[:, : len(hidden)]
    return np.asarray(told[np.abs(told).max(axis=1, initial=0.0) > _ZERO])


def _mixed(known: Floats) -> Floats:
    """The sums of known sums that hold some groups once and others never."""
    n = len(known)
    if n <= _ALL:
        chosen = np.array(list(product([0.0, 1.0], repeat=n))).reshape(2**n, n)[1:]
    else:
        most = 3 if n <= _THREE else 2 if n <= _TWO else 1
        places = [places for size in range(1, most + 1) for places in combinations(range(n), size)]
        chosen = np.zeros((len(places), n))
        for row, each in enumerate(places):
            chosen[row, list(each)] = 1.0
    told = chosen @ known
    return np.asarray(told[(np.minimum(np.abs(told), np.abs(told - 1)) < _NEAR).all(axis=1)])


def _of_small_alone(sums: Floats, is_small: NDArray[np.bool_]) -> Floats:
    """What the sums say of small groups without any other, in reduced echelon form; a set of them is a sum of rows."""
    _, weight, basis = np.linalg.svd(sums, full_matrices=False)
    basis = basis[weight > _ZERO]
    _, weight, mixes = np.linalg.svd(basis[:, ~is_small].T)
    return _reduced(mixes[int((weight > _ZERO).sum()) :] @ basis[:, is_small])


def _reduced(rows: Floats) -> Floats:
    """The same span in reduced echelon form: each row holds as few columns as that form allows."""
    rows = rows.copy()
    done = 0
    for column in range(rows.shape[1]):
        if done == len(rows):
            break
        pivot = done + int(np.abs(rows[done:, column]).argmax())
        if abs(rows[pivot, column]) < _NEAR:
            continue
        rows[[done, pivot]] = rows[[pivot, done]]
        rows[done] /= rows[done, column]
        others = np.arange(len(rows)) != done
        rows[others] -= np.outer(rows[others, column], rows[done])
        done += 1
    return rows[:done]
