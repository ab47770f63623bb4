"""Pictures of scores: whether what they say happens, whom they put first, and what every cut-off would decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from evenhand.kernel.number import counted, spread, written
from evenhand.metrics.family import simultaneous_confidence
from evenhand.metrics.grouping import score_cells_of
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.scoring.reliability import reliability_curve
from evenhand.metrics.scoring.threshold_curve import ThresholdCurve
from evenhand.metrics.uncertainty import Floats
from evenhand.surfaces.report.scale import ticks
from evenhand.surfaces.report.tree import Axis, Curve, Table, Trace

_MOST_POINTS = 120
_TABLED = np.linspace(0, 1, 11)
_SHARES = tuple((at / 5, f"{at * 20}%") for at in range(6))
_TOLD = 0.02
"""Gap of score and share that a finding calls one."""


def score_pictures(evaluation: EvaluationProfile, confidence: float) -> list[Curve]:
    """The pictures that the scores of a table allow; none where it has no scores or one label only."""
    found = score_cells_of(evaluation, ()) or []
    if not found or not found[0].positives.sum() or not found[0].negatives.sum():
        return []
    cells = found[0]
    curve = _rates(cells)
    pictures = [_order(curve), _cut_offs(curve)]
    is_probability = float(cells.score[0]) >= 0 and float(cells.score[-1]) <= 1
    return [*([_reliability(cells, confidence)] if is_probability else []), *pictures]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rates:
    """Per cut-off, from the lowest score up."""

    cut_off: Floats
    selected: Floats
    caught: Floats
    wrong: Floats
    right: Floats


def _rates(cells: ScoreCells) -> _Rates:
    curve = ThresholdCurve.of(cells)
    taken = curve.counts[:, :, 1, 2].astype(np.float64)
    negatives, positives = float(cells.negatives.sum()), float(cells.positives.sum())
    selected = taken.sum(axis=1)
    right = np.divide(taken[:, 1], selected, out=np.full(len(selected), np.nan), where=selected > 0)
    return _Rates(
        cut_off=curve.cut_off, selected=selected / (negatives + positives), caught=taken[:, 1] / positives,
        wrong=taken[:, 0] / negatives, right=right,
    )  # fmt: skip


def _reliability(cells: ScoreCells, confidence: float) -> Curve:
    curve = reliability_curve(cells, confidence)
    if curve is None:
        raise ValueError("a reliability curve of no cases")
    share = curve.favourable
    points = tuple(zip(curve.score.tolist(), share.value.tolist(), strict=True))
    ends = tuple(zip(share.lower.tolist(), share.upper.tolist(), strict=True))
    rows = [
        [written(score, "percent"), spread((value, *bounds), "percent"), counted(int(n))]
        for (score, value), bounds, n in zip(points, ends, share.n, strict=True)
    ]  # fmt: skip
    finding = _believed(points, ends, _joint(cells, confidence, len(points)))
    return Curve(
        title="Reliability", finding=finding, across=Axis(name="Mean score", ticks=_SHARES),
        up=Axis(name="Share with the favourable outcome", ticks=_SHARES), diagonal="what the score says happens",
        traces=[Trace(name="all", points=points, intervals=ends, is_marked=True)],
        table=Table(caption="Rows in the order of their scores, in parts of like size", rows=rows,
                    header=["mean score", "favourable outcome", "rows"], numeric=frozenset({0, 1, 2})),
    )  # fmt: skip


def _joint(cells: ScoreCells, confidence: float, n: int) -> list[tuple[float, float]]:
    """Intervals of the shares of all parts that hold at once."""
    curve = reliability_curve(cells, simultaneous_confidence(confidence, n, method="sidak"))
    share = None if curve is None else curve.favourable
    return [] if share is None else list(zip(share.lower.tolist(), share.upper.tolist(), strict=True))


def _believed(
    points: Sequence[tuple[float, float]], ends: Sequence[tuple[float, float]], joint: Sequence[tuple[float, float]]
) -> str:  # fmt: skip
    """What the picture shows; a score that lies in the interval of all parts at once is not called apart."""
    apart = [
        (abs(share - score), score, share)
        for (score, share), (low, high) in zip(points, joint, strict=True)
        if not low <= score <= high
    ]
    if not apart:
        told = "What the scores say is what happens, as far as these rows can tell."
        missed = sum(not low <= score <= high for (score, _), (low, high) in zip(points, ends, strict=True))
        return f"{told} {missed} of {len(points)} intervals miss the score, which chance may do." if missed else told
    gap, score, share = max(apart)
    told = f"score {written(score, 'percent')} on average, favourable outcome {written(share, 'percent')}"
    word = "too high" if score > share else "too low"
    more = f" In {len(apart)} of {len(points)} parts the score lies outside what chance allows in that many."
    start = "Clearly apart" if gap > _TOLD else "Slightly apart"
    return f"{start} at worst: {told}, so the score is {word} there.{more}"


def _order(curve: _Rates) -> Curve:
    """The receiver operating characteristic."""
    chosen = _thinned(len(curve.cut_off))
    points = tuple((float(curve.wrong[at]), float(curve.caught[at])) for at in chosen[::-1])
    half = int(np.argmin(np.abs(curve.caught - 0.5)))
    caught, wrong = (_share(float(rates[half])) for rates in (curve.caught, curve.wrong))
    finding = f"A cut-off that finds {caught} of those with the favourable outcome also takes {wrong} of the others."
    return Curve(
        title="Order of the scores (ROC)", finding=finding, across=Axis(name="False positive rate", ticks=_SHARES),
        up=Axis(name="True positive rate", ticks=_SHARES), diagonal="what chance gives",
        traces=[Trace(name="all", points=points)],
        table=_table(curve, {"false positive": curve.wrong, "true positive": curve.caught}),
    )  # fmt: skip


def _cut_offs(curve: _Rates) -> Curve:
    finite = np.flatnonzero(np.isfinite(curve.cut_off))
    chosen = finite[_thinned(len(finite))]
    scores = curve.cut_off[chosen].tolist()
    named = (("true positive rate", curve.caught), ("false positive rate", curve.wrong), ("precision", curve.right))
    middle = int(chosen[len(chosen) // 2])
    selected, right = (_share(float(rates[middle])) for rates in (curve.selected, curve.right))
    finding = (
        f"At a cut-off of {_cut_off(float(curve.cut_off[middle]))}, {selected} get the favourable decision, and "
        f"{right} of them have the outcome."
    )
    return Curve(
        title="Every cut-off", finding=finding, across=Axis(name="Cut-off", ticks=ticks(scores, "plain")),
        up=Axis(name="Share", ticks=_SHARES), table=_table(curve, {
            "selected": curve.selected, "true positive": curve.caught, "false positive": curve.wrong,
            "precision": curve.right,
        }),
        traces=[
            Trace(name=name, points=tuple(zip(scores, rates[chosen].tolist(), strict=True))) for name, rates in named
        ],
    )  # fmt: skip


def _table(curve: _Rates, rates: Mapping[str, Floats]) -> Table:
    places = np.unique([int(np.argmin(np.abs(curve.selected - share))) for share in _TABLED])
    rows = [
        [_cut_off(float(curve.cut_off[at])), *(_share(float(each[at])) for each in rates.values())] for at in places
    ]
    caption = "Cut-offs that take even shares of the rows"
    return Table(caption=caption, header=["cut-off", *rates], rows=rows, numeric=frozenset(range(1 + len(rates))))


def _cut_off(value: float) -> str:
    return f"{value:.4g}" if isfinite(value) else "above all"


def _share(value: float) -> str:
    return written(value, "percent") if isfinite(value) else "-"


def _thinned(n: int) -> list[int]:
    return [int(at) for at in np.unique(np.linspace(0, n - 1, min(n, _MOST_POINTS)).astype(np.int64))]
