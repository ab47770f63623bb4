"""What one workspace offers to a workflow."""

from collections.abc import Callable
from dataclasses import dataclass

from evenhand.governance.projection.signed import log_of, mode_of
from evenhand.ports.artifacts import Artifacts
from evenhand.ports.clock import Clock
from evenhand.ports.ledger import UnitOfWork
from evenhand.ports.trail import Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The ledger with its projection, the stored files and the time.

    Attributes:
        ledger: reads the state; appending an entry is the only write.
        trail: the same ledger's leaves, proofs and checkpoints.
        verify: examines and rebuilds the whole ledger; raises ``LedgerDamaged`` when anything was changed.
        artifacts: files by digest.
        clock: tells the time.
    """

    ledger: UnitOfWork
    trail: Trail
    verify: Callable[[], object]
    artifacts: Artifacts
    clock: Clock

    @property
    def log(self) -> str:
        """The id of the ledger."""
        return log_of(self.ledger)

    @property
    def mode(self) -> str:
        """``governed`` or ``demonstration``."""
        return mode_of(self.ledger)
