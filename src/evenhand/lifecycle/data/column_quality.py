"""What is measured of each column when quality is looked at."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.data.counted import unknown
from evenhand.metrics.columns.age import newest_age
from evenhand.metrics.columns.description import description
from evenhand.metrics.columns.gaps import gap_rates
from evenhand.metrics.columns.limit import out_of_range_rate
from evenhand.metrics.columns.share import Teller
from evenhand.metrics.columns.variety import variety
from evenhand.metrics.columns.wording import text_rates
from evenhand.metrics.profiling.profile import ColumnProfile

_ENDS = frozenset({"minimum", "maximum"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a table.

    Attributes:
        contract: that it should keep, if any.
        key: columns that should tell rows apart together.
        label: that no other column should tell too well, if any.
        as_of: seconds since 1970 at which it is looked at, if ages are asked for.
        confidence: of the intervals.
    """

    contract: Contract | None
    key: tuple[str, ...]
    label: str | None
    as_of: float | None
    confidence: float

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns that are text even where they look like numbers: the contract says so."""
        return () if self.contract is None else self.contract.of_kind("text")


def column_quality(column: ColumnProfile, asked: Asked) -> list[Measurement]:
    """Gaps, variety, ends, texts, limits and age of one column; of a key no value is shown."""
    confidence = asked.confidence
    found = [*gap_rates(column, confidence=confidence), *variety(column, confidence=confidence)]
    if column.name in asked.key:
        return [_hidden(each) for each in found]
    if column.plan.is_ordered:
        found += [each for each in description(column, confidence=confidence) if each.name in _ENDS]
    found += text_rates(column, confidence=confidence)
    if column.plan.kind == "time" and asked.as_of is not None:
        found.append(newest_age(column, as_of=asked.as_of, confidence=confidence))
    if asked.contract is not None and column.name in asked.contract.names:
        found += _limits(column, asked.contract.column(column.name), confidence)
    return found


def _limits(column: ColumnProfile, stated: Column, confidence: float) -> Iterator[Measurement]:
    limits = {"minimum": stated.minimum, "maximum": stated.maximum}
    if column.plan.kind == "number" and any(limit is not None for limit in limits.values()):
        yield out_of_range_rate(column, **limits, confidence=confidence)
    if stated.categories is not None and column.plan.kind in ("number", "text"):
        span, named = unknown(column, stated)
        tell = Teller(column=column.name, confidence=confidence)
        n = column.n + column.gaps["new"]
        yield tell.share("unknown_category_rate", span.least, n=n, most=span.most, detail={"values": len(named)})


def _hidden(found: Measurement) -> Measurement:
    return replace(found, detail={name: value for name, value in found.detail.items() if name != "value"})
