"""The rates of the groups of one crossing, how they compare, and what of them may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.number import ReferenceGroupUnfit
from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import METRICS, metric
from evenhand.metrics.coding import MISSING
from evenhand.metrics.derive import derive, derived
from evenhand.metrics.derived import Derived
from evenhand.metrics.disparity.chance import rest_p_values
from evenhand.metrics.disparity.suppression import Suppression, without_hidden
from evenhand.metrics.family import adjusted_p_values, simultaneous_confidence
from evenhand.metrics.grouping import groups_of
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.tally import Integers
from evenhand.workflows.statistics.withholding import withheld

RATES = (
    "selection_rate", "true_positive_rate", "false_positive_rate", "false_negative_rate", "precision",
    "negative_predictive_value", "accuracy", "base_rate",
)  # fmt: skip
COMPARED = (
    "selection_rate_ratio", "selection_rate_difference", "true_positive_rate_difference",
    "false_positive_rate_difference", "precision_difference", "negative_predictive_value_difference",
    "accuracy_difference", "base_rate_difference",
)  # fmt: skip
BETWEEN = tuple(name for name, spec in METRICS.items() if spec.is_between_groups and spec.needs == "decision")

Asked = Literal["all", "decisions", "labels"]
"""What is measured: everything, what stands on decisions alone, or what needs a label."""


def is_label_free(name: str) -> bool:
    """Whether a rate, a comparison or a number between groups is about decisions alone.

    Examples:
        >>> is_label_free("selection_rate_ratio"), is_label_free("demographic_parity_ratio"), is_label_free("accuracy")
        (True, True, False)
    """
    spec = metric(name)
    return set(spec.spans or (spec.compares or name,)) == {"selection_rate"}


def wanted(names: tuple[str, ...], asked: Asked) -> list[str]:
    """Those of the metrics that are asked for.

    Examples:
        >>> wanted(("selection_rate", "accuracy"), "decisions"), wanted(("selection_rate", "accuracy"), "labels")
        (['selection_rate'], ['accuracy'])
    """
    return [name for name in names if asked == "all" or is_label_free(name) == (asked == "decisions")]


COMPARED_FROM = 30
"""Least rows that a rate stands on before it is compared: the least that the National Center for Health Statistics of
the United States publishes a proportion from (Parker and others, Vital and Health Statistics 2 (175), 2017)."""

Reference = Literal["overall", "largest", "best"] | Mapping[str, str]


@dataclass(frozen=True, kw_only=True, eq=False)
class Grouped:
    """The groups of one crossing of a table.

    Attributes:
        profile: of the whole table; of rows with a label where what needs one is asked.
        by: the attributes.
        suppression: what is hidden.
        reference: what groups are compared with.
        confidence: of every interval, and of each family of comparisons as a whole.
        min_count: what ``suppression`` was made with.
        asked: what is measured of it.
    """

    profile: EvaluationProfile
    by: tuple[str, ...]
    suppression: Suppression
    reference: Reference
    confidence: float
    min_count: int
    asked: Asked = "all"

    def rates(self) -> list[Measurement]:
        """Every rate of every group; without a number where the group is hidden.

        The detail of a share says how it stands against all other rows: ``p_value``, and ``adjusted_p_value`` for the
        number of groups (share of false alarms, Benjamini and Hochberg).
        """
        made: list[Measurement] = []
        for name in self._wanted(RATES):
            found, chances = self._derived[name], self._chances(name)
            for row, is_hidden in enumerate(self.is_hidden.tolist()):
                if not is_hidden:
                    made.append(found.measurement(row, chances.get(row)))
                elif self._is_named(row, name):
                    made.append(withheld(found.measurement(row), self.suppression, self.min_count, of=self.stands_on))
        return made

    def comparisons(self) -> list[Measurement]:
        """Every group that is shown, against the reference; intervals of one metric hold for all groups at once."""
        return [each for name in self._wanted(COMPARED) for each in self._compared(name)]

    def between(self) -> list[Measurement]:
        """One number for all groups, or for the worst of them."""
        if not self.by:
            return []
        shown = without_hidden(self.profile, by=self.by, suppression=self.suppression)
        made = []
        for name in self._wanted(BETWEEN):
            (found,) = derive(shown, name=name, by=self.by, confidence=self.confidence, min_count=COMPARED_FROM)
            detail = dict(found.detail) | {"table_rows": self.profile.n_rows}
            made.append(found if shown is self.profile else replace(found, detail=detail))
        return made

    def _wanted(self, names: tuple[str, ...]) -> list[str]:
        return wanted(names, self.asked)

    @cached_property
    def _derived(self) -> dict[str, Derived]:
        return {
            name: derived(self.profile, name=name, by=self.by, confidence=self.confidence)
            for name in self._wanted(RATES)
        }

    @cached_property
    def is_hidden(self) -> NDArray[np.bool_]:
        """Whether nothing of a group may be shown, in the order of ``groups_of``."""
        return np.array([self.suppression.hides(name) for name in groups_of(self.profile, self.by).names], dtype=bool)

    def _is_named(self, row: int, name: str) -> bool:
        groups = groups_of(self.profile, self.by).names[row]
        return self.suppression.names(groups) and (len(self.by) == 1 or name == self.first_rate)

    @property
    def stands_on(self) -> str:
        """What numbers stand on, in words."""
        return "rows with a label" if self.asked == "labels" else "rows"

    @property
    def first_rate(self) -> str:
        """The rate that every group has an entry for, hidden or not."""
        return self._wanted(RATES)[0]

    def _compared(self, name: str) -> list[Measurement]:
        of = str(metric(name).compares)
        judged = np.flatnonzero(self._is_judged(of))
        reference = self._reference(of, judged)
        if reference is None or len(judged) < 2:
            return []
        n_pairs = len(judged) * (len(judged) - 1) // 2 if self.reference == "best" else len(judged) - 1
        n_pairs += self.reference == "overall"
        level = simultaneous_confidence(self.confidence, n_pairs)
        found = derived(self.profile, name=name, by=self.by, reference_group=reference, confidence=level)
        joint = found.jointly(self.confidence, n_pairs)
        return [joint.measurement(row) for row in judged.tolist()]

    def _is_judged(self, name: str) -> NDArray[np.bool_]:
        found = self._derived[name].estimates
        return np.asarray(found.is_defined & (found.n >= COMPARED_FROM) & ~self.is_hidden)

    def _reference(self, of: str, judged: Integers) -> Reference | None:
        """What to compare with; rows without a value share none, so they serve only for want of others."""
        if not len(judged) or self.reference == "overall":
            return "overall" if len(judged) else None
        groups, found = self._derived[of].groups, self._derived[of].estimates
        if isinstance(self.reference, Mapping):
            wanted = dict(self.reference)
            return wanted if any(groups.names[row] == wanted for row in judged.tolist()) else None
        sign = -1 if metric(of).direction == "lower" else 1
        worth = groups.rows if self.reference == "largest" else sign * found.value
        has_value = [MISSING not in groups.names[row].values() for row in judged.tolist()]
        people = judged[has_value] if any(has_value) else judged
        return groups.names[int(people[np.argmax(worth[people])])]

    def _chances(self, name: str) -> dict[int, dict[str, Json]]:
        judged = self._is_judged(name)
        if len(judged) < 2 or not judged.any():
            return {}
        raw = rest_p_values(name, self._derived[name].groups.counts)[judged]
        return {
            row: {"p_value": p, "adjusted_p_value": adjusted}
            for row, p, adjusted in zip(
                np.flatnonzero(judged).tolist(), raw.tolist(), adjusted_p_values(raw).tolist(), strict=True
            )
        }


def reference_of(
    asked: str | Mapping[str, str] | None, profile: EvaluationProfile, by: tuple[str, ...]
) -> dict[tuple[str, ...], Reference]:
    """What each grouping is compared with: each attribute of ``by``, and the crossing of them all.

    A group that is named by some attributes serves the groupings of just those; the others take ``best``.

    Raises:
        ReferenceGroupUnfit: no group is called so, or several are.
    """
    groupings: list[tuple[str, ...]] = [(name,) for name in by]
    groupings += [by] if len(by) > 1 else []
    if asked is None or asked in ("overall", "largest", "best"):
        return dict.fromkeys(groupings, asked or "best")  # type: ignore[arg-type] # one of the three, as just seen
    wanted = dict(asked) if isinstance(asked, Mapping) else _named(asked, profile, by)
    for name, value in wanted.items():
        if name not in by or value not in _values(profile, name):
            raise ReferenceGroupUnfit(f"There is no group {name}={value}; {_known(profile, by)}.", wanted=wanted)
    return {
        grouping: {name: wanted[name] for name in grouping} if wanted.keys() >= set(grouping) else "best"
        for grouping in groupings
    }


def _named(asked: str, profile: EvaluationProfile, by: tuple[str, ...]) -> dict[str, str]:
    if "=" in asked:
        return {part.partition("=")[0].strip(): part.partition("=")[2].strip() for part in asked.split(",")}
    held = [name for name in by if asked in _values(profile, name)]
    if len(held) != 1:
        told = f"{asked!r} is a value of {' and of '.join(held)}" if held else f"No group is called {asked!r}"
        raise ReferenceGroupUnfit(f"{told}; {_known(profile, by)}.", wanted=asked)
    return {held[0]: asked}


def _values(profile: EvaluationProfile, name: str) -> tuple[str, ...]:
    return profile.values[profile.plan.attributes.index(name)]


def _known(profile: EvaluationProfile, by: tuple[str, ...]) -> str:
    return "; ".join(f"{name} is {', '.join(_values(profile, name)[:10])}" for name in by)
