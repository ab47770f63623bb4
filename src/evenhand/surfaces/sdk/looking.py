"""Looks at files and tables, without a workspace: what changed, how well and evenly a model decides, what is amiss."""

import math
from collections.abc import Callable, Mapping, Sequence
from numbers import Integral
from pathlib import Path
from typing import TypeAlias

from evenhand.adapters.clock import SystemClock
from evenhand.errors.number import NumberOutOfRange
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.evaluation.table_report import MIN_COUNT
from evenhand.lifecycle.evaluation.task import Kind
from evenhand.lifecycle.problem.scalar import Scalar
from evenhand.surfaces.sdk.shown_profile import bare
from evenhand.surfaces.sdk.shown_report import ShownReport
from evenhand.wiring.scan import TableScanner

_DEAREST = 1e100
"""No cost is larger: its square must be a number."""

Progress: TypeAlias = Callable[[str, int, int | None], None]
"""Told after each batch: the table's name, the rows read, the rows in all where they are known."""


def drift(
    reference: object, current: object, *, columns: Sequence[str] | str | None = None, exact: bool = False,
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
        TableScanner(progress), bare(reference), bare(current), columns=_listed(columns), is_exact=exact,
        confidence=_share(confidence),
    )  # fmt: skip
    return ShownReport(report=found)


def tell_apart(
    reference: object, current: object, *, columns: Sequence[str] | str | None = None, rows: int = 10_000,
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
        TableScanner(), bare(reference), bare(current), columns=_listed(columns), n_rows=rows,
        confidence=_share(confidence),
    )  # fmt: skip
    return ShownReport(report=found)


def performance(
    table: object, *, label: str, score: str | None = None, prediction: str | None = None,
    positive: "Scalar | None" = None, by: str | Sequence[str] = (), threshold: float | None = None,
    task: "Kind | None" = None, costs: Mapping[str, float] | None = None, level: float | None = None,
    min_count: int = MIN_COUNT, confidence: float = 0.95, progress: Progress | None = None,
) -> ShownReport:  # fmt: skip
    """How often a model is right, how well its scores order and how far they can be believed.

    Args:
        table: a path, a pandas, Polars or Arrow table, or a dict of lists.
        label: the column with the true outcome.
        score: the column with the score, higher where the favourable outcome is likelier.
        prediction: the column with the decision.
        positive: the value that is the favourable outcome; 1 or true when left out.
        by: columns to measure by group.
        task: ``binary``, ``multi-class`` or ``regression``; told from the values when left out.
        threshold: from which score on the favourable decision is given, where there is no ``prediction``.
        costs: of a case by its outcome, ``{"false_favourable": 5, "false_unfavourable": 1}``: what decisions cost and
            which cut-off is cheapest. ``true_favourable`` and ``true_unfavourable`` may cost too; a gain is below 0.
        level: of the quantile that was predicted, above 0 and below 1, for the pinball loss of numbers.
        min_count: groups of fewer rows are hidden, and others from which they could be worked out; 1 hides none.
        confidence: of every interval, above 0 and below 1.
        progress: told how many rows are read.

    Raises:
        EvenhandError: with code, fact and remedy where the table cannot be read or lacks a column.

    Examples:
        >>> table = {"repaid": [1, 0, 1, 0] * 50, "offered": [1, 0, 1, 1] * 50}
        >>> performance(table, label="repaid", prediction="offered").measurement("accuracy").value
        0.75
    """
    from evenhand.workflows.statistics.measure_performance import measure_performance

    found = measure_performance(
        TableScanner(progress), bare(table), label=label, score=score, prediction=prediction, positive=positive,
        by=_named(by), threshold=_cut(threshold), confidence=_share(confidence), task=task,
        costs=_costs(costs), level=level if level is None else _level(level), min_count=_least(min_count),
    )  # fmt: skip
    return ShownReport(report=found)


def fairness(
    table: object, *, prediction: str, by: str | Sequence[str], label: str | None = None,
    positive: "Scalar | None" = None, reference_group: str | Mapping[str, str] | None = None, confidence: float = 0.95,
    min_count: int = MIN_COUNT, progress: Progress | None = None,
) -> ShownReport:  # fmt: skip
    """What each group of people gets, and how far groups lie apart.

    Args:
        table: a path, a pandas, Polars or Arrow table, or a dict of lists.
        prediction: the column with the decision.
        by: the columns with the groups; the crossing of several is measured too.
        label: the column with the true outcome; without it, only who was selected is measured.
        positive: the value that is the favourable outcome and decision; 1 or true when left out.
        reference_group: what groups are compared with: ``best`` (when left out), ``largest``, ``overall``, or a group:
            ``sex=m``, or a map.
        confidence: of every interval, above 0 and below 1.
        min_count: groups of fewer rows are hidden, and others from which they could be worked out; 1 hides none.
        progress: told how many rows are read.

    Raises:
        EvenhandError: with code, fact and remedy where the table cannot be read or lacks a column.

    Examples:
        >>> table = {"repaid": [1, 0] * 200, "offered": [1, 1, 1, 0] * 100, "sex": ["f", "f", "m", "m"] * 100}
        >>> fairness(table, label="repaid", prediction="offered", by="sex").measurement(
        ...     "selection_rate", groups={"sex": "m"}).value
        0.5
    """
    from evenhand.workflows.statistics.measure_fairness import measure_fairness

    found = measure_fairness(
        TableScanner(progress), bare(table), label=label, prediction=prediction, by=_named(by), positive=positive,
        reference_group=reference_group, confidence=_share(confidence), min_count=_least(min_count),
    )  # fmt: skip
    return ShownReport(report=found)


