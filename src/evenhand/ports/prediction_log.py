"""The prediction log of one deployment as workflows see it."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from evenhand.kernel.digest import Digest
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.serving.prediction import Mode, Outcome, Prediction, Review

Kept = TypeVar("Kept", Prediction, Outcome, Review)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Records that were written in one step, and never change.

    Attributes:
        worker: the name that they were written under.
        digest: of the bytes.
        n: how many records.
    """

    worker: str
    digest: Digest
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What reading the whole log found.

    Attributes:
        segments: name of each segment, with its number where a server wrote several, to the digest of its bytes.
        n_records: in all of them.
        torn: segments that end in a torn frame.
    """

    segments: Mapping[str, Digest]
    n_records: int
    torn: int


class PredictionLog(Protocol):
    """Keeps every answer, what became of the case and what people decided; nothing is ever taken out."""

    def alone(self) -> AbstractContextManager[None]:
        """The time in which nobody else imports or reviews here."""
        ...

    def workers(self, start: str, kind: type[Kept]) -> Sequence[str]:
        """Names of the segments of a kind that begin so."""
        ...

    def new_ids(self, n: int) -> Sequence[str]:
        """Names for that many predictions; no two are alike, wherever they are made."""
        ...

    def place(self, worker: str, records: Sequence[Kept]) -> Segment:
        """Write the records as the segment of ``worker``, durably; when there is one already it stays as it is.

        Raises:
            StorageFull, StorageFailed: the disk refused; nothing was recorded.
        """
        ...

    def segment(self, worker: str, kind: type[Kept]) -> tuple[Segment, Sequence[Kept]]:
        """A segment of that kind and what it holds.

        Raises:
            PredictionLogDamaged: it is not what was written.
        """
        ...

    def predictions(self, *, mode: Mode | None = "champion", version: str | None = None) -> Sequence[Prediction]:
        """Predictions in the order in which their cases belong; of each id the first counts.

        Raises:
            PredictionLogDamaged: a record was changed, or one is missing.
        """
        ...

    def ids(self, names: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Ids of the champion's predictions that have one of ``names`` as their id or as the key of their case."""
        ...

    def belonging(self, ids: Collection[str]) -> Mapping[str, Instant]:
        """When the cases of these predictions of the champion belong, by id."""
        ...

    def outcomes(self) -> Mapping[str, Outcome]:
        """The outcome that stands for each prediction that has one."""
        ...

    def reviews(self) -> Mapping[str, Review]:
        """What a person decided, by prediction."""
        ...

    def inspect(self) -> Inspection:
        """Read everything.

        Raises:
            PredictionLogDamaged: a record was changed, or one is missing.
        """
        ...
