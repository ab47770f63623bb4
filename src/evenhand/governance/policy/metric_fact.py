"""One measured metric, group by group, as a fact of a gate; a fact of a wrong shape is not usable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite

from evenhand.governance.policy.facts import count, digest, mapping, number, sequence, text
from evenhand.governance.policy.rule import MetricRule, Split
from evenhand.kernel.metric import METRICS


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
        name: of the metric.
        by: the attributes that it is split by at once; empty for the whole table.
        reference_group: what groups are compared with, or ``None``.
        rows: of the whole table.
        input: digest of what it was measured on.
        budget, effort: moves that a search could make, and tries that it took.
    """

    name: str
    by: Split
    reference_group: str | None
    rows: int
    groups: tuple[GroupFact, ...]
    input: str
    budget: int | None
    effort: int | None

    def answers(self, rule: MetricRule, item: Split) -> bool:
        """Whether it is what ``rule`` asks for about ``item``."""
        asked = (rule.name, item, rule.reference_group, rule.budget)
        return (self.name, self.by, self.reference_group, self.budget) == asked


def metric_fact(raw: object) -> MetricFact:
    """Read one measurement.

    Raises:
        ValueError: its shape is wrong; the message says where.
    """
    fact = mapping(raw)
    if fact is None:
        raise ValueError("it is no map")
    name, by = text(fact.get("name")), sequence(fact.get("by"))
    if name is None or by is None or not all(map(text, by)):
        raise ValueError("it does not say what was measured by what")
    split, reference = tuple(map(str, by)), fact.get("reference_group")
    if reference is not None and text(reference) is None:
        raise ValueError("it does not say what it compares with")
    rows, found, made_from = count(fact.get("rows")), sequence(fact.get("groups")), digest(fact.get("input"))
    if rows is None or found is None or made_from is None:
        raise ValueError("it lacks its rows, its groups or the digest of its input")
    spec = METRICS.get(name)
    # A number between groups is one for all of them, so it has no group of its own.
    groups = _groups(found, () if spec is not None and spec.is_between_groups else split)
    if sum(entry.rows for entry in groups) > rows:
        raise ValueError("its groups hold more rows than the table")
    budget, effort = _count_or_none(fact, "budget"), _count_or_none(fact, "effort")
    return MetricFact(name, split, text(reference), rows, groups, made_from, budget, effort)


def _groups(found: Sequence[object], by: Split) -> tuple[GroupFact, ...]:
    maps = [mapping(entry) or {} for entry in found]
    groups = tuple(_group(entry, by) for entry in maps)
    values = [mapping(entry.get("group")) or {} for entry in maps]
    for attribute in by:
        # A column has one kind: "1" beside 1 would be one group to its reader and two to the machine.
        if len({_kind(each.get(attribute)) for each in values}) > 1:
            raise ValueError(f"it mixes texts, numbers and truth values in {attribute}")
    if len({tuple(entry.group.items()) for entry in groups}) < len(groups):
        raise ValueError("it holds a group twice")
    return groups


def _group(raw: Mapping[object, object], by: Split) -> GroupFact:
    values = mapping(raw.get("group"))
    if values is None or len(values) != len(by) or not all(attribute in values for attribute in by):
        raise ValueError("it holds a group of other attributes")
    rows, n, confidence = count(raw.get("rows")), count(raw.get("n")), number(raw.get("confidence"))
    if rows is None or n is None or n > rows:
        raise ValueError("it holds a group without sound counts")
    if confidence is None or not 0 < confidence < 1:
        raise ValueError("it holds a group without a confidence between 0 and 1")
    value, lower, upper = (_number_or_none(raw, end) for end in ("value", "lower", "upper"))
    if value is not None and ((lower is not None and lower > value) or (upper is not None and value > upper)):
        raise ValueError("it holds a value outside its own interval")
    group = {attribute: _written(values[attribute]) for attribute in by}
    return GroupFact(group, rows, n, _float(value), _float(lower), _float(upper), confidence)


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


def _float(value: float | None) -> float | None:
    """The nearest float; an integer that no float holds counts as infinite."""
    if value is None:
        return None
    try:
        return float(value)
    except OverflowError:
        return inf if value > 0 else -inf


def _kind(value: object) -> type:
    return bool if isinstance(value, bool) else float if isinstance(value, int | float) else type(value)


def _written(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    read = _float(number(value))
    if read is None or not isfinite(read):
        raise ValueError("it holds a group whose value is neither text nor a number")
    return str(int(read)) if read == int(read) else repr(read)
