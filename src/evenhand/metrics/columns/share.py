"""A count of rows among rows, or an exact number, as a measurement."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.estimate import Reading
from evenhand.metrics.uncertainty import wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Makes the measurements of one column.

    Attributes:
        column: that they speak about; ``None`` for the whole table.
        confidence: of the intervals.
    """

    column: str | None
    confidence: float

    def share(
        self, name: str, count: int, *, n: int, most: int | None = None, detail: Mapping[str, Json] | None = None
    ) -> Measurement:  # fmt: skip
        """A share with Wilson's bounds; undefined where there is no row to judge.

        Args:
            name: of the metric.
            count: rows that are certainly so.
            n: rows judged.
            most: rows that may be so, where the cells leave it open; the interval then reaches from the lower bound of
                ``count`` to the upper bound of ``most``.
            detail: further facts.

        Examples:
            >>> Teller(column="age", confidence=0.95).share("null_rate", 1, n=4).value
            0.25
        """
        most = count if most is None else most
        reading = Reading(reason="There are no rows to judge.")
        if n:
            lower, _ = wilson(count, n, self.confidence)
            _, upper = wilson(most, n, self.confidence)
            reading = Reading(value=count / n, lower=float(lower), upper=float(upper), method="wilson")
        facts: dict[str, Json] = {"count": count, **({"at_most": most} if most > count else {}), **(detail or {})}
        return self.read(name, reading, n=n, detail=facts)

    def exact(
        self, name: str, value: float | None, *, n: int, reason: str = "", detail: Mapping[str, Json] | None = None
    ) -> Measurement:  # fmt: skip
        """A number that is exact for the rows read: its interval has no width; undefined for ``None``."""
        reading = Reading(reason=reason)
        if value is not None:
            reading = Reading(value=value, lower=value, upper=value, method="exact")
        return self.read(name, reading, n=n, detail=detail)

    def read(
        self, name: str, reading: Reading, *, n: int, detail: Mapping[str, Json] | None = None
    ) -> Measurement:  # fmt: skip
        """The measurement that a reading is."""
        return reading.measurement(metric(name), n=n, confidence=self.confidence, column=self.column, detail=detail)
