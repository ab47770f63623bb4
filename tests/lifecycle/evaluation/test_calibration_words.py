"""Words about calibration say no more than the numbers beside them."""

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.calibration_words import calibration_words

TIMID, STRAIGHT = ((0.2, 0.1), (0.8, 0.9)), ((0.2, 0.25), (0.8, 0.8))


def found(name: str, lower: float, value: float, upper: float, n: int = 400) -> dict[str, Measurement]:
    return {name: Measurement(
        name=name, value=value, lower=lower, upper=upper, confidence=0.95, n=n, unit="score", method="student-t"
    )}  # fmt: skip


def words(sure: dict[str, Measurement], parts: tuple[tuple[float, float], ...] = ()) -> list[str]:
    return [each.text for each in calibration_words(sure, parts)]


def test_the_mean_alone_is_said_to_be_right() -> None:
    sure = found("calibration_in_the_large", -0.06, -0.01, 0.04)
    error = found("expected_calibration_error_debiased", 0.2, 0.252, 0.3)

    assert words({**sure, **error}) == [
        "The mean score is within 6 points of the mean outcome.",
        "Part by part, scores miss the outcome by 25.2 points (20.0 to 30.0): that is the calibration error.",
    ]


def test_one_row_is_too_few() -> None:
    assert words(found("calibration_in_the_large", -0.99, 0.1, 0.99, n=1)) == [
        "1 row is too few to tell whether scores are too high or too low."
    ]


def test_a_direction_is_told_where_the_slope_is_clear_and_the_parts_agree() -> None:
    assert words(found("calibration_slope", 1.001, 1.02, 1.04), TIMID) == []
    assert words(found("calibration_slope", 1.1, 1.2, 1.3), STRAIGHT) == []
    assert words(found("calibration_slope", 1.1, 1.2, 1.3), TIMID)[0].startswith("Scores are too timid")
    assert words(found("calibration_slope", 0.7, 0.8, 0.9), TIMID[::-1])[0].startswith("Scores are too extreme")
