"""Answers as the caller of a batch gets them: where a person decides, no decision leaves."""

from collections.abc import Sequence
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from evenhand.lifecycle.serving.prediction import Prediction


def answer_table(predictions: Sequence[Prediction]) -> pa.Table:
    """Columns id, case, score, decision, band, reasons; ``decision`` is empty in the review band."""
    return pa.table({
        "id": pa.array([each.id for each in predictions], pa.string()),
        "case": pa.array([each.case for each in predictions], pa.string()),
        "score": pa.array([each.score for each in predictions], pa.float64()),
        "decision": pa.array([None if each.band == "review" else each.decision for each in predictions], pa.int8()),
        "band": pa.array([each.band for each in predictions], pa.string()),
        "reasons": pa.array(["; ".join(each.reasons) for each in predictions], pa.string()),
    })  # fmt: skip


def csv_bytes(predictions: Sequence[Prediction], sink: BinaryIO) -> None:
    """Write them as CSV."""
    pacsv.write_csv(answer_table(predictions), sink, pacsv.WriteOptions(quoting_style="needed"))


def parquet_bytes(predictions: Sequence[Prediction], sink: BinaryIO) -> None:
    """Write them as Parquet."""
    pq.write_table(answer_table(predictions), sink)
