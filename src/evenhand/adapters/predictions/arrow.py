"""The log as an Arrow table: one row a prediction, with what people decided and what became of the case."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

import pyarrow as pa

from evenhand.adapters.predictions.folder import Folder
from evenhand.adapters.predictions.reading import read_log
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.serving.prediction import Outcome, Prediction, Review

_INSTANT = pa.timestamp("us", tz="UTC")
_FIELDS: Mapping[str, pa.DataType] = {
    "id": pa.string(), "case": pa.string(), "at": _INSTANT, "as_of": _INSTANT, "deployment": pa.string(),
    "version": pa.string(), "mode": pa.string(), "batch": pa.string(), "consumer": pa.string(),
    "score": pa.float64(), "decision": pa.int8(), "reasons": pa.list_(pa.string()), "band": pa.string(),
}  # fmt: skip


def prediction_rows(
    folder: Folder, *, start: Instant | None = None, end: Instant | None = None, mode: str | None = "champion"
) -> pa.Table:
    """Predictions whose case belongs to ``[start, end)``, ordered by that instant, then as they came.

    Of several records with one id, version and mode the first counts; how many did not is in the schema's metadata as
    ``repeated``, how many segments end torn as ``torn``.

    Raises:
        PredictionLogDamaged: see ``read_log``.
    """
    logged = read_log(folder, "predictions", Prediction)
    kept = [each for each in logged.records if _is_wanted(each, start, end, mode)]
    once = {(each.id, each.version, each.mode): each for each in reversed(kept)}
    as_logged = list(once.values())[::-1]
    rows = sorted(as_logged, key=lambda each: each.as_of)
    columns = {name: _array(list(map(attrgetter(name), rows)), kind) for name, kind in _FIELDS.items()}
    columns |= _afterwards(folder, rows)
    columns |= _spread("f", [each.features for each in rows])
    columns |= _spread("c", [each.context for each in rows])
    counts = {"torn": str(logged.torn), "repeated": str(len(kept) - len(rows))}
    return pa.table(columns).replace_schema_metadata(counts)


def outcomes_of(folder: Folder) -> dict[str, Any]:
    """The outcome of every prediction that has one: the last recorded."""
    found = read_log(folder, "outcomes", Outcome).records
    return {each.id: each for each in sorted(found, key=lambda each: each.correction is not None)}


def reviews_of(folder: Folder) -> dict[str, Any]:
    """What a person decided, by prediction."""
    return {each.id: each for each in reversed(read_log(folder, "reviews", Review).records)}


def _is_wanted(each: Any, start: Instant | None, end: Instant | None, mode: str | None) -> bool:  # noqa: ANN401
    is_inside = (start is None or each.as_of >= start) and (end is None or each.as_of < end)
    return is_inside and mode in (None, each.mode)


def _afterwards(folder: Folder, rows: Sequence[Any]) -> dict[str, pa.Array]:
    outcomes, reviews = outcomes_of(folder), reviews_of(folder)
    reviewed = [reviews.get(each.id) for each in rows]
    known = [outcomes.get(each.id) for each in rows]
    final = [
        review.decision if review is not None else (None if each.band == "review" else each.decision)
        for each, review in zip(rows, reviewed, strict=True)
    ]
    return {
        "final_decision": pa.array(final, pa.int8()),
        "reviewer": pa.array([None if each is None else each.reviewer for each in reviewed], pa.string()),
        "outcome": pa.array([None if each is None else each.outcome for each in known], pa.int8()),
        "outcome_at": _array([None if each is None else each.at for each in known], _INSTANT),
    }


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    if kind == _INSTANT:
        return pa.array([None if each is None else datetime.fromisoformat(each) for each in values], kind)
    return pa.array(values, kind)


def _spread(prefix: str, maps: Sequence[Mapping[str, Any]]) -> dict[str, pa.Array]:
    names = {name: None for each in maps for name in each}
    return {f"{prefix}.{name}": _loose([each.get(name) for each in maps]) for name in names}


def _loose(values: list[Any]) -> pa.Array:
    """An array of whatever kind the values have; text where they have several."""
    try:
        return pa.array(values)
    except (pa.ArrowException, TypeError):
        return pa.array([None if each is None else str(each) for each in values], pa.string())
