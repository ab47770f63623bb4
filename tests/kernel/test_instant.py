"""Instants sort as text, survive any time zone, and nothing else reads as one."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.errors.number import InstantUnreadable
from evenhand.kernel.instant import instant, later, moment

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=zones)  # noqa: DTZ001 - Hypothesis adds the zone


@given(moments)
def test_what_was_written_is_read_back(when: datetime) -> None:
    assert moment(instant(when)) == when


@given(moments, moments)
def test_the_order_of_the_texts_is_the_order_of_time(one: datetime, other: datetime) -> None:
    assert (instant(one) < instant(other)) == (one < other)


@given(moments)
def test_all_instants_have_one_length(when: datetime) -> None:
    assert len(instant(when)) == len("2026-11-23T07:13:44.123456Z")


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.integers(-3650, 3650))  # noqa: DTZ001 - see below
def test_going_there_and_back_is_staying(when: datetime, days: int) -> None:
    text = instant(when.replace(tzinfo=UTC))

    assert later(later(text, days=days), days=-days) == text


def test_half_a_day_is_twelve_hours() -> None:
    assert later("2026-12-31T18:00:00Z", days=0.5) == "2027-01-01T06:00:00.000000Z"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-23",
        "2026-11-23T07:13:44",
        "2026-11-23T07:13:44+00:00",
        "2026-11-23T07:13:44+01:00Z",
        "2026-02-30T00:00:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T07:13:60Z",
        "now",
        "Z",
        "2026-11-23Z",
        "20261123T071344Z",
        "2026-11-23 07:13:44Z",
        "2026-W48-1T00:00:00Z",
        "2026-11-23T07Z",
        "2026-11-23T07:13:44Z\n",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(InstantUnreadable, match="no instant in UTC"):
        moment(text)


def test_a_number_is_refused() -> None:
    with pytest.raises(InstantUnreadable):
        moment(0)  # type: ignore[arg-type]


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(InstantUnreadable, match="no time zone"):
        instant(datetime(2026, 11, 23))  # noqa: DTZ001 - the mistake under test


@pytest.mark.parametrize("days", [1e9, -1e9, float("inf"), float("nan")])
def test_a_time_beyond_the_calendar_is_refused(days: float) -> None:
    with pytest.raises(InstantUnreadable):
        later("2026-11-23T07:13:44Z", days=days)