def quality(
    table: object, *, contract: Contract | str | Path | None = None, key: str | Sequence[str] = (),
    label: str | None = None, as_of: str | None = None, confidence: float = 0.95, progress: Progress | None = None,
) -> ShownReport:  # fmt: skip
    """What is missing, constant, repeated, out of range or suspicious in a table.

    Args:
        table: a path, a pandas, Polars or Arrow table, or a dict of lists.
        contract: what the table must look like, see ``infer_contract``.
        key: the columns that should identify a row.
        label: the column with the outcome: a column that tells it too well is named.
        as_of: instant against which the newest times are held, for example ``2026-11-23T07:13:44Z``; now if left out.
        confidence: of every interval, above 0 and below 1.
        progress: told how many rows are read.

    Raises:
        EvenhandError: with code, fact and remedy where the table cannot be read.

    Examples:
        >>> quality({"age": [30, None, 41, 52]}).measurement("null_rate", column="age").value
        0.25
    """
    from evenhand.wiring.contract_file import read_contract
    from evenhand.workflows.statistics.check_quality import check_quality

    agreed = contract if contract is None or isinstance(contract, Contract) else read_contract(Path(contract))
    found = check_quality(
        TableScanner(progress), bare(table), contract=agreed, key=_named(key), label=label,
        confidence=_share(confidence), as_of=as_of or SystemClock().now(),
    )  # fmt: skip
    return ShownReport(report=found)


def _named(columns: str | Sequence[str]) -> tuple[str, ...]:
    return (columns,) if isinstance(columns, str) else tuple(columns)


def _share(confidence: float) -> float:
    if not 0 < confidence < 1 - 1e-12:  # beyond, a float no longer tells the tails from nothing
        raise NumberOutOfRange(f"The confidence is {confidence!r}, not a number above 0 and below 1.")
    return confidence


def _least(min_count: object) -> int:
    found = int(min_count) if isinstance(min_count, Integral) else 0
    if found < 1:
        fact = f"The least number of rows of a group that is shown is {min_count!r}, not 1 or more."
        raise NumberOutOfRange(fact, remedy="Give a number of rows, 1 or more.")
    return found


def _costs(costs: Mapping[str, float] | None) -> Mapping[str, float] | None:
    from evenhand.metrics.cost import OUTCOMES

    for name, cost in (costs or {}).items():
        if name not in OUTCOMES or not abs(cost) <= _DEAREST:
            fact = f"A cost of {cost!r} for {name!r}: the outcomes are {', '.join(OUTCOMES)}, and a cost is a number."
            raise NumberOutOfRange(fact, remedy="Name a number for each outcome that costs or gains something.")
    if costs is not None and not _is_worse_when_wrong(costs):
        named = ", ".join(f"{name}={cost:g}" for name, cost in costs.items()) or "given"
        fact = f"By the costs {named} a wrong decision costs no more than the right one."
        raise NumberOutOfRange(
            fact, remedy="Give false_favourable and false_unfavourable a cost above that of the other."
        )
    return costs


def _is_worse_when_wrong(costs: Mapping[str, float]) -> bool:
    right, wrong = costs.get("true_unfavourable", 0.0), costs.get("false_favourable", 0.0)
    missed, found = costs.get("false_unfavourable", 0.0), costs.get("true_favourable", 0.0)
    return wrong > right and missed > found


def _level(level: float) -> float:
    if not 0 < level < 1:
        fact = f"The level of the predicted quantile is {level!r}, not above 0 and below 1."
        raise NumberOutOfRange(fact, remedy="Give a number above 0 and below 1, such as 0.9.")
    return level


def _cut(threshold: float | None) -> float | None:
    if threshold is not None and not math.isfinite(threshold):
        raise NumberOutOfRange(f"The threshold is {threshold!r}, with which no score can be compared.")
    return threshold


def _listed(columns: Sequence[str] | str | None) -> Sequence[str] | None:
    return (columns,) if isinstance(columns, str) else columns
