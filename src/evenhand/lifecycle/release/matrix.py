"""Principles by phases: which checks ran, what they found, what is only attested, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.release.source import Source

_WORST_FIRST = ("fail", "missing", "stale", "insufficient", "waived", "pass")
MEASURED, ATTESTED, NOTHING, NOT_ASKED = "measured", "attested", "nothing", "not-asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class RanCheck:
    """One check of a recorded verdict.

    Attributes:
        gate, id, predicate: which check of which gate.
        verdict: ``pass``, ``fail``, ``insufficient``, ``missing``, ``stale`` or ``waived``.
        reason: the sentence that weighs most.
        at: when it was judged.
        about: on what.
    """

    gate: str
    id: str
    predicate: str
    verdict: str
    reason: str
    at: str
    about: str

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "gate": self.gate, "id": self.id, "predicate": self.predicate, "verdict": self.verdict,
            "reason": self.reason, "at": self.at, "about": self.about,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingKind:
    """A kind of evidence that the catalogue names for the cell and that is not on record.

    Attributes:
        kind: of evidence.
        cited: places in the catalogue's instruments.
    """

    kind: str
    cited: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """One principle in one phase.

    Attributes:
        checks: that ran.
        evidence: on record.
        missing: not on record.
    """

    principle: str
    phase: str
    checks: tuple[RanCheck, ...]
    evidence: tuple[Source, ...]
    missing: tuple[MissingKind, ...]

    @property
    def state(self) -> str:
        """The worst verdict of its checks; without any ``measured``, ``attested``, ``nothing`` or ``not-asked``.

        Examples:
            >>> MatrixCell(principle="privacy", phase="training", checks=(), evidence=(), missing=()).state
            'not-asked'
        """
        if self.checks:
            found = {check.verdict for check in self.checks}
            return next((verdict for verdict in _WORST_FIRST if verdict in found), "missing")
        if any(not each.is_attested for each in self.evidence):
            return MEASURED
        if self.evidence:
            return ATTESTED
        return NOTHING if self.missing else NOT_ASKED

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "principle": self.principle, "phase": self.phase, "state": self.state,
            "checks": [each.as_json() for each in self.checks],
            "evidence": [each.as_json() for each in self.evidence],
            "missing": [{"kind": each.kind, "cited": list(each.cited)} for each in self.missing],
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """All cells about one thing.

    Attributes:
        about: for example ``credit@3``.
        names: of everything whose evidence and verdicts stand in it.
        mode: of the workspace.
        entries: of the ledger when it was drawn.
        principles, phases: rows and columns.
        cells: principle and phase to the cell.
    """

    about: str
    names: tuple[str, ...]
    mode: str
    entries: int
    principles: tuple[str, ...]
    phases: tuple[str, ...]
    cells: Mapping[tuple[str, str], MatrixCell]

    def as_json(self) -> dict[str, Json]:
        """The documented shape of ``docs/explanation/principles.md``."""
        return {
            "about": self.about, "counted": list(self.names), "mode": self.mode, "entries": self.entries,
            "principles": list(self.principles), "phases": list(self.phases),
            "cells": [self.cells[row, column].as_json() for row in self.principles for column in self.phases],
        }  # fmt: skip


def unchecked(matrix: Matrix) -> Sequence[MatrixCell]:
    """Cells in which something is attested and nothing was measured or checked."""
    return [cell for cell in matrix.cells.values() if cell.state == ATTESTED]
