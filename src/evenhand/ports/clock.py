"""Where the time comes from."""

from typing import Protocol

from evenhand.kernel.instant import Instant


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> Instant:
        """The present instant."""
        ...
