"""Limits of a monitoring plan, and whether a measurement lies beyond one: judged on its bounds, never on its value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import METRICS
from evenhand.kernel.part import Part, did_you_mean

Level: TypeAlias = Literal["warning", "action", "critical"]
LEVELS: tuple[Level, ...] = get_args(Level)
Side: TypeAlias = Literal["above", "below", "drop", "rise"]
SIDES: tuple[Side, ...] = get_args(Side)

COLUMN = (
    "rows_elsewhere", "population_stability_index", "total_variation_distance", "jensen_shannon_distance",
    "hellinger_distance", "kolmogorov_smirnov", "wasserstein_distance_scaled", "null_rate_change", "nan_rate_change",
    "infinity_rate_change", "new_category_rate",
)  # fmt: skip
"""Measures of a column; a limit on one is a limit on that of every column."""
WHOLE = ("outcome_coverage", "override_rate")
"""Measures of the window itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How far one measure may go before somebody is told.

    Attributes:
        measure: its name.
        side: ``above`` or ``below`` the limit is too far; ``drop`` and ``rise`` are taken from the baseline window.
        at: level to the limit.
        by: attributes, for a measure of groups; ``("protected",)`` for each protected one.
        reference_group: for a comparison of groups.
    """

    measure: str
    side: Side
    at: Mapping[Level, float]
    by: tuple[str, ...] = ()
    reference_group: str | None = None

    @property
    def key(self) -> str:
        """How the limit is named in a report."""
        by = f" by {', '.join(self.by)}" if self.by else ""
        return f"{self.measure}{by}"

    def as_json(self) -> dict[str, Json]:
        """The stored form."""
        body: dict[str, Json] = {"measure": self.measure, self.side: {str(level): at for level, at in self.at.items()}}
        if self.by:
            body["by"] = list(self.by)
        if self.reference_group is not None:
            body["reference_group"] = self.reference_group
        return body

    @classmethod
    def read(cls, part: Part) -> "Limit":
        """Read one limit of a plan.

        Raises:
            PlanInvalid: it names no known measure, or nothing that could be crossed.
        """
        parts = part.fields(needed=("measure",), optional=("by", "reference_group", *SIDES))
        measure = parts["measure"].text()
        watched = (
            measure in COLUMN or measure in WHOLE or (measure in METRICS and METRICS[measure].needs != "elsewhere")
        )
        if not watched:
            known = [*COLUMN, *WHOLE, *METRICS]
            raise parts["measure"].refuse(f"is {measure!r}, no measure that is watched{did_you_mean(measure, known)}")
        sides = [side for side in SIDES if side in parts]
        if len(sides) != 1:
            raise part.refuse(f"states {len(sides)} of {', '.join(SIDES)}, where one is needed")
        if sides[0] in ("drop", "rise") and _is_no_level(measure):
            raise part.refuse(f"asks for the {sides[0]} of {measure}, which is no level")
        by = parts.get("by")
        listed = () if by is None else (by.text(),) if isinstance(by.value, str) else tuple(
            each.text() for each in by.items())  # fmt: skip
        reference = parts["reference_group"].text() if "reference_group" in parts else None
        _check_groups(part, measure, listed, reference)
        return cls(
            measure=measure, side=sides[0], at=_levels(parts[sides[0]], sides[0]), by=listed, reference_group=reference
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a measurement stands against a limit.

    Attributes:
        limit: the limit.
        measured: the measurement; for ``drop`` and ``rise`` the change against the baseline window.
        level: the highest level whose limit lies on the near side of the whole interval; ``None`` when none does.
        is_within: whether the whole interval lies inside the first limit.
    """

    limit: Limit
    measured: Measurement
    level: Level | None
    is_within: bool

    @property
    def verdict(self) -> str:
        """``crossed``, ``within`` or ``undecided``."""
        return "crossed" if self.level is not None else "within" if self.is_within else "undecided"

    @property
    def subject(self) -> str:
        """What it is about: a column, a group, or the whole window."""
        groups = ", ".join(f"{name}={value}" for name, value in self.measured.groups.items())
        return self.measured.column or groups or "all"

    @property
    def bound(self) -> float | None:
        """The limit that was crossed, or the first one."""
        return self.limit.at[self.level] if self.level is not None else next(iter(self.limit.at.values()), None)


def stand(limit: Limit, measured: Measurement) -> Standing:
    """Judge a measurement against a limit.

    Examples:
        >>> limit = Limit(measure="new_category_rate", side="above", at={"warning": 0.01, "action": 0.05})
        >>> found = Measurement(name="new_category_rate", value=0.06, lower=0.04, upper=0.08, confidence=0.95, n=400,
        ...                     unit="share", method="wilson", column="plan")
        >>> stand(limit, found).level, stand(limit, found).subject
        ('warning', 'plan')
    """
    if measured.lower is None or measured.upper is None:
        return Standing(limit=limit, measured=measured, level=None, is_within=False)
    crossed: Level | None = None
    near, far = measured.lower, measured.upper
    if limit.side in ("below", "drop"):
        near, far = -measured.upper, -measured.lower
    sign = -1.0 if limit.side == "below" else 1.0
    bounds = {level: sign * at for level, at in limit.at.items()}
    for level in LEVELS:
        if level in bounds and near > bounds[level]:
            crossed = level
    return Standing(limit=limit, measured=measured, level=crossed, is_within=far <= min(bounds.values()))


def _levels(part: Part, side: Side) -> Mapping[Level, float]:
    parts = part.fields(needed=(), optional=LEVELS)
    if not parts:
        raise part.refuse("states no level")
    found: dict[Level, float] = {level: parts[level].number() for level in LEVELS if level in parts}
    sign = -1 if side == "below" else 1
    rising = [sign * value for value in found.values()]
    if sorted(set(rising)) != rising:
        raise part.refuse("does not go further from level to level")
    if side in ("drop", "rise") and min(rising) < 0:
        raise part.refuse("is below 0, which is no change")
    return found


def _is_no_level(measure: str) -> bool:
    if measure in (*COLUMN, *WHOLE):
        return True
    return METRICS[measure].is_comparison or METRICS[measure].is_between_groups


def _check_groups(part: Part, measure: str, by: tuple[str, ...], reference: str | None) -> None:
    if measure in (*COLUMN, *WHOLE):
        if by or reference is not None:
            raise part.refuse(f"asks for groups of {measure}, which is no measure of groups")
        return
    is_comparison = METRICS[measure].is_comparison
    if is_comparison and (not by or reference not in ("overall", "largest", "best")):
        raise part.refuse(f"compares groups by {measure} and needs 'by' and a 'reference_group'")
    if METRICS[measure].is_between_groups and not by:
        raise part.refuse(f"asks for {measure}, which is of the groups of a table and needs 'by'")
    if not is_comparison and reference is not None:
        raise part.refuse(f"gives {measure} a reference group, and it compares nothing")
