"""An Arrow table of logged predictions as the arrays that monitoring takes."""

from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.evaluation import group_array
from evenhand.adapters.tables.outcome import practice_array
from evenhand.adapters.tables.quality import column_values
from evenhand.adapters.tables.table import Table
from evenhand.errors.table import ColumnMissing
from evenhand.kernel.instant import Instant, instant, later, moment
from evenhand.lifecycle.monitoring.window import Window
from evenhand.lifecycle.problem.use_case import UseCase

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from evenhand.lifecycle.monitoring.rows import WatchedRows
    from evenhand.metrics.column_values import ColumnValues

_ANSWERS = ("id", "as_of", "version", "batch", "score", "decision", "final_decision", "reviewer", "outcome")


def watched_rows(arrow: "pa.Table", window: Window, use_case: UseCase) -> "WatchedRows":
    """The predictions of one window.

    Args:
        arrow: one row or more of the columns that ``wiring.predictions.prediction_table`` describes.
        window: that they belong to.
        use_case: names the groups and the baseline; a group that no prediction states is left out.
    """
    import numpy as np

    from evenhand.lifecycle.monitoring.rows import WatchedRows

    answers = Table.of(_readable(arrow.select(list(_ANSWERS))), origin=f"predictions of {window}")
    inputs, everything = _stated(arrow, ("f.",), window), _stated(arrow, ("c.", "f."), window)
    reviewer = answers.numpy("reviewer")
    return WatchedRows(
        window=window, columns=() if inputs is None else columns_of(inputs),
        attributes={} if everything is None else {
            name: group_array(everything, name, cuts=use_case.bands.get(name))
            for name in use_case.attributes if name in everything.kinds
        },
        score=_numbers(answers, "score"), decision=_numbers(answers, "decision"),
        final=_numbers(answers, "final_decision"), outcome=_numbers(answers, "outcome"),
        practice=_practice(everything, use_case), as_of=answers.numpy("as_of").astype("datetime64[us]"),
        is_reviewed=np.array([each is not None for each in reviewer.tolist()], dtype=bool),
        versions=_counts(answers, "version"), batches=_counts(answers, "batch"), torn=_torn(arrow),
        digest=_digest(answers, everything),
    )  # fmt: skip


def logged_span(arrow: "pa.Table") -> tuple[Instant, Instant] | None:
    """The first and the last instant to which a case of the table belongs; ``None`` for no rows."""
    import pyarrow.compute as pc

    if not arrow.num_rows:
        return None
    ends = pc.min_max(arrow["as_of"])
    return instant(ends["min"].as_py()), instant(ends["max"].as_py())


def logged_within(arrow: "pa.Table", window: Window) -> "pa.Table":
    """The rows whose case belongs to the window."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind, at = arrow.schema.field("as_of").type, arrow["as_of"]
    start, end = (pa.scalar(moment(each), kind) for each in (window.start, window.end))
    return arrow.filter(pc.and_(pc.greater_equal(at, start), pc.less(at, end)))


def labelled_rows(arrow: "pa.Table", use_case: UseCase, *, mature_days: float, now: Instant) -> "pa.Table":
    """Inputs and groups under their own names, beside the outcome as the use case writes its label.

    Rows whose outcome is not known, or whose case is younger than ``mature_days`` at ``now``, are left out.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    last = pa.scalar(moment(later(now, days=-mature_days)), arrow.schema.field("as_of").type)
    kept = arrow.filter(pc.and_(pc.is_valid(arrow["outcome"]), pc.less_equal(arrow["as_of"], last)))
    names: dict[str, str] = {}
    for prefix in ("f.", "c."):
        for name in kept.column_names:
            if name.startswith(prefix):
                names.setdefault(name.removeprefix(prefix), name)
    names.pop(use_case.label, None)
    rows = _readable(kept.select(list(names.values())).rename_columns(list(names)))
    label = [use_case.favourable if each else _other(use_case) for each in kept["outcome"].to_pylist()]
    return rows.append_column(use_case.label, pa.array(label))


def _other(use_case: UseCase) -> Any:  # noqa: ANN401 - a value of the label
    """A value of the label that is not the favourable one."""
    if use_case.unfavourable:
        return use_case.unfavourable[0]
    favourable = use_case.favourable
    if isinstance(favourable, bool):
        return not favourable
    return f"not {favourable}" if isinstance(favourable, str) else favourable - 1


def columns_of(table: Table) -> "tuple[ColumnValues, ...]":
    """Every column of a table as metrics take it; instants count as text."""
    return tuple(column_values(table, name) for name in table.columns)


def _stated(arrow: "pa.Table", prefixes: tuple[str, ...], window: Window) -> Table | None:
    """The columns under one of the prefixes, each name once, the first prefix before the others."""
    named: dict[str, str] = {}
    for prefix in prefixes:
        for name in arrow.column_names:
            if name.startswith(prefix):
                named.setdefault(name.removeprefix(prefix), name)
    if not named:
        return None
    chosen = _readable(arrow.select(list(named.values())).rename_columns(list(named)))
    return Table.of(chosen, origin=f"predictions of {window}")


def _readable(arrow: "pa.Table") -> "pa.Table":
    """Columns that hold nothing at all become empty text."""
    import pyarrow as pa

    for place, field in enumerate(arrow.schema):
        if pa.types.is_null(field.type):
            arrow = arrow.set_column(place, field.name, arrow.column(place).cast(pa.string()))
    return arrow


def _numbers(table: Table, name: str) -> "NDArray[np.float64]":
    import numpy as np

    if table.kinds[name] == "text":  # nobody has an outcome, or a score, yet
        return np.full(table.n_rows, np.nan)
    return table.numpy(name).astype(np.float64)


def _practice(table: Table | None, use_case: UseCase) -> "NDArray[np.float64] | None":
    if table is None or use_case.baseline is None:
        return None
    try:
        return practice_array(table, use_case.baseline)
    except ColumnMissing:  # the baseline rests on a column that nobody logs
        return None


def _counts(table: Table, name: str) -> dict[str, int]:
    import numpy as np

    found = [str(each) for each in table.numpy(name).tolist() if each is not None]
    values, counts = np.unique(np.array(found, dtype=object), return_counts=True)
    return {str(value): int(count) for value, count in zip(values, counts, strict=True)}


def _torn(arrow: "pa.Table") -> int:
    metadata: Any = arrow.schema.metadata or {}
    return int(metadata.get(b"torn", b"0"))


def _digest(answers: Table, everything: Table | None) -> str:
    from evenhand.kernel.digest import digest_of_json

    return digest_of_json({"answers": answers.digest, "columns": None if everything is None else everything.digest})
