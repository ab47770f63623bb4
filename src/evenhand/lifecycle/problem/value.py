"""What each outcome of a decision is worth, so that a model can be compared with the baseline in money."""

from dataclasses import dataclass

from evenhand.errors.table import UseCaseInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part

OUTCOMES = ("true_positive", "false_positive", "true_negative", "false_negative")
"""Positive: the favourable decision was given. True: the label agrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueTable:
    """Value of one case of each outcome; a cost is negative.

    Attributes:
        currency: three capital letters, or a word such as ``points``.
        true_positive, false_positive, true_negative, false_negative: per case.
    """

    currency: str
    true_positive: float
    false_positive: float
    true_negative: float
    false_negative: float

    def __post_init__(self) -> None:
        if not self.currency.strip():
            raise UseCaseInvalid("value.currency says nothing.", path="value.currency")

    @property
    def amounts(self) -> tuple[float, float, float, float]:
        """The four values in the order of ``OUTCOMES``."""
        return self.true_positive, self.false_positive, self.true_negative, self.false_negative

    def of(self, *, decision: int, label: int) -> float:
        """The value of one case.

        Examples:
            >>> loan = ValueTable(currency="EUR", true_positive=400, false_positive=-2500, true_negative=0,
            ...                   false_negative=-150)
            >>> loan.of(decision=1, label=0)
            -2500
        """
        favourable = (self.false_positive, self.true_positive)
        return favourable[label] if decision else (self.true_negative, self.false_negative)[label]

    def as_json(self) -> dict[str, Json]:
        """The stored form."""
        return {"currency": self.currency, **{name: getattr(self, name) for name in OUTCOMES}}

    @classmethod
    def read(cls, part: Part) -> "ValueTable":
        """Read it.

        Raises:
            UseCaseInvalid: an outcome is missing or no number.
        """
        parts = part.fields(needed=("currency", *OUTCOMES))
        numbers = {name: parts[name].number() for name in OUTCOMES}
        return cls(currency=parts["currency"].text(), **numbers)
