"""Looks at files and tables, without a workspace: what changed, how well and evenly a model decides, what is amiss."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from evenhand.surfaces.sdk.shown_profile import bare
from evenhand.surfaces.sdk.shown_report import ShownReport
from evenhand.wiring.scan import TableScanner

Progress: TypeAlias = Callable[[str, int, int | None], None]
"""Told after each batch: the table's name, the rows read, the rows in all where they are known."""


def drift(
    reference: object, current: object, *, columns: Sequence[str] | None = None, exact: bool = False,
    confidence: float = 0.95, progress: Progress | None = None,
) -> ShownReport:  # fmt: skip
    """How far the columns of one table have moved from another.

    Args:
        reference: what is compared with: a path (Parquet, CSV, a folder, a written profile), a pandas, Polars or Arrow
            table, or a dict of lists.
        current: what is judged.
        columns: to look at; all when left out.
        exact: give each distinct number of the reference a cell of its own, so that the largest gap is exact; slower.
        confidence: of every interval, above 0 and below 1.
        progress: told how many rows are read.

    Raises:
        EvenhandError: with code, fact and remedy where a table cannot be read; one bad column fails no report.

    Examples:
        >>> report = drift({"age": list(range(200))}, {"age": list(range(100, 300))})
        >>> report.measurement("kolmogorov_smirnov", column="age").value
        0.5
    """
    from evenhand.workflows.statistics.measure_drift import measure_drift

    found = measure_drift(
        TableScanner(progress), bare(reference), bare(current), columns=columns, is_exact=exact, confidence=confidence
    )
    return ShownReport(report=found)


def tell_apart(
    reference: object, current: object, *, columns: Sequence[str] | None = None, rows: int = 10_000,
    confidence: float = 0.95,
) -> ShownReport:  # fmt: skip
    """Whether rows of two tables can be told apart, and which pairs of columns go together otherwise.

    It finds what no single column shows, and needs rows: a stated number is drawn from each table, on a fixed seed.

    Args:
        reference: what is compared with: a path (Parquet, CSV, a folder), a pandas, Polars or Arrow table, or a dict of
            lists; no written profile, which holds no rows.
        current: likewise.
        columns: to look at; all when left out.
        rows: to draw from each table.
        confidence: of every interval, above 0 and below 1.

    Raises:
        EvenhandError: with code, fact and remedy where a table cannot be read or holds no rows.

    Examples:
        >>> one = {"a": [0, 1] * 400, "b": [0, 1] * 400}
        >>> report = tell_apart(one, {"a": [0, 1] * 400, "b": [1, 0] * 400})
        >>> report.measurement("domain_classifier_auc").value
        1.0
    """
    from evenhand.workflows.statistics.tell_apart import tell_apart as told

    found = told(
        TableScanner(), bare(reference), bare(current), columns=columns, n_rows=rows, confidence=confidence
    )  # fmt: skip
    return ShownReport(report=found)
