"""Drawings: lengths are what the numbers say."""

from itertools import pairwise

import pytest
from tests.surfaces.report.parsed import Element, parsed

from evenhand.surfaces.report.svg import svg
from evenhand.surfaces.report.tree import Bar, Figure, Limit, Table

TABLE = Table(caption="c", header=("Group", "Value"), rows=())


def drawn(*bars: Bar, origin: float | None = 0.0, limits: tuple[Limit, ...] = ()) -> Element:
    """A figure from 0 to 1."""
    figure = Figure(
        title="Shares", finding="They differ.", bars=bars, table=TABLE, origin=origin, limits=limits,
        ticks=((0.0, "0%"), (0.5, "50%"), (1.0, "100%")),
    )  # fmt: skip
    return parsed(svg(figure, "f1"))


def bar(label: str, value: float, spread: float = 0.1) -> Bar:
    """A bar with its interval."""
    return Bar(label=label, value=value, lower=value - spread, upper=value + spread, shown=f"{value:.0%}")


def test_bars_are_as_long_as_their_values() -> None:
    half, quarter = drawn(bar("a", 0.5), bar("b", 0.25)).all("rect")

    assert float(half.attributes["width"]) == pytest.approx(2 * float(quarter.attributes["width"]), abs=0.2)


def test_an_interval_begins_and_ends_where_it_should() -> None:
    root = drawn(bar("a", 0.5, 0.5))
    ticks = [line for line in root.all("line") if line.attributes["class"] == "tick"]
    interval = next(line for line in root.all("line") if line.attributes["class"] == "interval")

    assert (interval.attributes["x1"], interval.attributes["x2"]) == (
        ticks[0].attributes["x1"],
        ticks[-1].attributes["x1"],
    )


def test_what_has_no_value_is_named_and_not_drawn() -> None:
    root = drawn(Bar(label="few", value=None, lower=None, upper=None, shown="withheld"))

    assert not root.all("rect", "circle")
    assert {"few", "withheld"} <= {text.text for text in root.all("text")}


def test_points_stand_where_there_is_no_origin() -> None:
    root = drawn(bar("a", 0.5), origin=None)

    assert len(root.all("circle")) == 1
    assert not root.all("rect")


def test_limits_are_drawn_with_their_words() -> None:
    root = drawn(bar("a", 0.5), limits=(Limit(value=0.8, text="at least 80%", tone="bad"),))

    assert "at least 80%" in {text.text for text in root.all("text")}
    assert any(line.attributes["class"] == "limit bad" for line in root.all("line"))


@pytest.mark.parametrize("label", ["American Indian or Alaska Native, tribe not stated (5)", "x" * 500, "東" * 60])
def test_a_long_label_takes_two_lines_at_most(label: str) -> None:
    small = [text for text in drawn(bar(label, 0.5)).all("text") if text.attributes.get("class") == "long"]

    assert 1 <= len(small) <= 2
    assert all(len(text.text) <= 35 for text in small)


def test_rows_stand_under_each_other() -> None:
    tops = [float(rect.attributes["y"]) for rect in drawn(*(bar(str(at), 0.5) for at in range(5))).all("rect")]

    assert {below - above for above, below in pairwise(tops)} == {26.0}
