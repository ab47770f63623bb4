"""Columns as few values each: numbers in bands of like size, rare values together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenhand.adapters.tables.coded import Coded, coded
from evenhand.adapters.tables.table import Table
from evenhand.lifecycle.problem.band import BLANK, MISSING, band_names
from evenhand.lifecycle.problem.scalar import scalar_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evenhand.metrics.slicing import Facet

_GLANCE = 1_000
OTHER = "(other)"
"""The value of all rows whose own is too rare to be looked at by itself."""


def facet_of(table: Table, name: str, *, bins: int = 8, values_at_most: int = 40) -> "Facet":
    """The column as a facet.

    Args:
        table: the rows.
        name: of a column of numbers, truth values or text.
        bins: bands of a column of numbers with more different values than that.
        values_at_most: different values that are kept apart, the most frequent ones.

    Raises:
        ColumnMissing: there is no such column.

    Examples:
        >>> table = Table.of(__import__("pyarrow").table({"age": [20, 30, 40, None], "sex": ["f", "m", "f", "f"]}))
        >>> facet = facet_of(table, "age", bins=2)
        >>> facet.values, facet.codes.tolist()
        (('<30', '>=30', '(missing)'), [0, 1, 1, 2])
    """
    from evenhand.metrics.slicing import Facet

    if _has_many_numbers(table.rows(0, min(_GLANCE, table.n_rows)), name, bins):
        values, codes = _banded(table, name, bins)
        return Facet(name=name, codes=codes, values=tuple(values))
    found = coded(table, name)
    if table.kinds[name] in ("integer", "number") and len(found.values) > bins:
        values, codes = _banded(table, name, bins)
    else:
        values, codes = _apart(found, values_at_most)
    return Facet(name=name, codes=codes, values=tuple(values))


def _has_many_numbers(table: Table, name: str, bins: int) -> bool:
    """Whether a glance shows more different numbers than there are bands, so that nobody need list all of them."""
    return table.kinds.get(name) in ("integer", "number") and len(coded(table, name).values) > bins


def _banded(table: Table, name: str, bins: int) -> "tuple[list[str], NDArray[np.int64]]":
    import numpy as np

    numbers = table.numpy(name).astype(np.float64)
    known = numbers[np.isfinite(numbers)]
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, bins + 1)[1:-1], method="inverted_cdf"))
    cuts = cuts[cuts > known.min()]
    if table.kinds[name] == "integer":
        shown: Sequence[float] = [int(cut) for cut in cuts]
    else:
        cuts = np.unique([float(f"{cut:.4g}") for cut in cuts])
        shown = cuts.tolist()
    if not len(shown):
        return [f"{known.min():g}", MISSING], np.where(np.isnan(numbers), 1, 0)
    codes = np.searchsorted(cuts, numbers, side="right")
    codes[np.isnan(numbers)] = len(cuts) + 1
    return [*band_names(shown), MISSING], codes.astype(np.int64)


def _apart(found: Coded, values_at_most: int) -> "tuple[list[str], NDArray[np.int64]]":
    import numpy as np

    order = sorted(range(len(found.values)), key=lambda place: (-found.counts[place], place))[:values_at_most]
    moved = np.full(len(found.values) + 1, len(order) + 1, dtype=np.int64)
    moved[order] = np.arange(len(order))
    moved[-1] = len(order)
    names = [scalar_text(found.values[place]) or BLANK for place in order]
    return [*names, MISSING, OTHER], moved[found.codes]
