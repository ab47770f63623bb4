"""What proposes the next parameters of a search."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from evenhand.kernel.canonical import Json


class Searcher(Protocol):
    """Proposes parameters and learns from what came of them, one attempt at a time."""

    def ask(self) -> Mapping[str, Json]:
        """The parameters of the next attempt."""
        ...

    def tell(self, values: Sequence[float] | None) -> None:
        """What the attempt just asked for came to, one value an objective; ``None`` when it failed."""
        ...

    @property
    def made_with(self) -> Mapping[str, Json]:
        """Library, version and settings, for the record."""
        ...
