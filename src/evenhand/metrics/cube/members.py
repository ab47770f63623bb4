"""The groups of a crossing and their counts, for cubes whose first columns are attributes."""

from collections.abc import Sequence

import numpy as np

from evenhand.errors.number import AttributeUnknown
from evenhand.metrics.cube.batch import Grouped
from evenhand.metrics.tally import Integers, Tally


def in_order(grouped: Grouped) -> tuple[tuple[str, ...], Integers]:
    """The values that occur, in the order of text, and the codes of the rows among them.

    Examples:
        >>> in_order(Grouped(values=("m", "x", "f"), codes=np.array([2, 0, 2])))[0]
        ('f', 'm')
    """
    held = np.flatnonzero(np.bincount(grouped.codes, minlength=len(grouped.values)))
    order = sorted(held.tolist(), key=lambda place: grouped.values[place])
    rank = np.zeros(len(grouped.values), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return tuple(grouped.values[place] for place in order), rank[grouped.codes]


def joined_values(one: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Per attribute the values of both, in the order of text.

    Examples:
        >>> joined_values([["a", "c"]], [["b"]])
        (('a', 'b', 'c'),)
    """
    return tuple(tuple(sorted({*mine, *theirs})) for mine, theirs in zip(one, other, strict=True))


def code_map(old: Sequence[str], new: Sequence[str]) -> Integers:
    """The codes among ``new`` of the values ``old``, all of which it holds."""
    place = {value: index for index, value in enumerate(new)}
    return np.array([place[value] for value in old], dtype=np.int64)


def check_by(by: tuple[str, ...], attributes: tuple[str, ...]) -> None:
    """Refuse a grouping that names what is no attribute, or one twice.

    Raises:
        AttributeUnknown: it does.
    """
    for name in by:
        if name not in attributes:
            known = ", ".join(attributes) or "none"
            raise AttributeUnknown(f"{name!r} is no attribute of this profile; it holds {known}.", name=name)
    if len(set(by)) < len(by):
        raise AttributeUnknown(f"{by} names an attribute twice.", by=by)


def members_of(tallies: Sequence[Tally], places: Sequence[int]) -> tuple[Integers, list[Integers]]:
    """The groups of a crossing that occur in any of the tallies, and per tally the group of each combination.

    Args:
        tallies: counts whose columns at ``places`` are the attributes of the crossing.
        places: of the attributes; none for the whole table, which is one group even without rows.

    Returns:
        Codes of the groups in lexicographic order, shape ``(groups, attributes)``; per tally the index of each
        combination's group.

    Examples:
        >>> members, (index,) = members_of([Tally.of([np.array([1, 0]), np.array([0, 0])])], [0])
        >>> members.tolist(), index.tolist()
        ([[0], [1]], [0, 1])
    """
    if not places:
        return np.zeros((1, 0), dtype=np.int64), [np.zeros(len(tally.counts), dtype=np.int64) for tally in tallies]
    stacked = np.concatenate([tally.keys[:, list(places)] for tally in tallies])
    found, index = np.unique(stacked, axis=0, return_inverse=True)
    cuts = np.cumsum([len(tally.counts) for tally in tallies])[:-1]
    return found, [part.astype(np.int64) for part in np.split(index.reshape(-1), cuts)]


def names_of(
    members: Integers, by: tuple[str, ...], places: Sequence[int], values: Sequence[Sequence[str]]
) -> tuple[dict[str, str], ...]:
    """Per group attribute to value."""
    return tuple(
        {name: values[place][code] for name, place, code in zip(by, places, member, strict=True)}
        for member in members.tolist()
    )
