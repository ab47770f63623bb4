"""Numbers that steer a look are refused before anything is measured with them."""

import math

import pytest

import evenhand
from evenhand.errors.number import NumberOutOfRange

TABLE = {"repaid": [1, 0, 1, 0] * 50, "chance": [0.9, 0.2, 0.7, 0.6] * 50, "sex": ["f", "m"] * 100}


@pytest.mark.parametrize("threshold", [math.nan, math.inf, -math.inf])
def test_a_threshold_with_which_nothing_can_be_compared_is_refused(threshold: float) -> None:
    with pytest.raises(NumberOutOfRange, match="The threshold is"):
        evenhand.performance(TABLE, label="repaid", score="chance", threshold=threshold)


@pytest.mark.parametrize("confidence", [math.nan, 0, 1, 95, 0.9999999999999999])
def test_a_confidence_that_is_no_share_is_refused_everywhere(confidence: float) -> None:
    with pytest.raises(NumberOutOfRange, match="The confidence is"):
        evenhand.drift(TABLE, TABLE, confidence=confidence)
    with pytest.raises(NumberOutOfRange, match="The confidence is"):
        evenhand.performance(TABLE, label="repaid", score="chance", confidence=confidence)
    with pytest.raises(NumberOutOfRange, match="The confidence is"):
        evenhand.fairness(TABLE, label="repaid", prediction="repaid", by="sex", confidence=confidence)
    with pytest.raises(NumberOutOfRange, match="The confidence is"):
        evenhand.quality(TABLE, confidence=confidence)


@pytest.mark.parametrize("min_count", [math.nan, 2.5, 0, "10"])
def test_a_least_number_of_rows_that_would_hide_nothing_is_refused(min_count: int) -> None:
    with pytest.raises(NumberOutOfRange, match="least number of rows"):
        evenhand.fairness(TABLE, prediction="repaid", by="sex", min_count=min_count)
    with pytest.raises(NumberOutOfRange, match="least number of rows"):
        evenhand.performance(TABLE, label="repaid", prediction="repaid", by="sex", min_count=min_count)
