"""Which rows a search attacks, so that the whole table and every group are spoken about with few of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attacked:
    """A sample for the whole table, and one for each group.

    Attributes:
        rows: all rows that are attacked, rising.
        whole: which of them, by place, stand for the table.
        groups: attribute and group to the places that stand for the group.
        sizes: attribute and group to its rows in the table.
    """

    rows: NDArray[np.int64]
    whole: NDArray[np.int64]
    groups: Mapping[tuple[str, str], NDArray[np.int64]]
    sizes: Mapping[tuple[str, str], int]


def attacked_rows(
    attributes: Mapping[str, Sequence[object] | NDArray[Any]], *, n_rows: int, whole: int, per_group: int, seed: int
) -> Attacked:
    """Draw ``whole`` rows of the table and ``per_group`` of each group, as far as there are so many.

    One random order decides: each sample is its first rows, so every sample is a fair one and most rows serve several.

    Examples:
        >>> drawn = attacked_rows({"sex": ["f"] + ["m"] * 9}, n_rows=10, whole=4, per_group=3, seed=0)
        >>> len(drawn.whole), {group: len(places) for group, places in drawn.groups.items()}
        (4, {('sex', 'f'): 1, ('sex', 'm'): 3})
    """
    order = np.random.default_rng(seed).permutation(n_rows)
    table = order[:whole]
    sizes: dict[tuple[str, str], int] = {}
    named: dict[tuple[str, str], NDArray[np.int64]] = {}
    for attribute, values in attributes.items():
        texts = np.asarray([str(value) for value in values])
        for group in np.unique(texts).tolist():
            members = order[texts[order] == group]
            named[attribute, group], sizes[attribute, group] = members[:per_group], len(members)
    rows = np.unique(np.concatenate([table, *named.values()]))
    places = {group: np.searchsorted(rows, np.sort(members)) for group, members in named.items()}
    return Attacked(rows=rows, whole=np.searchsorted(rows, np.sort(table)), groups=places, sizes=sizes)
