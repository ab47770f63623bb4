"""What is wrong with a column before any model sees it: gaps, values outside the contract, duplicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.errors.number import CasesUnequal
from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.coding import Array, line_up, unlike_values
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.estimate import Reading
from evenhand.metrics.tally import Tally
from evenhand.metrics.uncertainty import Floats, wilson


def column_quality(column: ColumnValues, *, confidence: float = 0.95) -> tuple[Measurement, ...]:
    """Measure one column.

    Always ``rows``, ``distinct``, ``null_rate`` and ``nan_rate``; of numbers ``infinity_rate``, ``minimum``,
    ``maximum`` and, with limits, ``out_of_range_rate``; with categories ``unknown_category_rate``. Counts are exact and
    have no width, shares have Wilson bounds. Null, NaN and infinite are three things; null and NaN are neither out of
    range nor a category, and infinite is out of range. ``distinct`` says in its detail whether the column is constant.

    Examples:
        >>> found = column_quality(ColumnValues(name="age", values=np.array([17.0, 30.0, np.nan]), minimum=18))
        >>> {part.name: part.value for part in found}["out_of_range_rate"]
        0.5
    """
    rows, nulls, nans, numbers = len(column.values), column.nulls, column.nans, column.numbers
    values, codes = unlike_values(column.values[~nulls & ~nans])
    make = _Maker(column=column.name, confidence=confidence)
    found = [
        make.count("rows", rows, n=rows),
        make.count("distinct", len(values), n=len(codes), detail={"is_constant": len(values) == 1}),
        make.share("null_rate", int(nulls.sum()), n=rows),
        make.share("nan_rate", int(nans.sum()), n=int((~nulls).sum())),
    ]
    if numbers is not None:
        found += _of_numbers(make, column, numbers[~np.isnan(numbers)])
    if column.categories is not None:
        strange = [index for index, value in enumerate(values) if str(value) not in column.categories]
        unknown = int(np.isin(codes, strange).sum())
        found.append(make.share("unknown_category_rate", unknown, n=len(codes), detail={"values": len(strange)}))
    return tuple(found)


def duplicate_rate(keys: Sequence[Array], *, confidence: float = 0.95) -> Measurement:
    """Share of rows whose key, one value from each array of ``keys``, stood in an earlier row.

    Null and NaN are values like others here: two rows without a key are duplicates.

    Raises:
        CasesUnequal: no key is given, or lengths differ.

    Examples:
        >>> duplicate_rate([np.array(["a", "b", "a", "a"])]).value
        0.5
    """
    if not keys:
        raise CasesUnequal("No key is given.")
    rows = line_up({f"key {index}": key for index, key in enumerate(keys)})
    once = len(Tally.of([unlike_values(key)[1] for key in keys]).counts)
    return _Maker(column=None, confidence=confidence).share("duplicate_rate", rows - once, n=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    column: str | None
    confidence: float

    def share(self, name: str, count: int, *, n: int, detail: Mapping[str, Json] | None = None) -> Measurement:
        lower, upper = wilson(count, n, self.confidence)
        reading = Reading(reason="There are no rows to judge.")
        if n:
            reading = Reading(value=count / n, lower=float(lower), upper=float(upper), method="wilson")
        return self._make(name, reading, n=n, detail={"count": count, **(detail or {})})

    def count(self, name: str, value: float, *, n: int, detail: Mapping[str, Json] | None = None) -> Measurement:
        reading = Reading(value=float(value), lower=float(value), upper=float(value), method="exact")
        return self._make(name, reading, n=n, detail=detail or {})

    def gap(self, name: str, reason: str) -> Measurement:
        return self._make(name, Reading(reason=reason), n=0, detail={})

    def _make(self, name: str, reading: Reading, *, n: int, detail: Mapping[str, Json]) -> Measurement:
        return reading.measurement(metric(name), n=n, confidence=self.confidence, column=self.column, detail=detail)


def _of_numbers(make: _Maker, column: ColumnValues, numbers: Floats) -> list[Measurement]:
    finite = numbers[np.isfinite(numbers)]
    found = [make.share("infinity_rate", len(numbers) - len(finite), n=len(numbers))]
    if len(finite):
        ends = (("minimum", float(finite.min())), ("maximum", float(finite.max())))
        found += [make.count(name, value, n=len(finite)) for name, value in ends]
    else:
        found += [make.gap(name, "The column holds no finite number.") for name in ("minimum", "maximum")]
    if column.minimum is not None or column.maximum is not None:
        lowest = -np.inf if column.minimum is None else column.minimum
        highest = np.inf if column.maximum is None else column.maximum
        outside = ~np.isfinite(numbers) | (numbers < lowest) | (numbers > highest)
        found.append(make.share("out_of_range_rate", int(outside.sum()), n=len(numbers)))
    return found
