"""Shares as a person says them: of a hundred, with the ends of the interval behind."""

from evenhand.kernel.measurement import Measurement

_MOST_PLACES = 4


def of_hundred(found: Measurement) -> str:
    """A share of a measurement that has a value, as so many of a hundred.

    Examples:
        >>> from evenhand.kernel.measurement import Measurement
        >>> of_hundred(Measurement(name="accuracy", value=0.6213, lower=0.59, upper=0.65, confidence=0.95, n=1000,
        ...                        unit="share", method="wilson"))
        '62 (59 to 65)'
        >>> of_hundred(Measurement(name="accuracy", value=0.8108, lower=0.8068, upper=0.8147, confidence=0.95, n=37605,
        ...                        unit="share", method="wilson"))
        '81.1 (80.7 to 81.5)'
    """
    told = _ends(found)
    places = 0
    while places < _MOST_PLACES and told[2] > told[1] and hundredfold(told[1], places) == hundredfold(told[2], places):
        places += 1
    value, *ends = (hundredfold(end, places) for end in told)
    return f"{value} ({' to '.join(ends)})"


def in_points(found: Measurement) -> str:
    """The size of a difference that is surely not 0, in points of a hundred, whatever its sign.

    Examples:
        >>> from evenhand.kernel.measurement import Measurement
        >>> in_points(Measurement(name="calibration_in_the_large", value=-0.03, lower=-0.04, upper=-0.02,
        ...                       confidence=0.95, n=1000, unit="difference", method="student-t"))
        '3.0 points (2.0 to 4.0)'
    """
    value, *ends = _ends(found)
    low, high = sorted(abs(end) for end in ends)
    return f"{_points(abs(value))} points ({_points(low)} to {_points(high)})"


def plain(found: Measurement) -> str:
    """A score with two or more decimals.

    Examples:
        >>> from evenhand.kernel.measurement import Measurement
        >>> plain(Measurement(name="roc_auc", value=0.84, lower=0.8213, upper=0.8601, confidence=0.95, n=1000,
        ...                   unit="score", method="delong-logit"))
        '0.84 (0.82 to 0.86)'
    """
    ends = _ends(found)
    places = 2
    while places < 6 and ends[2] > ends[1] and round(ends[1], places) == round(ends[2], places):
        places += 1
    value, low, high = (f"{end:.{places}f}" for end in ends)
    return f"{value} ({low} to {high})"


def hundredfold(share: float, least: int = 0) -> str:
    """A share as so many of a hundred; what is not 0 or 100 is not said to be.

    Args:
        share: from 0 to 1.
        least: decimals to write, or more where fewer would say 0 or 100.

    Examples:
        >>> hundredfold(0.62), hundredfold(0.004), hundredfold(1.0), hundredfold(0.9996)
        ('62', '0.4', '100', '99.96')
    """
    scaled = 100 * share
    for places in range(least, 6):
        text = f"{scaled:.{places}f}"
        if (float(text) in (0.0, 100.0)) == (share in (0.0, 1.0)):
            return text
    return f"{scaled:.2g}"


def _points(share: float) -> str:
    return f"{100 * share:.1f}" if share >= 0.0005 or share == 0 else f"{100 * share:.2g}"


def _ends(found: Measurement) -> tuple[float, float, float]:
    if found.value is None or found.lower is None or found.upper is None:
        raise ValueError(f"{found.name} has no value")
    return found.value, found.lower, found.upper
