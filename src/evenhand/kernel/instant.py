"""Instants: always UTC, always written the same way, never read from a clock here."""

from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from evenhand.errors.number import InstantUnreadable

Instant: TypeAlias = str
"""``2026-11-23T07:13:44.123456Z``: sorts as text in the order of time."""

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def instant(moment: datetime) -> Instant:
    """Write an aware datetime as an instant.

    Raises:
        InstantUnreadable: the datetime has no time zone.

    Examples:
        >>> instant(datetime(2026, 11, 23, 7, tzinfo=UTC))
        '2026-11-23T07:00:00.000000Z'
    """
    if moment.tzinfo is None:
        raise InstantUnreadable(f"{moment} has no time zone.")
    return moment.astimezone(UTC).strftime(_FORM)


def moment(text: Instant) -> datetime:
    """Read an instant, with or without fractions of a second.

    Raises:
        InstantUnreadable: the text is not an instant in UTC.

    Examples:
        >>> moment("2026-11-23T07:00:00Z")
        datetime.datetime(2026, 11, 23, 7, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        if not text.endswith("Z"):
            raise ValueError("no Z")
        return datetime.fromisoformat(text)
    except (ValueError, AttributeError) as mistake:
        raise InstantUnreadable(f"{text!r} is no instant in UTC.") from mistake


def later(text: Instant, *, days: float = 0) -> Instant:
    """The instant ``days`` after ``text``.

    Examples:
        >>> later("2026-11-23T07:00:00Z", days=1)
        '2026-11-24T07:00:00.000000Z'
    """
    return instant(moment(text) + timedelta(days=days))
