"""Texts that say something else: numbers, days, or nothing at all."""

import re
from re import Pattern

from evenhand.kernel.measurement import Measurement
from evenhand.metrics.columns.share import Teller
from evenhand.metrics.profiling.profile import ColumnProfile

_NUMBER = re.compile(r"\s*[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?\s*\Z")
_DAY = re.compile(
    r"\s*(\d{4}([-/.])\d{1,2}\2\d{1,2}|\d{1,2}([-/.])\d{1,2}\3\d{4})([T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?)?"
    r"(Z|[+-]\d{2}:?\d{2})?\s*\Z"
)
_BLANK = re.compile(r"\s*\Z")
_FORMS: dict[str, Pattern[str]] = {"number_text_rate": _NUMBER, "time_text_rate": _DAY, "blank_text_rate": _BLANK}


def text_rates(column: ColumnProfile, *, confidence: float = 0.95) -> tuple[Measurement, ...]:
    """``number_text_rate``, ``time_text_rate`` and ``blank_text_rate`` of a column of texts; nothing of any other.

    Texts that have no cell of their own may be of any form: the upper bound allows for all of them.

    Examples:
        >>> from evenhand.metrics.columns.worked import texts
        >>> [found.value for found in text_rates(texts(["12", "7,5", "2026-11-23", ""]))]
        [0.5, 0.25, 0.25]
    """
    if column.plan.kind != "text":
        return ()
    counts = column.counts.tolist()
    unnamed = sum(counts[len(column.plan.values) :]) + column.gaps["new"]
    n = column.n + column.gaps["new"]
    found, tell = [], Teller(column=column.name, confidence=confidence)
    for name, form in _FORMS.items():
        count = sum(rows for value, rows in zip(column.plan.values, counts, strict=False) if form.match(value))
        found.append(tell.share(name, count, n=n, most=count + unnamed))
    return tuple(found)
