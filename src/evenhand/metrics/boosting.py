"""A small learner of a model's answers: boosted trees of depth three on columns of few values each.

Made for copying a model from its answers, where it stands for an attacker with an ordinary library. Not for decisions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.slicing import Facet
from evenhand.metrics.uncertainty import Floats

TREES, DEPTH, RATE = 60, 3, 0.15
_LEAF = 5.0
"""Rows by which a leaf's mean is drawn towards nothing."""

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Tree:
    """Per level, the column and the bound of each node; then the value of each leaf."""

    columns: tuple[Integers, ...]
    bounds: tuple[Integers, ...]
    leaves: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoostedSurrogate:
    """Answers as a base plus what each tree adds.

    Attributes:
        base: the mean answer.
        places: per facet, the rank of each of its values by the mean answer.
        trees: in the order of growing.
    """

    base: float
    places: tuple[Integers, ...]
    trees: tuple[_Tree, ...]

    @classmethod
    def fitted(cls, facets: Sequence[Facet], answers: Floats) -> "BoostedSurrogate":
        """Grow trees on the answers.

        Examples:
            >>> one, two = (np.arange(800) // step % 2 for step in (1, 2))
            >>> facets = [Facet(name=name, codes=codes, values=("x", "y")) for name, codes in (("a", one), ("b", two))]
            >>> found = BoostedSurrogate.fitted(facets, np.where(one ^ two, 0.9, 0.1) + 0.02 * one)
            >>> bool(abs(found.predict(facets) - np.where(one ^ two, 0.9, 0.1)).max() < 0.1)
            True
        """
        base = float(np.mean(answers))
        places = tuple(_order(facet, answers, base) for facet in facets)
        coded = _coded(facets, places)
        sizes = [len(facet.values) for facet in facets]
        left, trees = answers - base, []
        for _ in range(TREES):
            tree, leaf = _grown(coded, sizes, left)
            left = left - tree.leaves[leaf]
            trees.append(tree)
        return cls(base=base, places=places, trees=tuple(trees))

    def predict(self, facets: Sequence[Facet]) -> Floats:
        """What it answers for the rows of facets with the same values."""
        coded = _coded(facets, self.places)
        total = np.full(coded.shape[1], self.base)
        for tree in self.trees:
            node = np.zeros(coded.shape[1], dtype=np.int64)
            for columns, bounds in zip(tree.columns, tree.bounds, strict=True):
                node = _below(coded, node, columns, bounds)
            total += tree.leaves[node]
        return total


def _order(facet: Facet, answers: Floats, base: float) -> Integers:
    counts = np.bincount(facet.codes, minlength=len(facet.values))
    sums = np.bincount(facet.codes, answers - base, minlength=len(facet.values))
    ranks: Integers = np.empty(len(facet.values), dtype=np.int64)
    ranks[np.argsort(sums / (counts + _LEAF), kind="stable")] = np.arange(len(facet.values))
    return ranks


def _coded(facets: Sequence[Facet], places: Sequence[Integers]) -> Integers:
    return np.stack([place[facet.codes] for facet, place in zip(facets, places, strict=True)])


def _below(coded: Integers, node: Integers, columns: Integers, bounds: Integers) -> Integers:
    """The child of its node that each row falls into."""
    is_right = coded[columns[node], np.arange(coded.shape[1])] > bounds[node]
    child: Integers = 2 * node + is_right
    return child


def _grown(coded: Integers, sizes: Sequence[int], left: Floats) -> tuple[_Tree, Integers]:
    node = np.zeros(coded.shape[1], dtype=np.int64)
    columns, bounds = [], []
    for level in range(DEPTH):
        best = [_split(codes, size, node, 2**level, left) for codes, size in zip(coded, sizes, strict=True)]
        gains = np.stack([gain for gain, _ in best])
        chosen = gains.argmax(axis=0)
        columns.append(chosen)
        bounds.append(np.stack([bound for _, bound in best])[chosen, np.arange(2**level)])
        node = _below(coded, node, columns[-1], bounds[-1])
    counts = np.bincount(node, minlength=2**DEPTH)
    leaves = RATE * np.bincount(node, left, minlength=2**DEPTH) / (counts + _LEAF)
    return _Tree(columns=tuple(columns), bounds=tuple(bounds), leaves=leaves), node


def _split(codes: Integers, size: int, node: Integers, n_nodes: int, left: Floats) -> tuple[Floats, Integers]:
    """For each node the best bound of one column, and what it gains."""
    cell = node * size + codes
    counts = np.bincount(cell, minlength=n_nodes * size).reshape(n_nodes, size).cumsum(axis=1)
    sums = np.bincount(cell, left, minlength=n_nodes * size).reshape(n_nodes, size).cumsum(axis=1)
    n, total = counts[:, -1:], sums[:, -1:]
    gain = sums**2 / (counts + _LEAF) + (total - sums) ** 2 / (n - counts + _LEAF)
    bound: Integers = gain.argmax(axis=1)
    return gain[np.arange(n_nodes), bound], bound
