"""How a score becomes a decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Protocol, Self, TypeAlias, TypeVar

from evenhand.kernel.canonical import Json

Label: TypeAlias = "bool | int | float | str"
"""A value of the label column."""

Decisions = TypeVar("Decisions", covariant=True)


class Mask(Protocol[Decisions]):
    """Truth for each score, as an array library gives it."""

    def __and__(self, other: Self, /) -> Self:
        """Truth of both."""
        ...

    def all(self) -> object:
        """Whether all are true."""
        ...

    def astype(self, kind: str, /) -> Decisions:
        """The same as numbers."""
        ...


class Scores(Protocol[Decisions]):
    """An array of scores of whatever library: this stage imports none."""

    def __ge__(self, bound: float, /) -> Mask[Decisions]:
        """Which scores are not below ``bound``."""
        ...

    def __le__(self, bound: float, /) -> Mask[Decisions]:
        """Which scores are not above ``bound``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRule:
    """The favourable decision is given to a score that reaches the cut-off.

    Attributes:
        cut_off: in ``[0, 1]``; a score equal to it decides favourably.
        favourable: the label value whose probability the score is.

    Examples:
        >>> rule = DecisionRule(cut_off=0.5, favourable="repaid")
        >>> rule.decide_one(0.5), rule.decide_one(0.4999)
        (1, 0)
        >>> DecisionRule.from_json(rule.as_json()) == rule
        True
    """

    cut_off: float
    favourable: Label

    def __post_init__(self) -> None:
        if not isfinite(self.cut_off) or not 0 <= self.cut_off <= 1:
            raise ValueError(f"a cut-off of {self.cut_off}, outside 0 to 1")
        if isinstance(self.favourable, float) and not isfinite(self.favourable):
            raise ValueError("the favourable label is no value")

    def decide_one(self, score: float) -> int:
        """1 for the favourable decision, 0 for the other.

        Raises:
            ValueError: the score is NaN or outside ``[0, 1]``: no decision follows from it.
        """
        if not 0 <= score <= 1:
            raise ValueError(f"a score of {score}, outside 0 to 1")
        return int(score >= self.cut_off)

    def decide(self, scores: Scores[Decisions]) -> Decisions:
        """1 or 0 for each score of an array (numpy or alike), in the array's own library.

        Raises:
            ValueError: a score is NaN or outside ``[0, 1]``.

        Examples:
            >>> import numpy as np
            >>> DecisionRule(cut_off=0.5, favourable=1).decide(np.array([0.2, 0.5])).tolist()
            [0, 1]
        """
        if not ((scores >= 0.0) & (scores <= 1.0)).all():
            raise ValueError("a score is NaN or outside 0 to 1")
        return (scores >= self.cut_off).astype("int8")

    def as_json(self) -> dict[str, Json]:
        """The rule as the manifest holds it."""
        return {"cut_off": self.cut_off, "favourable": self.favourable}

    @classmethod
    def from_json(cls, stored: Mapping[str, Json]) -> "DecisionRule":
        """Read a stored rule, also from canonical bytes, where floats are text.

        Raises:
            ValueError: it is no decision rule.
        """
        cut_off, favourable = stored.get("cut_off"), stored.get("favourable")
        has_label = isinstance(favourable, bool | int | float | str)
        has_cut_off = isinstance(cut_off, int | float | str) and not isinstance(cut_off, bool)
        if len(stored) != 2 or not has_label or not has_cut_off:
            raise ValueError(f"{dict(stored)!r} is no decision rule")
        return cls(cut_off=float(cut_off), favourable=favourable)  # type: ignore[arg-type]
