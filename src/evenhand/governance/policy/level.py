"""How sure an interval must be before a check may rest on it.

To prove a bound for every group is one claim that needs each part, so groups cost nothing, but whoever measures again
and again will pass by chance: the level is corrected for looks. To disprove a bound gains nothing by looking again, but
among many groups one misses by chance: the level is corrected for groups.
"""

from dataclasses import dataclass
from math import nextafter, pi
from typing import Literal

Burden = Literal["prove", "disprove"]

_MOST_LOOKS = 10**9
_BELOW_ONE = nextafter(1.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The rule that turns looks and groups into a required confidence.

    Attributes:
        confidence: that the policy states, in ``(0.5, 1)``.
        burden: ``prove`` or ``disprove``.
        is_family: whether the groups of a check share the error (Bonferroni); only for ``disprove``.
        looks_budget: of the gate's ``looks`` check; ``None`` where it has none.
    """

    confidence: float
    burden: Burden
    is_family: bool
    looks_budget: int | None

    @property
    def needs_looks(self) -> bool:
        """Whether it must be known how often the holdout was looked at; a budget of unknown looks is none."""
        return self.burden == "prove"

    def required(self, *, looks: int, n_groups: int) -> float:
        """The confidence that an interval must have, in ``(0, 1)``.

        Args:
            looks: at the holdout so far, this one included.
            n_groups: groups of the check with at least ``min_count`` rows, over all its items.

        Source:
            Without a budget the k-th look spends ``6 / (pi k)^2`` of the error, a series that sums to one (Euler);
            spending an error over looks is of Lan and DeMets, Biometrika 70 (1983), 659-663. Why this and not more:
            ``docs/adr/0006-corrected-levels.md``.

        Examples:
            >>> proof = Level(confidence=0.95, burden="prove", is_family=True, looks_budget=5)
            >>> round(proof.required(looks=3, n_groups=40), 6)
            0.99
            >>> doubt = Level(confidence=0.95, burden="disprove", is_family=True, looks_budget=None)
            >>> round(doubt.required(looks=3, n_groups=5), 6)
            0.99
        """
        return min(1 - (1 - self.confidence) * self._share(looks, n_groups), _BELOW_ONE)

    def _share(self, looks: int, n_groups: int) -> float:
        if self.burden == "disprove":
            return 1 / max(1, n_groups) if self.is_family else 1.0
        if self.looks_budget is not None:
            return 1 / self.looks_budget
        k = min(max(1, looks), _MOST_LOOKS)
        return 6 / (pi * k) ** 2
