"""Metrics of scores for several groups at once, and for the rest of the table around each."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from evenhand.metrics import calibration, ranking
from evenhand.metrics.estimate import Estimates, Reading, stacked
from evenhand.metrics.grouping import groups_of, score_cells_of
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.scoring import gain, reliability, separation
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import Floats

ORDER: Mapping[str, Callable[[ScoreCells, float], Reading]] = MappingProxyType(
    {
        "roc_auc": ranking.roc_auc,
        "average_precision": ranking.average_precision,
        "gini": separation.gini,
        "kolmogorov_smirnov_separation": separation.kolmogorov_smirnov_separation,
        "cumulative_gain": gain.cumulative_gain,
        "lift": gain.lift,
    }
)
"""Metrics of any score."""

PROBABILITY: Mapping[str, Callable[[ScoreCells, float], Reading]] = MappingProxyType(
    {
        "brier_score": calibration.brier_score,
        "log_loss": calibration.log_loss,
        "calibration_in_the_large": calibration.calibration_in_the_large,
        "calibration_intercept": calibration.calibration_intercept,
        "calibration_slope": calibration.calibration_slope,
        "expected_calibration_error": calibration.expected_calibration_error,
        "expected_calibration_error_debiased": calibration.expected_calibration_error_debiased,
        "maximum_calibration_error": reliability.maximum_calibration_error,
    }
)
"""Metrics of scores that are probabilities."""


def score_estimates(profile: EvaluationProfile, name: str, by: tuple[str, ...], confidence: float) -> Estimates:
    """A metric of ``ORDER`` or ``PROBABILITY`` for each group of the crossing ``by``."""
    cells, gap = score_cells_of(profile, by), _gap(profile, name, by)
    if cells is None or gap:
        rows = groups_of(profile, by).rows
        return stacked([Reading(reason=gap)] * len(rows), rows)
    return _estimates(cells, name, confidence)


def rest_estimates(profile: EvaluationProfile, name: str, by: tuple[str, ...], confidence: float) -> Estimates | None:
    """The same for the rows outside each group; ``None`` where the profile has no answer."""
    cells, whole = score_cells_of(profile, by), score_cells_of(profile, ())
    if cells is None or whole is None or _gap(profile, name, by):
        return None
    return _estimates([whole[0].less(part) for part in cells], name, confidence)


def correlation_with_whole(profile: EvaluationProfile, by: tuple[str, ...]) -> Floats:
    """Of the ROC area of each group with that of the whole table, which holds the group's rows too; 0 where none is.

    Influence of a row on either area, multiplied and summed over the rows that both stand on.
    """
    cells, whole = score_cells_of(profile, by), score_cells_of(profile, ())
    if cells is None or whole is None:
        return np.zeros(len(groups_of(profile, by).names))
    return np.array([_correlation(part, whole[0]) for part in cells])


def _correlation(part: ScoreCells, whole: ScoreCells) -> float:
    if not all(counts.sum() > 1 for counts in (part.negatives, part.positives)):
        return 0.0
    mine, all_rows = ranking.roc_area(part), ranking.roc_area(whole)
    place = whole.places_of(part)
    shared = (part.negatives * mine.negative * all_rows.negative[place]).sum()
    shared += (part.positives * mine.positive * all_rows.positive[place]).sum()
    scale = np.sqrt(mine.variance(part) * all_rows.variance(whole))
    return float(np.clip(shared / scale, -1, 1)) if scale > 0 else 0.0


def _estimates(cells: Sequence[ScoreCells], name: str, confidence: float) -> Estimates:
    reading = ORDER.get(name) or PROBABILITY[name]
    rows: Integers = np.array([part.negatives.sum() + part.positives.sum() for part in cells], dtype=np.int64)
    return stacked([reading(part, confidence) for part in cells], rows)


def _gap(profile: EvaluationProfile, name: str, by: tuple[str, ...]) -> str:
    if not profile.plan.has_score:
        return "The profile holds no scores."
    if tuple(sorted(by)) not in profile.plan.crossings:
        return f"The profile keeps no scores for the crossing of {' and '.join(by)}."
    scores = profile.scores
    if name in PROBABILITY and len(scores) and (scores[0] < 0 or scores[-1] > 1):
        return f"Scores run from {scores[0]:g} to {scores[-1]:g}: they are no probabilities."
    return ""
