"""The machine's clock, and the same beside a ledger."""

from collections.abc import Callable
from datetime import UTC, datetime

from evenhand.kernel.instant import Instant, instant
from evenhand.ports.clock import Clock


class SystemClock:
    """Tells the machine's time."""

    def now(self) -> Instant:
        """The present instant."""
        return instant(datetime.now(UTC))


class LedgerClock:
    """Never stands before the last entry of a ledger.

    Where a machine's clock stands behind, entries bear the time of the one before. Were gates judged by the machine's
    time then, what was recorded last, such as a submission that was sent back, would not have happened yet.

    Args:
        clock: the machine's.
        last: the time of the last entry; ``None`` where there is none.
    """

    def __init__(self, clock: Clock, last: Callable[[], Instant | None]) -> None:
        self._clock, self._last = clock, last

    def now(self) -> Instant:
        """The present instant, or that of the last entry if it is later."""
        now, last = self._clock.now(), self._last()
        return now if last is None else max(now, last)
