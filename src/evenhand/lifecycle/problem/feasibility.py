"""Whether the problem can be solved this way at all, and who said go or no-go."""

from dataclasses import dataclass
from datetime import date

from evenhand.errors.table import UseCaseInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.part import Part

DECISIONS = ("go", "no-go")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feasibility:
    """The decision to go on or to stop.

    Attributes:
        decision: ``go`` or ``no-go``.
        decided_by: who decided.
        reason: why.
        decided_on: day, as ``2026-11-29``; ``None`` when not stated.
    """

    decision: str
    decided_by: str
    reason: str
    decided_on: str | None = None

    def __post_init__(self) -> None:
        if self.decision not in DECISIONS:
            _refuse("decision", f"is {self.decision!r}, neither go nor no-go")
        for key in ("decided_by", "reason"):
            if not str(getattr(self, key)).strip():
                _refuse(key, "says nothing")
        if self.decided_on is not None and not _is_day(self.decided_on):
            _refuse("decided_on", f"is {self.decided_on!r}, no day such as 2026-11-29")

    def as_json(self) -> dict[str, Json]:
        """The stored form."""
        return {
            "decision": self.decision, "decided_by": self.decided_by, "reason": self.reason,
            "decided_on": self.decided_on,
        }  # fmt: skip

    @classmethod
    def read(cls, part: Part) -> "Feasibility":
        """Read it.

        Raises:
            UseCaseInvalid: a part is missing or of the wrong kind.

        Examples:
            >>> form = {"decision": "go", "decided_by": "ada", "reason": "Ten years of outcomes are at hand."}
            >>> Feasibility.read(Part(value=form, path="feasibility", refusal=UseCaseInvalid)).decision
            'go'
        """
        parts = part.fields(needed=("decision", "decided_by", "reason"), optional=("decided_on",))
        day = parts.get("decided_on")
        return cls(
            decision=parts["decision"].text(), decided_by=parts["decided_by"].text(), reason=parts["reason"].text(),
            decided_on=None if day is None or day.value is None else day.text(),
        )  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _refuse(key: str, fact: str) -> None:
    raise UseCaseInvalid(f"feasibility.{key} {fact}.", path=f"feasibility.{key}")
