"""What is done in training against differences between groups; no group ever gets a cut-off of its own."""

from dataclasses import dataclass

from evenhand.errors.training import MitigationUnfit
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import did_you_mean

METHODS = ("reweighing", "reductions")
CONSTRAINTS = ("demographic-parity", "true-positive-rate-parity", "equalized-odds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigation:
    """A method and the attributes that it looks at, while training alone.

    Attributes:
        method: ``reweighing`` (Kamiran and Calders: every row weighs as much as its group and label would if they had
            nothing to do with each other) or ``reductions`` (Agarwal and others: a mixture of fits under a constraint).
        attributes: protected columns; several are crossed.
        constraint: of ``reductions``: one of ``CONSTRAINTS``.
        slack: difference that the constraint allows.

    Examples:
        >>> Mitigation(method="reweighing", attributes=("sex",)).as_json()["method"]
        'reweighing'
        >>> Mitigation(method="cut-offs", attributes=("sex",))
        Traceback (most recent call last):
        evenhand.errors.training.MitigationUnfit: [MITIGATION-UNFIT] 'cut-offs' is no method; there are reweighing, ...
    """

    method: str
    attributes: tuple[str, ...]
    constraint: str = "demographic-parity"
    slack: float = 0.01

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            hint = did_you_mean(self.method, METHODS)
            raise MitigationUnfit(f"{self.method!r} is no method{hint}; there are {', '.join(METHODS)}.")
        if self.constraint not in CONSTRAINTS:
            hint = did_you_mean(self.constraint, CONSTRAINTS)
            raise MitigationUnfit(f"{self.constraint!r} is no constraint{hint}; there are {', '.join(CONSTRAINTS)}.")
        if not self.attributes:
            raise MitigationUnfit("No attribute is named whose groups are to be made more alike.")
        if not 0 < self.slack < 1:
            raise MitigationUnfit(f"A slack of {self.slack} is not between 0 and 1.")

    def as_json(self) -> dict[str, Json]:
        """What the record says; a part that the method does not use is left out."""
        body: dict[str, Json] = {"method": self.method, "attributes": list(self.attributes)}
        if self.method == "reductions":
            body |= {"constraint": self.constraint, "slack": self.slack}
        return body
