"""The machine's clock."""

from datetime import UTC, datetime

from evenhand.kernel.instant import Instant, instant


class SystemClock:
    """Tells the machine's time."""

    def now(self) -> Instant:
        """The present instant."""
        return instant(datetime.now(UTC))
