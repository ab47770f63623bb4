"""The numbers of a look as tables: one row a column, a group or a number, in the order in which they matter."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from evenhand.kernel.measurement import Measurement
from evenhand.kernel.number import counted
from evenhand.surfaces.report.look.naming import group_title, measured, method_title, metric_title
from evenhand.surfaces.report.tree import Line, Table

Headline = tuple[str, tuple[str, ...]]
"""The title of a column of a table, and the metrics of which the first that is there stands in it."""

HEADLINES: Mapping[str, tuple[Headline, ...]] = MappingProxyType({
    "drift": (
        ("Rows elsewhere", ("rows_elsewhere",)),
        ("Stability index (PSI)", ("population_stability_index",)),
        ("Largest gap (KS)", ("kolmogorov_smirnov",)),
    ),
    "quality": (
        ("Null", ("null_rate",)), ("NaN", ("nan_rate",)), ("Different values", ("distinct",)),
        ("Least", ("minimum",)), ("Greatest", ("maximum",)),
    ),
    "profile": (
        ("Null", ("null_rate",)), ("Least", ("minimum",)), ("Mean", ("mean",)), ("Greatest", ("maximum",)),
        ("Different values", ("distinct",)),
    ),
})  # fmt: skip
GROUP_HEADLINES = (
    "selection_rate_ratio", "selection_rate", "true_positive_rate", "accuracy", "roc_auc", "precision",
    "mean_absolute_error",
)  # fmt: skip
"""Numbers of groups that a terminal shows, the first three that are there."""

_MOST_SIDE_BY_SIDE = 3
_FARTHEST = ": those farthest apart, or the worst; intervals allow for that choice, so they are not those of one pair"


def column_table(look: str, found: Sequence[Measurement], *, most: int | None = None) -> Table | None:
    """One row a column with the numbers that a reader looks for first; ``None`` where no number speaks of a column."""
    rows = _gathered((each for each in found if each.column is not None and not each.groups), lambda at: at.column)
    headlines = [
        (title, names)
        for title, names in HEADLINES.get(look, ())
        if any(not row.keys().isdisjoint(names) for row in rows.values())
    ]  # fmt: skip
    if not headlines:
        return None
    shown = list(rows.items())[:most]
    cells = [[str(column), *(_first(row, names) for _, names in headlines)] for column, row in shown]
    more = f", the first {len(shown)} of {len(rows)}" if len(shown) < len(rows) else ""
    return Table(
        caption=f"Columns, those that matter most first{more}", header=["Column", *(title for title, _ in headlines)],
        rows=cells, numeric=frozenset(range(1, len(headlines) + 1)),
    )  # fmt: skip


def whole_tables(found: Iterable[Measurement], *, most: int | None = None) -> list[Table]:
    """One row a number that speaks of no column and no group; numbers between groups by what the groups are made of."""
    kinds: dict[str, list[Measurement]] = {}
    for each in found:
        by = each.detail.get("by")
        between = (
            f"Between the groups of {' and '.join(map(str, by))}{_FARTHEST}" if isinstance(by, list | tuple) else ""
        )
        kinds.setdefault(between or "The whole table", []).append(each)
    tables = []
    for caption, members in kinds.items():
        more = f", the first {most} of {len(members)}" if most is not None and most < len(members) else ""
        table = _whole_table(members[:most], caption=f"{caption}{more}")
        tables += [] if table is None else [table]
    return tables


def _whole_table(found: Iterable[Measurement], *, caption: str) -> Table | None:
    rows: list[list[Line]] = [
        [metric_title(each.name), measured(each), counted(each.n), each.undefined or method_title(each.method)]
        for each in found
    ]
    if not rows:
        return None
    header = ["Number", "Value and interval", "Rows", "Method"]
    return Table(caption=caption, header=header, rows=rows, numeric=frozenset({1, 2}))


def group_tables(found: Iterable[Measurement], by: Sequence[str], *, most: int | None = None) -> list[Table]:
    """One row a group, at most three numbers side by side; with ``most`` one table of so many groups."""
    rows = _gathered(found, lambda each: tuple(each.groups.items()))
    n_groups = len(rows)
    if most is not None:
        held = {name for row in rows.values() for name in row}
        chosen = [*(name for name in GROUP_HEADLINES if name in held), *sorted(held)][:_MOST_SIDE_BY_SIDE]
        rows = {
            key: {name: row[name] for name in chosen if name in row} for key, row in list(rows.items())[:most]
        }  # fmt: skip
    more = f", {len(rows)} of {n_groups} groups" if len(rows) < n_groups else ""
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    crossing = " and ".join(by)
    tables = []
    for start in range(0, len(names), _MOST_SIDE_BY_SIDE):
        chosen = names[start : start + _MOST_SIDE_BY_SIDE]
        cells: list[list[Line]] = [
            [group_title(next(iter(row.values())).groups), _rows_of(row), *(_cell(row.get(name)) for name in chosen)]
            for row in rows.values()
            if not row.keys().isdisjoint(chosen)
        ]
        titles = [metric_title(name) for name in chosen]
        caption = f"{', '.join(titles)} by {crossing}{more}"
        tables.append(Table(
            caption=caption, header=[crossing, "Rows", *titles], rows=cells,
            numeric=frozenset(range(1, len(chosen) + 2)),
        ))  # fmt: skip
    return tables


def _gathered(
    found: Iterable[Measurement], key: Callable[[Measurement], object]
) -> dict[object, dict[str, Measurement]]:  # fmt: skip
    rows: dict[object, dict[str, Measurement]] = {}
    for each in found:
        rows.setdefault(key(each), {}).setdefault(each.name, each)
    return rows


def _first(row: Mapping[str, Measurement], names: Sequence[str]) -> Line:
    defined = [row[name] for name in names if name in row and row[name].value is not None]
    return _cell(defined[0] if defined else next((row[name] for name in names if name in row), None))


def _cell(measurement: Measurement | None) -> Line:
    if measurement is None:
        return "-"
    if measurement.detail.get("is_withheld") is True:
        return "hidden"
    return measured(measurement)


def _rows_of(row: Mapping[str, Measurement]) -> str:
    """The rows of a group; why they are hidden, where all of its numbers are."""
    shown = [each for each in row.values() if each.detail.get("is_withheld") is not True]
    if not shown:
        return measured(next(iter(row.values())))
    counts = [(each.detail.get("rows"), each.n) for each in shown]
    return counted(max(rows if isinstance(rows, int) else n for rows, n in counts))
