"""Instants: always UTC, always written the same way, never read from a clock here."""

import re
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from evenhand.errors.number import InstantUnreadable

Instant: TypeAlias = str
"""``2026-11-23T07:13:44.123456Z``: sorts as text in the order of time."""

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z\Z")


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
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment(text: Instant) -> datetime:
    """Read an instant, with or without fractions of a second.

    Raises:
        InstantUnreadable: the text is not an instant in UTC.

    Examples:
        >>> moment("2026-11-23T07:00:00Z")
        datetime.datetime(2026, 11, 23, 7, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        if not _FORM.match(text):
            raise ValueError("another form")
        return datetime.fromisoformat(text)
    except (ValueError, TypeError) as mistake:
        raise InstantUnreadable(f"{text!r} is no instant in UTC.") from mistake


def later(text: Instant, *, days: float = 0) -> Instant:
    """The instant ``days`` after ``text``.

    Raises:
        InstantUnreadable: the text is not an instant in UTC, or the calendar ends before.

    Examples:
        >>> later("2026-11-23T07:00:00Z", days=1)
        '2026-11-24T07:00:00.000000Z'
    """
    start = moment(text)
    try:
        return instant(start + timedelta(days=days))
    except (ValueError, OverflowError) as mistake:
        raise InstantUnreadable(f"No instant lies {days} days after {text}.") from mistake
