"""A value of a metric with the interval and the count that make it honest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from types import MappingProxyType

from evenhand.kernel.canonical import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What a metric said about one table, column or group.

    Attributes:
        name: of the metric, the field's snake_case name, for example ``true_positive_rate``.
        value: the point estimate; ``None`` when undefined, and then ``undefined`` says why.
        lower, upper: the two-sided interval around it; ``None`` with ``value``.
        confidence: of the interval, in ``(0, 1)``.
        n: rows the estimate stands on.
        unit: ``share``, ``ratio``, ``difference``, ``score``, ``count`` or the unit of a column.
        method: how the interval was made, for example ``wilson``.
        column: the column it speaks about, if any.
        groups: attribute to value of the group it speaks about; empty for the whole table.
        undefined: the reason why there is no value.
        input: digest of the profile it was derived from, if known.
        detail: further facts, for example the reference group of a difference.
    """

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    confidence: float
    n: int
    unit: str
    method: str
    column: str | None = None
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    undefined: str | None = None
    input: str | None = None
    detail: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        value, lower, upper = numbers = (self.value, self.lower, self.upper)
        if not 0 < self.confidence < 1:
            raise ValueError(f"{self.name}: a confidence of {self.confidence}")
        if self.n < 0:
            raise ValueError(f"{self.name}: {self.n} rows")
        if value is None or lower is None or upper is None:
            if numbers != (None, None, None) or not self.undefined:
                raise ValueError(f"{self.name}: {numbers} is neither a value with its interval nor a stated gap")
            return
        if not (isfinite(value) and isfinite(lower) and isfinite(upper)):
            raise ValueError(f"{self.name}: {numbers} is not finite")
        if self.undefined is not None or lower > upper:
            raise ValueError(f"{self.name}: {numbers} contradicts itself (undefined: {self.undefined})")

    def as_json(self) -> dict[str, Json]:
        """The documented shape: floats stay floats, groups a map.

        Examples:
            >>> Measurement(name="selection_rate", value=0.3, lower=0.2, upper=0.4, confidence=0.95, n=100,
            ...             unit="share", method="wilson").as_json()["value"]
            0.3
        """
        body: dict[str, Json] = {
            "name": self.name, "column": self.column, "groups": dict(self.groups), "value": self.value,
            "lower": self.lower, "upper": self.upper, "confidence": self.confidence, "n": self.n,
            "unit": self.unit, "method": self.method,
        }  # fmt: skip
        if self.undefined is not None:
            body["undefined"] = self.undefined
        if self.input is not None:
            body["input"] = self.input
        if self.detail:
            body["detail"] = dict(self.detail)
        return body
