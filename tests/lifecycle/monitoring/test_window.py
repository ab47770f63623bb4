import pytest

from evenhand.errors.monitoring import WindowOpen, WindowUnreadable
from evenhand.lifecycle.monitoring.window import Window


def test_the_start_belongs_to_a_window_and_the_end_does_not() -> None:
    window = Window.parse("2016-01-01..2017-01-01")

    assert window.holds("2016-01-01T00:00:00Z")
    assert not window.holds("2017-01-01T00:00:00Z")
    assert str(window) == "2016-01-01..2017-01-01"


def test_years_are_as_long_as_the_calendar_says() -> None:
    found = Window.parse("2016-01-01..2018-01-01").cut("year")

    assert [str(each) for each in found] == ["2016-01-01..2017-01-01", "2017-01-01..2018-01-01"]
    assert len(Window.parse("2016-01-01..2017-01-01").cut("month")) == 12
    assert len(Window.parse("2016-01-01..2017-01-01").cut("30d")) == 12


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2016", "is no window"), ("2016-01-01..", "no day"), ("2017-01-01..2016-01-01", "is not after"),
        ("2016-01-01..2016-01-01", "is not after"), ("2016-13-01..2017-01-01", "no day"),
        ("2016-01-01T00:00..2017-01-01", "no day"),
    ],
)  # fmt: skip
def test_what_is_no_window_is_refused(text: str, why: str) -> None:
    with pytest.raises(WindowUnreadable, match=why):
        Window.parse(text)


@pytest.mark.parametrize("every", ["", "d", "0d", "-1d", "week", "30", "1.5d"])
def test_what_is_no_length_is_refused(every: str) -> None:
    with pytest.raises(WindowUnreadable, match="cuts nothing"):
        Window.parse("2016-01-01..2017-01-01").cut(every)


def test_too_many_windows_and_none_are_refused() -> None:
    with pytest.raises(WindowUnreadable, match="more than 500"):
        Window.parse("2000-01-01..2010-01-01").cut("1d")
    with pytest.raises(WindowUnreadable, match="shorter"):
        Window.parse("2000-01-01..2000-06-01").cut("year")


def test_a_month_that_has_no_such_day_is_refused() -> None:
    with pytest.raises(WindowUnreadable, match="cuts nothing"):
        Window.parse("2016-01-31..2017-01-01").cut("month")


def test_a_window_that_has_not_ended_is_refused() -> None:
    with pytest.raises(WindowOpen, match="ends after now"):
        Window.parse("2016-01-01..2027-01-01").require_ended("2026-11-23T07:00:00Z")
