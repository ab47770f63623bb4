"""Give every row of a table its part: by key, by time, or by chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evenhand.adapters.dataset.row_code import row_codes
from evenhand.adapters.tables.table import Table
from evenhand.errors.dataset import SplitUnusable
from evenhand.errors.table import ColumnUnusable
from evenhand.lifecycle.data.split import SplitPlan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SET_ASIDE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided:
    """A table in parts.

    Attributes:
        parts: name to rows, in the order of the table.
        n_set_aside: rows of no part: their key belongs to an earlier part than their time.
    """

    parts: Mapping[str, Table]
    n_set_aside: int


def split_rows(table: Table, plan: SplitPlan) -> Divided:
    """Divide ``table``; the same table and plan always give the same parts.

    Without a time, whole keys are drawn by the seed until each part has its share. With a time, the shares give the
    instants that part one from the next, and rows of one instant stay together. With both, a key belongs to the part of
    its first row, and its rows of later parts are set aside: neither a key nor a period is in two parts.

    Raises:
        SplitUnusable: a row has no key or no time, or a part is left without rows.
        ColumnMissing, ColumnUnusable: a column is not there, or a time is neither instants nor numbers.

    Examples:
        >>> table = Table.of(__import__("pyarrow").table({"year": [2015, 2016, 2015, 2017]}))
        >>> found = split_rows(table, SplitPlan(shares=(("training", 0.5), ("holdout", 0.5)), time="year"))
        >>> {name: part.arrow["year"].to_pylist() for name, part in found.parts.items()}
        {'training': [2015, 2015], 'holdout': [2016, 2017]}
    """
    keys = _keys(table, plan)
    if plan.time is None:
        places = _by_chance(keys, plan)
    else:
        times = _times(table, plan.time)
        places = _by_time(times, plan)
        if plan.by:
            places = _whole_keys(keys, places)
    parts = {name: _rows(table, places == place, name) for place, name in enumerate(plan.names)}
    return Divided(parts=parts, n_set_aside=int((places == _SET_ASIDE).sum()))


def _keys(table: Table, plan: SplitPlan) -> "NDArray[np.int64]":
    import numpy as np

    if not plan.by:
        return np.arange(table.n_rows)
    found = row_codes(table, plan.by)
    n_missing = int((~found.is_stated).sum())
    if n_missing:
        raise SplitUnusable(f"{n_missing:,} rows of {table.origin} have no {' and '.join(plan.by)}.", n=n_missing)
    return found.codes


def _times(table: Table, name: str) -> "NDArray[Any]":
    import numpy as np
    import pyarrow as pa

    column, kind = table.column(name), table.kinds[name]
    if kind not in ("instant", "integer", "number"):
        raise ColumnUnusable(
            f"The time {name!r} of {table.origin} is of kind {kind}.", column=name,
            remedy="Write it as instants with one form and one time zone, or as whole numbers such as years.",
        )  # fmt: skip
    if kind == "instant":
        column = column.cast(pa.int64())
    values = column.to_numpy()
    n_missing = column.null_count if kind != "number" else int(np.isnan(values).sum())
    if n_missing:
        raise SplitUnusable(f"{n_missing:,} rows of {table.origin} have no {name}.", n=n_missing)
    return np.asarray(values)


def _by_chance(keys: "NDArray[np.int64]", plan: SplitPlan) -> "NDArray[np.int64]":
    import numpy as np

    sizes = np.bincount(keys)
    order = np.random.default_rng(plan.seed).permutation(len(sizes))
    ends = np.cumsum(sizes[order])
    middles = ends - sizes[order] / 2
    part_of_key = np.empty(len(sizes), dtype=np.int64)
    part_of_key[order] = np.searchsorted(np.asarray(plan.bounds(len(keys))[:-1]), middles, side="right")
    return part_of_key[keys]


def _by_time(times: "NDArray[Any]", plan: SplitPlan) -> "NDArray[np.int64]":
    import numpy as np

    in_order = np.sort(times)
    cuts = [in_order[min(end, len(times) - 1)] for end in plan.bounds(len(times))[:-1]]
    return np.searchsorted(np.asarray(cuts, dtype=times.dtype), times, side="right").astype(np.int64)


def _whole_keys(keys: "NDArray[np.int64]", places: "NDArray[np.int64]") -> "NDArray[np.int64]":
    import numpy as np

    first = np.full(int(keys.max()) + 1, int(places.max()), dtype=np.int64)
    np.minimum.at(first, keys, places)
    return np.where(first[keys] == places, places, _SET_ASIDE)


def _rows(table: Table, chosen: "NDArray[np.bool_]", name: str) -> Table:
    import pyarrow as pa

    if not chosen.any():
        raise SplitUnusable(f"The part {name} of {table.origin} would hold no row.", part=name)
    return Table.of(table.arrow.filter(pa.array(chosen)), origin=f"{table.origin} ({name})")
