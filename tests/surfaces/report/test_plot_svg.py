"""Histograms and curves: what is drawn is what the numbers say, and it is said in words as well."""

import re

import pytest
from tests.surfaces.report.parsed import parsed

from evenhand.surfaces.report.curve_svg import curve_svg
from evenhand.surfaces.report.histogram_svg import histogram_svg
from evenhand.surfaces.report.html import as_html
from evenhand.surfaces.report.markdown import as_markdown
from evenhand.surfaces.report.text import as_text
from evenhand.surfaces.report.tree import Axis, Curve, Histogram, Report, Series, Table, Trace

TABLE = Table(caption="Shares", header=("range", "before", "now"), rows=[("0 to 1", "25%", "50%")])
SHARES = ((0.25, 0.75, 0.0), (0.5, 0.4, 0.1))


def histogram(*, edges: tuple[str, ...] = ("0", "1", "2"), name: str = "now") -> Histogram:
    """Two tables, two slots of values and one of gaps."""
    return Histogram(
        title="age", finding="Older than before.", table=TABLE, slots=("0 to 1", "1 to 2", "null"), edges=edges,
        series=[Series(name="before", shares=SHARES[0]), Series(name=name, shares=SHARES[1])], n_apart=1,
    )  # fmt: skip


CURVE = Curve(
    title="Reliability", finding="Too sure.", table=TABLE, diagonal="what is said happens",
    across=Axis(name="score", ticks=((0.0, "0"), (1.0, "1"))), up=Axis(name="share", ticks=((0.0, "0"), (1.0, "1"))),
    traces=[
        Trace(name="all", points=((0.0, 0.0), (0.5, 1.0)), intervals=((0.0, 0.1), (0.8, 1.0)), is_marked=True),
        Trace(name="f", points=((0.0, 0.5), (1.0, 1.0))),
    ],
)  # fmt: skip


def test_columns_are_as_high_as_their_shares() -> None:
    before, now = (
        [float(each) for each in re.findall(r"v(-[\d.]+)h", path.attributes["d"])]
        for path in parsed(histogram_svg(histogram(), "h")).all("path")
        if path.attributes["class"] in ("was", "now")
    )

    assert before == pytest.approx([before[0], 3 * before[0]], abs=0.2)
    assert now == pytest.approx([2 * before[0], 1.6 * before[0], 0.4 * before[0]], abs=0.2)


def test_names_are_rows_as_long_as_their_shares() -> None:
    root = parsed(histogram_svg(histogram(edges=()), "h"))
    now = next(path for path in root.all("path") if path.attributes["class"] == "now")
    sizes = [float(each) for each in re.findall(r"h([\d.]+)v", now.attributes["d"])]

    assert sizes == pytest.approx([sizes[0], 0.8 * sizes[0], 0.2 * sizes[0]], abs=0.2)
    assert {"0 to 1", "1 to 2", "null"} <= {text.text for text in root.all("text")}


@pytest.mark.parametrize(
    "drawing", [histogram_svg(histogram(), "p"), curve_svg(CURVE, "p")], ids=["histogram", "curve"]
)
def test_a_drawing_has_a_title_and_says_what_is_seen(drawing: str) -> None:
    root = parsed(drawing).all("svg")[0]

    assert root.attributes["role"] == "img"
    assert root.attributes["aria-labelledby"].split() == [each.attributes["id"] for each in root.all("title", "desc")]
    assert all(each.text for each in root.all("title", "desc"))


def test_a_curve_begins_and_ends_where_it_should() -> None:
    root = parsed(curve_svg(CURVE, "c"))
    line = next(path for path in root.all("path") if path.attributes["class"] == "curve one")
    diagonal = next(path for path in root.all("path") if path.attributes["class"] == "limit")

    assert line.attributes["d"].split("L")[0] == diagonal.attributes["d"].split("L")[0]
    assert len(root.all("circle")) == 2
    assert "dotted: what is said happens" in {text.text for text in root.all("text")}


def test_no_name_of_a_table_leaves_the_drawing() -> None:
    root = parsed(as_html(Report(title="t", lead="l", parts=[histogram(name="<script>alert(1)</script>" * 9)])))

    assert not root.all("script")
    assert max(len(text.text) for text in root.all("svg")[0].all("text")) <= 30


@pytest.mark.parametrize("write", [as_text, as_markdown])
def test_what_draws_nothing_gives_finding_and_numbers(write: object) -> None:
    text = write(Report(title="t", lead="l", parts=[histogram(), CURVE]))  # type: ignore[operator]

    assert "Older than before." in text
    assert "Too sure." in text
    assert "25" in text


def test_a_series_fits_its_slots() -> None:
    with pytest.raises(ValueError, match="another length"):
        Histogram(title="x", finding="", table=TABLE, slots=("a",), series=[Series(name="now", shares=(0.1, 0.2))])
