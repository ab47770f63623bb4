"""From rows to records: what the champion, or a shadow, says about each case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from evenhand.errors.model import ModelInputsDiffer
from evenhand.errors.serving import PredictionLogDamaged
from evenhand.governance.projection.grounds import LONGEST_SECONDS
from evenhand.kernel.instant import Instant, moment
from evenhand.lifecycle.evaluation.reasons import top_reasons
from evenhand.lifecycle.serving.prediction import Mode, Prediction, Scalar, Source
from evenhand.lifecycle.serving.typical import typical_values
from evenhand.ports.cases import CaseRows
from evenhand.ports.sample import Scorer
from evenhand.workflows.deployment.standing import Answerer

_ROWS_AT_ONCE = 20_000
"""Rows that a model is asked about in one go when reasons are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Cases, and what is known about them beside the columns that the model takes.

    Attributes:
        rows: the cases.
        ids: the name of each prediction.
        keys: of the cases in the caller's books; ``None`` when he gave none.
        at: when they are answered.
        as_of: when each case belongs to.
        context: protected columns of each case.
        mode, batch, consumer, source: as in the record.
    """

    rows: CaseRows
    ids: Sequence[str]
    keys: Sequence[str] | None
    at: Instant
    as_of: Sequence[Instant]
    context: Sequence[Mapping[str, Scalar]]
    mode: Mode
    batch: str | None
    consumer: str | None
    source: Source


def answered(answerer: Answerer, model: Scorer, asked: Asked, *, with_reasons: bool) -> list[Prediction]:
    """A record for each case.

    Raises:
        ModelInputsDiffer: a column that the model takes is missing.
        ModelFailed, ModelAnswerInvalid, ModelCrashed, ModelTimedOut: the model gave no answer.
    """
    absent = [name for name in answerer.inputs if name not in asked.rows.columns]
    if absent:
        raise ModelInputsDiffer(
            f"The rows lack {', '.join(absent)}, which the model takes.",
            absent=absent,
            remedy="Hand over rows that have every column which the model takes.",
        )
    scores = model.predict(asked.rows.rows).tolist()
    reasons = _reasons(answerer, model, asked.rows, scores) if with_reasons else [()] * len(scores)
    name, oversight, rule = answerer.deployment.key, answerer.oversight, answerer.rule
    keys: Sequence[str | None] = asked.keys or [None] * len(scores)
    rows = zip(
        asked.ids, keys, asked.as_of, asked.rows.records(answerer.inputs), asked.context, scores, reasons, strict=True
    )
    return [
        Prediction(
            id=each, case=key or None, at=asked.at, as_of=as_of, deployment=name, version=answerer.version,
            release=answerer.release, mode=asked.mode, batch=asked.batch, consumer=asked.consumer, features=features,
            context=context, score=score, decision=rule.decide_one(score), reasons=told,
            band=oversight.band_of(score), source=asked.source,
        )
        for each, key, as_of, features, context, score, told in rows
    ]  # fmt: skip


def context_of(answerer: Answerer, rows: CaseRows) -> Sequence[Mapping[str, Scalar]]:
    """The protected columns that stand beside the others in the rows themselves."""
    return rows.records([name for name in answerer.context if name in rows.columns])


def _reasons(answerer: Answerer, model: Scorer, rows: CaseRows, scores: Sequence[float]) -> list[tuple[str, ...]]:
    """What speaks most for each decision: how far the score falls when a column takes a typical value instead."""
    typical = typical_values(answerer.contract, answerer.inputs)
    names = list(typical)
    step = max(1, _ROWS_AT_ONCE // len(names))
    reasons: list[tuple[str, ...]] = []
    for start in range(0, rows.n_rows, step):
        stop = min(start + step, rows.n_rows)
        without: Any = model.predict(rows.left_out(typical, start=start, stop=stop)).tolist()
        n = stop - start
        for row in range(n):
            score = scores[start + row]
            parts = {name: score - without[place * n + row] for place, name in enumerate(names)}
            reasons.append(top_reasons(parts, is_favourable=answerer.rule.decide_one(score) == 1))
    return reasons


def is_ahead(dated: Iterable[Instant], *, at: Instant) -> bool:
    """Whether a case belongs to later than now, where no window that can be watched would find it.

    Clocks may differ by an hour.

    Examples:
        >>> is_ahead(["2026-01-01T00:00:00.000000Z"], at="2026-01-01T00:30:00.000000Z")
        False
        >>> is_ahead(["2035-01-01T00:00:00.000000Z"], at="2026-01-01T00:30:00.000000Z")
        True
    """
    last = max(dated, default=at)
    return (moment(last) - moment(at)).total_seconds() > LONGEST_SECONDS


def require_own(worker: str, written: Sequence[Prediction], again: Sequence[Prediction]) -> None:
    """What nobody has recorded is recorded only when the version answers so again: a file proves no answer.

    Raises:
        PredictionLogDamaged: it answers otherwise.
    """
    if len(written) != len(again) or not all(map(_is_alike, written, again)):
        raise PredictionLogDamaged(f"The segment {worker} holds other answers than the version gives.", place=worker)


def _is_alike(one: Prediction, other: Prediction) -> bool:
    named = ("case", "deployment", "version", "mode", "batch", "features", "context", "decision", "band")
    is_dated_alike = other.as_of in (other.at, one.as_of)
    return (
        all(getattr(one, name) == getattr(other, name) for name in named)
        and is_dated_alike
        and isclose(one.score, other.score, abs_tol=1e-9)
    )
