"""Half-open spans of time by which predictions are watched."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from evenhand.errors.monitoring import WindowOpen, WindowUnreadable
from evenhand.errors.number import InstantUnreadable
from evenhand.kernel.instant import Instant, instant, moment

MOST_WINDOWS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What belongs to ``[start, end)``.

    Attributes:
        start: the first instant.
        end: the instant after the last.
    """

    start: Instant
    end: Instant

    def __post_init__(self) -> None:
        if moment(self.end) <= moment(self.start):
            raise WindowUnreadable(f"{self.end} is not after {self.start}.")

    @classmethod
    def parse(cls, text: str) -> "Window":
        """Read ``START..END``, days or instants.

        Raises:
            WindowUnreadable: it does not read so, or the end is not after the start.

        Examples:
            >>> Window.parse("2016-01-01..2017-01-01").start
            '2016-01-01T00:00:00.000000Z'
        """
        start, dots, end = text.partition("..")
        if not dots:
            raise WindowUnreadable(f"{text!r} is no window.")
        return cls(start=_instant(start), end=_instant(end))

    def __str__(self) -> str:
        return f"{_short(self.start)}..{_short(self.end)}"

    def holds(self, at: Instant) -> bool:
        """Whether an instant belongs to the window."""
        return moment(self.start) <= moment(at) < moment(self.end)

    def cut(self, every: str) -> tuple["Window", ...]:
        """Windows of one length from the start on; what is left at the end is left out.

        Args:
            every: ``30d``, ``month`` or ``year``; months and years end as the calendar says.

        Raises:
            WindowUnreadable: it is no length, or there would be more than 500 windows or none.

        Examples:
            >>> [str(each) for each in Window.parse("2016-01-01..2018-06-01").cut("year")]
            ['2016-01-01..2017-01-01', '2017-01-01..2018-01-01']
        """
        found: list[Window] = []
        start, last = moment(self.start), moment(self.end)
        while (end := _after(start, every)) <= last:
            found.append(Window(start=instant(start), end=instant(end)))
            start = end
            if len(found) > MOST_WINDOWS:
                raise WindowUnreadable(f"{self} cut into {every!r} makes more than {MOST_WINDOWS} windows.")
        if not found:
            remedy = (
                "Name a longer window, or cut it shorter with --every 30d or month; without it the plan says how long."
            )
            raise WindowUnreadable(f"{self} is shorter than {every!r}.", remedy=remedy)
        return tuple(found)

    def require_ended(self, now: Instant) -> None:
        """Refuse a window that has not ended.

        Raises:
            WindowOpen: it ends after ``now``.
        """
        if moment(self.end) > moment(now):
            raise WindowOpen(f"The window {self} ends after now ({_short(now)}).")

    def as_json(self) -> dict[str, str]:
        """The stored form."""
        return {"start": self.start, "end": self.end}


def _instant(text: str) -> Instant:
    try:
        if len(text) == len("2016-01-01"):
            day = date.fromisoformat(text)
            return instant(datetime(day.year, day.month, day.day, tzinfo=UTC))
        return instant(moment(text))
    except (ValueError, InstantUnreadable) as mistake:
        raise WindowUnreadable(f"{text!r} is no day and no instant in UTC.") from mistake


def _short(at: Instant) -> str:
    return at[:10] if at[10:] == "T00:00:00.000000Z" else at


def _after(start: datetime, every: str) -> datetime:
    try:
        if every == "year":
            return start.replace(year=start.year + 1)
        if every == "month":
            return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
        days = int(every.removesuffix("d"))
        if not every.endswith("d") or days < 1:
            raise ValueError(every)
        return start + timedelta(days=days)
    except (ValueError, OverflowError) as mistake:
        raise WindowUnreadable(
            f"{every!r} cuts nothing from {_short(instant(start))}.", remedy="Write for example 30d, month or year."
        ) from mistake
