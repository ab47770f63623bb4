"""The picture of a number by group: bars with their intervals, beside the number for everybody."""

from collections.abc import Sequence

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import counted, kind_of, written
from evenhand.surfaces.report.look.naming import ends_of, group_title, measured, metric_title
from evenhand.surfaces.report.scale import ticks
from evenhand.surfaces.report.tree import Bar, Figure, Limit, Table

_MOST = 30


def group_picture(found: Sequence[Measurement], by: Sequence[str], whole: Measurement | None) -> Figure | None:
    """One number of every group; ``None`` where no group has it.

    Args:
        found: the same number of each group.
        by: the attributes.
        whole: the same number of everybody, if known.
    """
    drawn = [each for each in found if each.value is not None]
    if not drawn:
        return None
    apart = [each for each in found if each.value is None]
    name, kind = found[0].name, kind_of(found[0].name, found[0].unit)
    shown = _largest(found)
    everybody = None if whole is None else whole.value
    ends = [end for each in drawn for end in ends_of(each) or ()]
    limits = () if everybody is None else (Limit(value=everybody, text=f"everybody: {written(everybody, kind)}"),)
    hidden = len(found) - len(shown)
    more = f"; the {len(shown)} largest of {len(found)} groups, all in the tables" if hidden else ""
    rows = [[group_title(each.groups), measured(each), _rows(each)] for each in shown]
    title = f"{metric_title(name)} by {' and '.join(by)}"
    return Figure(
        title=title, finding=_seen(drawn, kind, apart=apart),
        bars=[_bar(each) for each in shown],
        table=Table(caption=f"{title}{more}", header=[" and ".join(by), "Value and interval", "Rows"], rows=rows,
                    numeric=frozenset({1, 2})),
        ticks=ticks([0.0, *ends, *(limit.value for limit in limits)], kind), origin=0.0, limits=limits,
    )  # fmt: skip


def _bar(each: Measurement) -> Bar:
    ends = ends_of(each)
    value, lower, upper = ends or (None, None, None)
    return Bar(label=group_title(each.groups), value=value, lower=lower, upper=upper, shown=measured(each))


def _largest(found: Sequence[Measurement]) -> list[Measurement]:
    kept = sorted(found, key=lambda each: -each.n)[:_MOST]
    return [each for each in found if any(each is one for one in kept)]


def _seen(drawn: Sequence[Measurement], kind: str, *, apart: Sequence[Measurement]) -> str:
    def key(each: Measurement) -> float:
        return each.value or 0.0

    low, high = min(drawn, key=key), max(drawn, key=key)
    n_hidden = sum(each.detail.get("is_withheld") is True for each in apart)
    tail = _told(n_hidden, "is hidden", "are hidden") + _told(len(apart) - n_hidden, "has no value", "have no value")
    if low is high:
        return f"{group_title(low.groups)}: {measured(low)}.{tail}"
    overlap = "do not overlap" if (low.upper or 0.0) < (high.lower or 0.0) else "overlap"
    return (
        f"From {written(key(low), kind)} ({group_title(low.groups)}) to {written(key(high), kind)} "
        f"({group_title(high.groups)}); their intervals {overlap}.{tail}"
    )


def _told(n: int, one: str, more: str) -> str:
    return "" if n == 0 else f" 1 group {one}." if n == 1 else f" {n} groups {more}."


def _rows(each: Measurement) -> str:
    return "hidden" if each.detail.get("is_withheld") is True else counted(each.n)
