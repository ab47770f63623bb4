"""A success criterion: a metric with a threshold that was fixed before any number was looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from evenhand.errors.table import UseCaseInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.metric import METRICS
from evenhand.kernel.part import Part, did_you_mean

PROTECTED = "protected"
"""Stands for every protected attribute by itself."""
VALUE_GAIN = "value_gain"
GAINS = ("accuracy_gain", VALUE_GAIN)
"""What the model gains over the baseline, on the whole table."""
REFERENCE_GROUPS = ("overall", "largest")
_KEYS = ("at_least", "at_most", "by", "reference_group", "min_count", "unjudged_at_most")
_LEAST_ROWS = 100
_UNJUDGED = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One threshold.

    Attributes:
        metric: a name of ``kernel.metric``.
        at_least, at_most: the bounds; at least one is stated.
        by: attributes, each split by itself; ``None`` for every protected one, empty for the whole table.
        reference_group: what a comparison compares with.
        min_count: rows that the estimate of a group must stand on.
        unjudged_at_most: share of the rows that may lie in groups that are too small.
    """

    metric: str
    at_least: float | None = None
    at_most: float | None = None
    by: tuple[str, ...] | None = ()
    reference_group: str | None = None
    min_count: int = _LEAST_ROWS
    unjudged_at_most: float = _UNJUDGED

    def __post_init__(self) -> None:
        if self.metric not in METRICS:
            _refuse(f"names no metric: {self.metric!r}{did_you_mean(self.metric, tuple(METRICS))}")
        if METRICS[self.metric].needs == "elsewhere" and self.metric not in GAINS:
            _refuse(f"{self.metric} comes from no evaluation; put it into the policy")
        self._check_bounds()
        self._check_comparison()
        self._check_gain()
        if self.min_count < 1 or not 0 <= self.unjudged_at_most <= 1:
            _refuse(f"{self.metric} needs a min_count of at least 1 and unjudged_at_most from 0 to 1")

    def _check_gain(self) -> None:
        if self.metric in GAINS and self.by != ():
            _refuse(f"{self.metric} is of the whole table, so it takes no by")

    def _check_bounds(self) -> None:
        if self.at_least is None and self.at_most is None:
            _refuse(f"{self.metric} needs at_least, at_most or both")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            _refuse(f"{self.metric} has at_least {self.at_least} above at_most {self.at_most}")

    def _check_comparison(self) -> None:
        compares = METRICS[self.metric].is_comparison
        if compares and (self.by == () or self.reference_group is None):
            _refuse(f"{self.metric} compares groups, so it needs by and reference_group")
        if METRICS[self.metric].is_between_groups and self.by == ():
            _refuse(f"{self.metric} is of the groups of a table, so it needs by")
        if not compares and self.reference_group is not None:
            _refuse(f"{self.metric} compares nothing, so it takes no reference_group")
        if self.reference_group is not None and self.reference_group not in REFERENCE_GROUPS:
            _refuse(f"{self.metric} has the reference_group {self.reference_group!r}, neither overall nor largest")

    @property
    def check(self) -> str:
        """The name of the check that it becomes.

        Examples:
            >>> Criterion(metric="roc_auc", at_least=0.7).check
            'criterion roc_auc'
        """
        by = PROTECTED if self.by is None else ",".join(self.by)
        return f"criterion {self.metric} by {by}" if by else f"criterion {self.metric}"

    def as_json(self) -> dict[str, Json]:
        """The stored form, with every default spelt out."""
        return {
            "metric": self.metric, "at_least": self.at_least, "at_most": self.at_most,
            "by": PROTECTED if self.by is None else list(self.by), "reference_group": self.reference_group,
            "min_count": self.min_count, "unjudged_at_most": self.unjudged_at_most,
        }  # fmt: skip


def criteria(part: Part, *, attributes: Sequence[str]) -> tuple[Criterion, ...]:
    """The criteria of a document.

    Raises:
        UseCaseInvalid: one is malformed, splits by what is no attribute, or stands twice.

    Examples:
        >>> form = [{"metric": "roc_auc", "at_least": 0.7}]
        >>> [found] = criteria(Part(value=form, path="success_criteria", refusal=UseCaseInvalid), attributes=())
        >>> found.at_least
        0.7
    """
    found: list[Criterion] = []
    for each in part.items():
        criterion = _criterion(each)
        strange = [name for name in criterion.by or () if name not in attributes]
        if strange:
            known = ", ".join(attributes) or "none"
            raise each.refuse(f"splits by {strange[0]!r}, no attribute of protected or judged_by ({known})")
        if criterion.check in {other.check for other in found}:
            raise each.refuse(f"is a second '{criterion.check}'; join their bounds")
        found.append(criterion)
    return tuple(found)


def _criterion(part: Part) -> Criterion:
    parts = {
        key: each for key, each in part.fields(needed=("metric",), optional=_KEYS).items() if each.value is not None
    }
    bounds = {key: parts[key].number() for key in ("at_least", "at_most", "unjudged_at_most") if key in parts}
    by: tuple[str, ...] | None = ()
    if "by" in parts:
        by = None if parts["by"].value == PROTECTED else tuple(each.text() for each in parts["by"].items())
    try:
        return Criterion(
            metric=parts["metric"].text(), by=by,
            reference_group=parts["reference_group"].text() if "reference_group" in parts else None,
            min_count=parts["min_count"].whole() if "min_count" in parts else _LEAST_ROWS, **bounds,
        )  # fmt: skip
    except UseCaseInvalid as mistake:
        if mistake.facts.get("path"):
            raise
        raise part.refuse(mistake.fact.rstrip(".")) from mistake


def _refuse(fact: str) -> NoReturn:
    raise UseCaseInvalid(f"{fact}.")
