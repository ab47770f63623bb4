"""Scoring rates as the bias audits of New York City ask for them: who scores above the median of the table."""

import numpy as np

from evenhand.metrics.estimate import Estimates, Reading, stacked
from evenhand.metrics.grouping import groups_of, score_cells_of
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.score_cells import ScoreCells
from evenhand.metrics.tally import Integers
from evenhand.metrics.uncertainty import wilson


def median_score(cells: ScoreCells) -> float:
    """The median of all scores; the mean of the two middle ones where their number is even, NaN where there is none.

    Examples:
        >>> cells = ScoreCells.of(negatives=np.array([0.1, 0.2]), positives=np.array([0.4, 0.9]))
        >>> round(median_score(cells), 6)
        0.3
    """
    rows = np.cumsum(cells.negatives + cells.positives)
    if not len(rows) or rows[-1] == 0:
        return float("nan")
    middle = [(int(rows[-1]) - 1) // 2, int(rows[-1]) // 2]
    return float(cells.score[np.searchsorted(rows, middle, side="right")].mean())


def scoring_rates(profile: EvaluationProfile, by: tuple[str, ...], confidence: float) -> Estimates:
    """Share of each group whose score lies above the median of the whole table, with Wilson bounds.

    The bounds take the median as given, as the rule does.

    Source:
        6 RCNY 5-300, "scoring rate" (New York City, Local Law 144 of 2021).
    """
    cells, whole = score_cells_of(profile, by), score_cells_of(profile, ())
    if cells is None or whole is None:
        rows = groups_of(profile, by).rows
        crossing = f" for the crossing of {' and '.join(by)}" if profile.plan.has_score else ""
        reason = f"The profile keeps no scores{crossing}." if crossing else "The profile holds no scores."
        return stacked([Reading(reason=reason)] * len(rows), rows)
    median = median_score(whole[0])
    above = np.array([_above(part, median) for part in cells], dtype=np.int64)
    below = np.array([int(part.negatives.sum() + part.positives.sum()) for part in cells], dtype=np.int64)
    return scored_shares(above, below, confidence)


def scored_shares(above: Integers, below: Integers, confidence: float) -> Estimates:
    """The shares ``above / below`` of groups."""
    with np.errstate(invalid="ignore"):
        value = above / below
    lower, upper = wilson(above, below, confidence)
    return Estimates(
        value=value, lower=lower, upper=upper, n=below, methods=["wilson"] * len(below),
        reasons=["The group holds no usable rows."] * len(below),
        details=[{"count": int(count)} for count in above.tolist()],
    )  # fmt: skip


def rest_of(groups: Estimates, whole: Estimates, confidence: float) -> Estimates:
    """The shares of the rows outside each group."""
    counts = np.array([int(str(each.get("count", 0))) for each in groups.details], dtype=np.int64)
    total = int(str(whole.details[0].get("count", 0)))
    return scored_shares(total - counts, whole.n[0] - groups.n, confidence)


def _above(cells: ScoreCells, median: float) -> int:
    higher = cells.score > median
    return int(cells.negatives[higher].sum() + cells.positives[higher].sum())
