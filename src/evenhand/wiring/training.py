"""A table made ready for training: what goes to the code, what only counts rows, where it is found again."""

from collections.abc import Hashable, Sequence
from pathlib import Path

from evenhand.adapters.tables.coded import coded
from evenhand.adapters.tables.table import Table
from evenhand.errors.table import ColumnMissing, LabelUnusable
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.scalar import Scalar, scalar_kind
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.training_rows import TrainingRows
from evenhand.lifecycle.training.training_run import DataSource
from evenhand.wiring.sample import TableSample


def training_rows(
    sample: TableSample, *, use_case: UseCase, contract: Contract, source: DataSource
) -> TrainingRows:  # fmt: skip
    """The rows with the roles of the contract: code gets features and label, and nothing protected.

    Raises:
        ColumnMissing, LabelUnusable, ColumnUnusable: the label or a group cannot be read, or all labels are one.
    """
    import numpy as np

    table = sample.table
    # A protected column stays out whatever a contract calls it.
    barred = {use_case.label, *use_case.protected}
    features = [name for name in contract.by_role("feature") if name in table.kinds and name not in barred]
    if not features:
        raise ColumnMissing(f"{table.origin} has no column with the role feature.", origin=table.origin)
    cases = sample.cases(use_case, scores=None, decisions=np.zeros(table.n_rows, dtype=np.int8))
    keys = [name for name in contract.by_role("key") if name in table.kinds]
    return TrainingRows(
        table=table.arrow.select([*features, use_case.label]), source=source, features=tuple(features),
        unfavourable=_other_label(table, use_case), cases=cases, keys=_keys(table, keys), key_names=tuple(keys),
    )  # fmt: skip


def place_of(data: object, folder: Path) -> str | None:
    """How a table is named so that it is found again: its path below ``folder``, else only its name."""
    if not isinstance(data, str | Path):
        return None
    path = Path(data).absolute().resolve()
    root = folder.absolute().resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _other_label(table: Table, use_case: UseCase) -> Scalar:
    found = coded(table, use_case.label)
    wanted = (scalar_kind(use_case.favourable), use_case.favourable)
    others = [
        (count, value)
        for value, count in zip(found.values, found.counts, strict=True)
        if (scalar_kind(value), value) != wanted
    ]
    if not others:
        fact = f"Every row of {table.origin} has the favourable outcome {use_case.favourable!r}."
        remedy = "Train on rows with both outcomes: from one alone nothing can be learnt."
        raise LabelUnusable(fact, remedy=remedy, column=use_case.label)
    return max(others, key=lambda each: each[0])[1]


def _keys(table: Table, names: Sequence[str]) -> list[Hashable] | None:
    if not names:
        return None
    columns = [table.column(name).to_pylist() for name in names]
    # A row without a key is about somebody else than every other row.
    return [
        ("row", row) if any(value is None for value in values) else values
        for row, values in enumerate(zip(*columns, strict=True))
    ]
