"""Whether scores mean what they say, in plain words: in the mean, in the parts, and by which way they lean."""

from collections.abc import Iterator, Mapping, Sequence

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.hundred import hundredfold, in_points, plain
from evenhand.lifecycle.evaluation.row_words import counted
from evenhand.lifecycle.evaluation.table_report import Sentence

Parts = Sequence[tuple[float, float]]
"""Mean score and share of favourable outcomes of each tenth of the rows, lowest scores first."""

_CLEAR = 0.02
"""Calibration error from which on it is told: what a picture of the scores calls clearly apart."""
_SLOPE = 0.05
"""How far from 1 the whole interval of a slope lies before it is told. At 1.05 a score of 80 % stands for 81 %."""
_OPEN = 0.25
"""Half-width from which on an interval tells nothing about the mean of scores."""


def calibration_words(sure: Mapping[str, Measurement], parts: Parts) -> Iterator[Sentence]:
    """Sentences about the calibration of the whole table.

    Args:
        sure: measurements by name, each with a value.
        parts: of the rows; without them no direction is told.
    """
    if "calibration_in_the_large" in sure:
        yield _mean(sure["calibration_in_the_large"])
    if "expected_calibration_error_debiased" in sure:
        error = sure["expected_calibration_error_debiased"]
        if (error.lower or 0.0) > _CLEAR:
            text = f"Part by part, scores miss the outcome by {in_points(error)}: that is the calibration error."
            yield Sentence(text=text, weight=0.5 + min(1.0, 5 * (error.value or 0.0)))
    if "calibration_slope" in sure:
        yield from _leaning(sure["calibration_slope"], parts)


def off_by(gap: Measurement) -> str:
    """How far the mean score is off, as far as the interval tells; to follow "The mean score is"."""
    lower, upper = gap.lower or 0.0, gap.upper or 0.0
    if lower <= 0 <= upper:
        within = hundredfold(max(-lower, upper))
        return f"within {within} point{'s' * (within != '1')} of the mean outcome"
    return f"too {'low' if lower > 0 else 'high'} by {in_points(gap)}"


def _mean(gap: Measurement) -> Sentence:
    lower, upper = gap.lower or 0.0, gap.upper or 0.0
    if lower * upper > 0:
        weight = 0.5 + min(1.0, 5 * abs(gap.value or 0.0))
        return Sentence(text=f"Scores are {off_by(gap)} on average.", weight=weight)
    if max(-lower, upper) >= _OPEN:
        verb = "is" if gap.n == 1 else "are"
        text = f"{counted(gap.n, 'row')} {verb} too few to tell whether scores are too high or too low."
        return Sentence(text=text, weight=0.6)
    return Sentence(text=f"The mean score is {off_by(gap)}.", weight=0.1)


def _leaning(slope: Measurement, parts: Parts) -> Iterator[Sentence]:
    """Too extreme or too timid, where the slope is clear in size and both outermost parts lean the same way."""
    if len(parts) < 2:
        return
    low, high = (share - score for score, share in (parts[0], parts[-1]))
    if (slope.upper or 0.0) < 1 - _SLOPE and low > 0 > high:
        text = f"Scores are too extreme: high ones too high, low ones too low (calibration slope {plain(slope)})."
        yield Sentence(text=text, weight=0.5)
    if (slope.lower or 0.0) > 1 + _SLOPE and low < 0 < high:
        text = f"Scores are too timid: high ones too low, low ones too high (calibration slope {plain(slope)})."
        yield Sentence(text=text, weight=0.4)
