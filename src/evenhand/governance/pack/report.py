"""What the checking of a pack says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from evenhand.kernel.canonical import Json

Outcome: TypeAlias = Literal["ok", "refused", "not established"]
OK: Outcome = "ok"
REFUSED: Outcome = "refused"
OPEN: Outcome = "not established"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCheck:
    """One question put to a pack.

    Attributes:
        name: of the question, for example ``approvals``.
        outcome: ``ok``, ``refused`` or ``not established``.
        sentence: what was found.
    """

    name: str
    outcome: Outcome
    sentence: str

    @property
    def line(self) -> str:
        """One line for a screen; what a hostile pack could have hidden in a name is not printed."""
        return _printable(f"{self.outcome:15} {self.name}: {self.sentence}")

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {"name": self.name, "outcome": self.outcome, "sentence": _printable(self.sentence)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReport:
    """All that was asked, in order; a refusal ends the questions.

    Attributes:
        checks: the questions.
        notes: what a reader has to know besides.
        claim: what the pack claims, for example ``credit@3 was released for production``.
        has_trust: whether the reader brought any trust.
    """

    checks: Sequence[PackCheck]
    notes: Sequence[str]
    claim: str
    has_trust: bool

    @property
    def exit_code(self) -> int:
        """Of the command line: 0 established, 1 refused, 3 not established."""
        outcomes = {check.outcome for check in self.checks}
        return 1 if REFUSED in outcomes else 3 if OPEN in outcomes else 0

    @property
    def sentence(self) -> str:
        """The answer in one sentence; the stand-alone verifier gives the same."""
        if self.exit_code == 0:
            return _printable(f"Established: {self.claim}.")
        if self.exit_code == 1:
            return _printable(f"Refused: {next(check.sentence for check in self.checks if check.outcome == REFUSED)}")
        names = ", ".join(check.name for check in self.checks if check.outcome == OPEN)
        left_open = f"not established ({names})" if self.has_trust else "signers not established"
        return _printable(f"Consistent with itself, {left_open}: {self.claim}.")

    @property
    def lines(self) -> tuple[str, ...]:
        """The report for a screen; the stand-alone verifier prints its last line."""
        notes = tuple(_printable(f"{'note':15} {note}") for note in self.notes)
        return (*(check.line for check in self.checks), *notes, self.sentence)

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "sentence": self.sentence, "exit_code": self.exit_code,
            "checks": [check.as_json() for check in self.checks], "notes": [_printable(note) for note in self.notes],
        }  # fmt: skip


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)
