"""Where a model is weak: slices of a table, searched on one half of its rows and confirmed on the other.

Whoever looks at a thousand slices finds bad ones by chance. The half on which a slice is confirmed played no part in
finding it, so only the few slices that are confirmed have to be corrected for, however many were searched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.uncertainty import Bounds, Floats, mover_difference, wilson

Term: TypeAlias = "tuple[int, int]"
"""Place of a facet, and the code of one of its values."""
Terms: TypeAlias = "tuple[Term, ...]"

_Z = 1.645
_SAME = 0.8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facet:
    """A column as few values.

    Attributes:
        name: of the column.
        codes: per row the index of its value; shape ``(n,)``.
        values: what the codes stand for.
    """

    name: str
    codes: NDArray[np.int64]
    values: tuple[str, ...]

    def at(self, rows: NDArray[np.int64]) -> "Facet":
        """The same column for some of the rows.

        Examples:
            >>> Facet(name="a", codes=np.array([0, 1, 1]), values=("x", "y")).at(np.array([2, 0])).codes.tolist()
            [1, 0]
        """
        return Facet(name=self.name, codes=self.codes[rows], values=self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search looked for and found, before it is confirmed.

    Attributes:
        terms: of each candidate, the most striking first.
        n_searched: slices whose rate was computed.
    """

    terms: tuple[Terms, ...]
    n_searched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A candidate on rows that played no part in finding it.

    Attributes:
        terms: of the slice.
        hits, n: rows of the slice that are right, and all of them.
        elsewhere_hits, elsewhere_n: the same of the rows outside.
        difference: right inside minus right outside, with its bounds.
    """

    terms: Terms
    hits: int
    n: int
    elsewhere_hits: int
    elsewhere_n: int
    difference: tuple[float, float, float]

    @property
    def stands(self) -> bool:
        """Whether the slice is weaker than the rest beyond chance."""
        return self.difference[2] < 0


def inside(facets: Sequence[Facet], terms: Terms) -> NDArray[np.bool_]:
    """Which rows a slice holds."""
    rows: NDArray[np.bool_] = np.ones(len(facets[0].codes), dtype=np.bool_)
    for place, code in terms:
        rows &= facets[place].codes == code
    return rows


def search_slices(
    facets: Sequence[Facet], wrong: NDArray[np.bool_], *, smallest: int, width: int = 12, kept: int = 6
) -> Search:
    """Beam search for slices of one or two terms that are wrong more often than the rest.

    A slice of two terms is a candidate only if it is worse than what is left of either of its parents; of slices that
    hold nearly the same rows the most striking one is.

    Args:
        facets: the columns, one row each per row of ``wrong``.
        wrong: which rows the model got wrong.
        smallest: rows that a slice must hold.
        width: slices of one term that are split further.
        kept: candidates at most.

    Examples:
        >>> codes = np.arange(400) % 4
        >>> found = search_slices([Facet(name="q", codes=codes, values=("a", "b", "c", "d"))], codes == 2, smallest=10)
        >>> found.terms, found.n_searched
        ((((0, 2),),), 4)
    """
    total = (len(wrong), int(wrong.sum()))
    single: dict[Terms, tuple[int, int]] = {
        (term,): count for place in range(len(facets)) for term, count in _counts(facets, place, wrong).items()
    }
    large: dict[Terms, tuple[int, int]] = {terms: count for terms, count in single.items() if count[0] >= smallest}
    n_single = len(large)
    beam = sorted(large, key=lambda terms: -_gap(large[terms], total))[:width]
    pairs: dict[Terms, tuple[int, int]] = {}
    for parent in beam:
        rows = inside(facets, parent)
        for place in range(len(facets)):
            if place == parent[0][0]:
                continue
            for term, count in _counts(facets, place, wrong, rows).items():
                first, second = sorted((parent[0], term))
                if count[0] >= smallest:
                    pairs[first, second] = count
    worse = {terms: count for terms, count in pairs.items() if all(_gap(count, single[(term,)]) > 0 for term in terms)}
    large.update(worse)
    ranked = sorted(large.items(), key=lambda each: -_gap(each[1], total))
    striking = [terms for terms, count in ranked if _gap(count, total) > 0]
    return Search(terms=_different(facets, striking, kept), n_searched=n_single + len(pairs))


def confirm_slices(
    facets: Sequence[Facet], wrong: NDArray[np.bool_], candidates: Sequence[Terms], *, confidence: float
) -> tuple[Confirmed, ...]:
    """Each candidate on other rows, at a ``confidence`` that the caller corrected for the number of candidates.

    A candidate that holds none or all of these rows is left out: there is nothing to compare.
    """
    found = []
    for terms in candidates:
        rows = inside(facets, terms)
        n, bad = int(rows.sum()), int(wrong[rows].sum())
        others, others_bad = len(wrong) - n, int(wrong.sum()) - bad
        if not n or not others:
            continue
        low, high = mover_difference(_share(n - bad, n, confidence), _share(others - others_bad, others, confidence))
        value = (n - bad) / n - (others - others_bad) / others
        found.append(Confirmed(
            terms=terms, hits=n - bad, n=n, elsewhere_hits=others - others_bad, elsewhere_n=others,
            difference=(value, float(low), float(high)),
        ))  # fmt: skip
    return tuple(found)


def _counts(
    facets: Sequence[Facet], place: int, wrong: NDArray[np.bool_], rows: NDArray[np.bool_] | None = None
) -> dict[Term, tuple[int, int]]:
    """Rows and wrong rows of every value of a facet, of those ``rows`` alone; values that no row has are left out."""
    codes = facets[place].codes if rows is None else facets[place].codes[rows]
    bad = wrong if rows is None else wrong[rows]
    n, n_bad = np.bincount(codes), np.bincount(codes[bad], minlength=int(codes.max(initial=-1)) + 1)
    return {(place, code): (int(n[code]), int(n_bad[code])) for code in np.flatnonzero(n).tolist()}


def _gap(part: tuple[int, int], whole: tuple[int, int]) -> float:
    """How much more often a part is wrong than the rest of the whole, less what chance explains; -1 for no rest."""
    n, bad = part[0], part[1]
    rest, rest_bad = whole[0] - n, whole[1] - bad
    if rest <= 0:
        return -1.0
    one, other = (bad + 0.5) / (n + 1), (rest_bad + 0.5) / (rest + 1)
    spread = one * (1 - one) / (n + 1) + other * (1 - other) / (rest + 1)
    return one - other - _Z * float(np.sqrt(spread))


def _different(facets: Sequence[Facet], ranked: Sequence[Terms], kept: int) -> tuple[Terms, ...]:
    chosen: list[Terms] = []
    masks: list[NDArray[np.bool_]] = []
    for terms in ranked:
        rows = inside(facets, terms)
        if any((rows & other).sum() > _SAME * (rows | other).sum() for other in masks):
            continue
        chosen.append(terms)
        masks.append(rows)
        if len(chosen) == kept:
            break
    return tuple(chosen)


def _share(count: int, n: int, confidence: float) -> tuple[Floats, Bounds]:
    return np.asarray(count / n), wilson(count, n, confidence)
