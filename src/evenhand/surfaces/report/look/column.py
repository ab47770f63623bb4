"""The picture of a column: where its rows lie, in one table or in two side by side."""

from collections.abc import Sequence

from evenhand.kernel.number import written
from evenhand.metrics.profiling.profile import ColumnProfile
from evenhand.surfaces.report.look.slots import Slots, slots_of
from evenhand.surfaces.report.tree import Histogram, Series, Table

_KIND = "percent"


def column_picture(columns: Sequence[ColumnProfile], names: Sequence[str], *, finding: str = "") -> Histogram:
    """Draw one column.

    Args:
        columns: of one table, or of the reference and the current one.
        names: of the tables, in their order.
        finding: what is to be seen; by default the slot that moved most, or holds most.
    """
    slots = slots_of(columns)
    series = [Series(name=name, shares=shares) for name, shares in zip(names, slots.shares, strict=True)]
    rows = [
        [text, *(written(shares[at], _KIND) for shares in slots.shares)] for at, text in enumerate(slots.texts)
    ]  # fmt: skip
    caption = "Share of rows by range, ends rounded" if slots.edges else "Share of rows by value"
    header = [columns[0].plan.kind, *names] if len(names) > 1 else [columns[0].plan.kind, "rows"]
    table = Table(caption=caption, header=header, rows=rows, numeric=frozenset(range(1, len(header))))
    return Histogram(
        title=columns[0].name, finding=finding or _seen(slots), table=table, slots=slots.texts, edges=slots.edges,
        series=series, n_apart=slots.n_apart,
    )  # fmt: skip


def _seen(slots: Slots) -> str:
    if not slots.texts:
        return "There are no rows."
    if len(slots.shares) == 1:
        most = max(range(len(slots.texts)), key=slots.shares[0].__getitem__)
        return f"Most rows: {slots.texts[most]} ({written(slots.shares[0][most], _KIND)})."
    was, now = slots.shares
    moved = max(range(len(slots.texts)), key=lambda at: abs(now[at] - was[at]))
    if was[moved] == now[moved]:
        return "Every range holds the same share of both tables."
    change = f"{written(was[moved], _KIND)} before, {written(now[moved], _KIND)} now"
    return f"The largest difference is at {slots.texts[moved]}: {change}."
