"""Parts of a dataset held against each other: keys that they share, rows that they share, times that overlap."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from evenhand.adapters.dataset.part_file import joined
from evenhand.adapters.dataset.row_code import row_codes
from evenhand.adapters.tables.table import Table
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.data.split import pairs_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def leakage_scan(parts: Mapping[str, Table], *, key: Sequence[str] = (), time: str | None = None) -> dict[str, Json]:
    """What every two parts have in common.

    ``shared_keys`` and ``repeated_rows`` list, for every two parts, how many keys lie in both, and how many rows of the
    later one equal a row of the earlier one in every column that is no key (small tables of few categories repeat
    rows without anybody being in them twice). ``periods`` gives the first and last time of each part, ``overlaps`` the
    pairs whose later part begins before the earlier one ends. What could not be looked at is ``null``.

    Examples:
        >>> table = lambda **columns: Table.of(__import__("pyarrow").table(columns))
        >>> parts = {"training": table(id=[1, 2], age=[30, 40]), "holdout": table(id=[2, 3], age=[40, 50])}
        >>> found = leakage_scan(parts, key=["id"])
        >>> found["shared_keys"], found["repeated_rows"]
        ([{'parts': ['training', 'holdout'], 'n': 1}], [{'parts': ['training', 'holdout'], 'n': 1}])
    """
    import numpy as np

    whole = joined(parts)
    places = np.repeat(np.arange(len(parts)), [part.n_rows for part in parts.values()])
    names, rest = list(parts), [name for name in whole.columns if name not in key]
    periods = None if time is None else {name: _period(part, time) for name, part in parts.items()}
    return {
        "shared_keys": _shared(whole, key, places, names, is_keys=True) if key else None,
        "repeated_rows": _shared(whole, rest, places, names, is_keys=False) if rest else None,
        "periods": periods,
        "overlaps": None if time is None else _overlaps(parts, time),
    }  # fmt: skip


def _shared(
    whole: Table, columns: Sequence[str], places: "NDArray[np.int64]", names: Sequence[str], *, is_keys: bool
) -> list[Json]:
    import numpy as np

    found = row_codes(whole, columns)
    codes = [found.codes[(places == place) & (found.is_stated | (not is_keys))] for place in range(len(names))]
    by_name = dict(zip(names, codes, strict=True))
    shared: list[Json] = []
    for earlier, later in pairs_of(names):
        is_in_both = np.isin(by_name[later], by_name[earlier])
        n = len(np.unique(by_name[later][is_in_both])) if is_keys else int(is_in_both.sum())
        shared.append({"parts": [earlier, later], "n": n})
    return shared


def _bounds(part: Table, time: str) -> tuple[Any, Any]:
    import pyarrow.compute as pc

    found = pc.min_max(part.column(time))
    return found["min"], found["max"]


def _period(part: Table, time: str) -> dict[str, Json]:
    import pyarrow as pa

    earliest, latest = (bound.cast(pa.string()).as_py() for bound in _bounds(part, time))
    return {"earliest": earliest, "latest": latest}


def _overlaps(parts: Mapping[str, Table], time: str) -> list[Json]:
    bounds = {name: tuple(bound.as_py() for bound in _bounds(part, time)) for name, part in parts.items()}
    return [
        {"parts": [earlier, later]}
        for earlier, later in pairs_of(list(parts))
        if None not in (*bounds[earlier], *bounds[later]) and bounds[later][0] <= bounds[earlier][1]
    ]
