"""Batches as files: rows in, answers out, protected columns beside."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from evenhand.adapters.predictions.answers import csv_bytes, parquet_bytes
from evenhand.errors.table import ColumnMissing
from evenhand.errors.workspace import CommandUnclear
from evenhand.kernel.instant import Instant, instant
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.serving.prediction import Prediction, Scalar
from evenhand.wiring.cases import TableCases
from evenhand.wiring.user_file import require_writable, write_file

_PARQUET = (".parquet", ".pq")


def cases_of(rows: object, contract: Contract) -> TableCases:
    """Read the cases."""
    return TableCases.of(rows, contract=contract)


def context_by_key(source: object, contract: Contract, *, key: str | None) -> Mapping[str, Mapping[str, Scalar]]:
    """Protected columns of each case, from a table of their own.

    Raises:
        ColumnMissing: nobody says which column is the key, or the table lacks it.
    """
    key = key or next(iter(contract.by_role("key")), None)
    if key is None:
        raise ColumnMissing("The context is joined by a key, and none is named.", remedy="Name the column with --key.")
    table = TableCases.of(source, contract=contract)
    names = [name for name in table.columns if name != key]
    return dict(zip(table.texts(key), table.records(names), strict=True))


def day_or_instant(text: str) -> Instant:
    """``2018-12-31``, or an instant in UTC.

    Raises:
        CommandUnclear: it is neither.

    Examples:
        >>> day_or_instant("2018-12-31")
        '2018-12-31T00:00:00.000000Z'
    """
    try:
        if len(text) == len("2018-12-31"):
            day = date.fromisoformat(text)
            return instant(datetime(day.year, day.month, day.day, tzinfo=UTC))
        return instant(datetime.fromisoformat(text).astimezone(UTC))
    except (ValueError, OverflowError) as mistake:
        raise CommandUnclear(
            f"{text!r} is no day and no instant.",
            remedy="Write a day that the calendar has as 2018-12-31, or an instant.",
        ) from mistake


def require_place(path: Path, *, is_repeated: bool) -> None:
    """Refuse before the work is done; a batch that was recorded before may find its own answers there.

    Raises:
        FileExists, FileUnwritable: see ``require_writable``.
    """
    require_writable(path, replace=is_repeated)


def write_answers(path: Path, predictions: Sequence[Prediction]) -> None:
    """Write the answers in one step; when the very same stand there already nothing is written.

    Raises:
        FileExists: the file holds something else.
        FileUnwritable: the disk or the rights on it refused.
    """
    sink = io.BytesIO()
    (parquet_bytes if path.suffix.lower() in _PARQUET else csv_bytes)(predictions, sink)
    if path.is_file() and path.read_bytes() == sink.getvalue():
        return
    write_file(path, sink.getvalue())
