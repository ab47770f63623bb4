"""One measured metric, group by group, as a fact of a gate; a fact of a wrong shape is not usable."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from evenhand.governance.policy.facts import count, mapping, number, sequence, text
from evenhand.governance.policy.rule import MetricRule, Split


@dataclass(frozen=True, slots=True)
class GroupFact:
    """The estimate for one group.

    Attributes:
        group: attribute to value; empty for the whole table.
        rows: of the group.
        n: rows that the estimate stands on, at most ``rows``.
        value, lower, upper: ``None`` where undefined; may be NaN or infinite.
        confidence: of the interval, in ``(0, 1)``.
    """

    group: Mapping[str, str]
    rows: int
    n: int
    value: float | None
    lower: float | None
    upper: float | None
    confidence: float

    @property
    def interval(self) -> tuple[float, float, float] | None:
        """Value, lower and upper end, or ``None`` when one of them is no finite number."""
        if self.value is None or self.lower is None or self.upper is None:
            return None
        if isfinite(self.value) and isfinite(self.lower) and isfinite(self.upper):
            return self.value, self.lower, self.upper
        return None


@dataclass(frozen=True, slots=True)
class MetricFact:
    """A metric over the groups of one item.

    Attributes:
        rows: of the whole table.
        input: digest of what it was measured on.
        budget, effort: moves that a search could make, and tries that it took.
    """

    rows: int
    groups: tuple[GroupFact, ...]
    input: str
    budget: int | None
    effort: int | None


def answers(raw: Mapping[object, object], rule: MetricRule, item: Split) -> bool:
    """Whether ``raw`` claims to be what ``rule`` asks for about ``item``."""
    by = sequence(raw.get("by"))
    budget = raw.get("budget")
    return (
        raw.get("name") == rule.name
        and by is not None
        and len(by) == len(item)
        and all(isinstance(said, str) and said == asked for said, asked in zip(by, item, strict=True))
        and raw.get("reference_group") == rule.reference_group
        and (budget is None if rule.budget is None else count(budget) == rule.budget)
    )


def metric_fact(raw: Mapping[object, object], item: Split) -> MetricFact:
    """Read a fact about ``item``.

    Raises:
        ValueError: its shape is wrong; the message says where.
    """
    rows, found, made_from = count(raw.get("rows")), sequence(raw.get("groups")), text(raw.get("input"))
    if rows is None or found is None or made_from is None:
        raise ValueError("it lacks its rows, its groups or the digest of its input")
    groups = tuple(_group(mapping(entry) or {}, item) for entry in found)
    if len({tuple(entry.group.items()) for entry in groups}) < len(groups):
        raise ValueError("it holds a group twice")
    if sum(entry.rows for entry in groups) > rows:
        raise ValueError("its groups hold more rows than the table")
    return MetricFact(rows, groups, made_from, _count_or_none(raw, "budget"), _count_or_none(raw, "effort"))


def _group(raw: Mapping[object, object], item: Split) -> GroupFact:
    values = mapping(raw.get("group"))
    if values is None or len(values) != len(item) or not all(attribute in values for attribute in item):
        raise ValueError("it holds a group of other attributes")
    rows, n, confidence = count(raw.get("rows")), count(raw.get("n")), number(raw.get("confidence"))
    if rows is None or n is None or n > rows:
        raise ValueError("it holds a group without sound counts")
    if confidence is None or not 0 < confidence < 1:
        raise ValueError("it holds a group without a confidence between 0 and 1")
    value, lower, upper = (_number_or_none(raw, end) for end in ("value", "lower", "upper"))
    if value is not None and ((lower is not None and lower > value) or (upper is not None and value > upper)):
        raise ValueError("it holds a value outside its own interval")
    group = {attribute: _written(values[attribute]) for attribute in item}
    return GroupFact(group, rows, n, value, lower, upper, confidence)


def _number_or_none(raw: Mapping[object, object], key: str) -> float | None:
    found = raw.get(key)
    if found is None:
        return None
    read = number(found)
    if read is None:
        raise ValueError(f"it holds a {key} that is no number")
    return read


def _count_or_none(raw: Mapping[object, object], key: str) -> int | None:
    found = raw.get(key)
    if found is None:
        return None
    read = count(found)
    if read is None:
        raise ValueError(f"it holds a {key} that is no count")
    return read


def _written(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    read = number(value)
    if read is None or not isfinite(read):
        raise ValueError("it holds a group whose value is neither text nor a number")
    return str(int(read)) if read == int(read) else repr(read)
