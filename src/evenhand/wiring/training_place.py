"""The rows that a recorded run names, found again."""

from collections.abc import Sequence
from pathlib import Path

from evenhand.errors.training import RunUnrepeatable
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.training_rows import TrainingRows
from evenhand.lifecycle.training.training_run import DataSource
from evenhand.wiring.sample import TableSample
from evenhand.wiring.training import training_rows


def found_again(
    source: DataSource, contract: Contract, use_case: UseCase, *, data: object, folders: Sequence[Path]
) -> TrainingRows:
    """The rows at hand as ``data``, or else where the record says that they were.

    Args:
        source: as recorded.
        contract: of the version.
        use_case: that it serves.
        data: a table that the caller brings; ``None`` to look for it.
        folders: where a recorded place may begin.

    Raises:
        RunUnrepeatable: they are nowhere, or other rows lie there.
    """
    given = data if data is not None else _searched(source, folders)
    sample = TableSample.of(given, contract=contract)
    if sample.digest != source.digest:
        raise RunUnrepeatable(
            f"{sample.table.origin} holds other rows now: {sample.digest}, and the run had {source.digest}.",
            remedy="Hand the rows of then over with --data FILE; other rows are another run.", digest=source.digest,
        )  # fmt: skip
    return training_rows(sample, use_case=use_case, contract=contract, source=source)


def _searched(source: DataSource, folders: Sequence[Path]) -> Path:
    if source.place is not None:
        for folder in folders:
            path = folder / source.place
            if path.is_file():
                return path
    raise RunUnrepeatable(
        f"The rows of the run ({source.shown}, {source.n_rows:,} rows, {source.digest}) are not here.",
        remedy="Hand them over with --data FILE.", digest=source.digest,
    )  # fmt: skip
