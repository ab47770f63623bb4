"""The page: self-contained, readable by machines and by people, deaf to whatever stands in it."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.surfaces.report.parsed import Element, parsed
from tests.surfaces.report.worked_review import REVIEW

from evenhand.lifecycle.release.gap import Gap
from evenhand.surfaces.report.harmless import harmless
from evenhand.surfaces.report.html import MARKER, as_fragment, as_html
from evenhand.surfaces.report.review.page import review_report
from evenhand.surfaces.report.tree import Code, Heading, Listing, Mark, Paragraph, Report, Table

PAGE = as_html(review_report(REVIEW))
ROOT = parsed(PAGE)
TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "h4", "p", "div", "section",
    "span", "code", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption",
    "strong", "svg", "desc", "text", "line", "rect", "circle",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "role", "aria-label", "aria-labelledby", "tabindex",
    "id", "scope", "viewbox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "text-anchor",
}  # fmt: skip
hostile = st.one_of(
    st.text(),
    st.sampled_from([
        "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'--><svg onload=x>", "</title></style>",
        "&lt;b&gt;", "\x00\x1b[31m\u202e", "javascript:alert(1)", "{{7*7}}", "]]>", "<a href='http://evil.example'>",
    ]),
)  # fmt: skip


def test_nothing_is_fetched_and_nothing_runs() -> None:
    assert not re.search(r"https?:|//|url\(|@import|\bsrc=|href=|<script|<iframe|<link|\bon\w+=", PAGE)
    assert "default-src 'none'" in PAGE


def test_only_known_elements_and_attributes_stand_on_the_page() -> None:
    everything = ROOT.all()

    assert {element.tag for element in everything} <= TAGS
    assert {name for element in everything for name in element.attributes} <= ATTRIBUTES


@settings(max_examples=20)
@given(hostile, hostile, hostile)
@example("<script>alert(1)</script>", "</style><script>", '" onload="x')
def test_text_of_others_stays_text(name: str, meaning: str, reason: str) -> None:
    review = replace(
        REVIEW, purpose=name, meanings={"sex": {"1": meaning, "2": name}}, gaps=(Gap(kind="rows", text=reason),),
        rule=reason, submitter=name or "x", decisions=(replace(REVIEW.decisions[0], reason=reason, role=name),),
        accounts=tuple(replace(each, attribute="sex", groups=tuple(
            replace(group, meaning=meaning) for group in each.groups
        )) for each in REVIEW.accounts),
    )  # fmt: skip

    root = parsed(as_html(review_report(review)))

    assert {element.tag for element in root.all()} <= TAGS
    assert {attribute for element in root.all() for attribute in element.attributes} <= ATTRIBUTES
    assert harmless(name) in root.all("main")[0].text.replace("\u00a0", " ")


@settings(max_examples=20)
@given(hostile)
def test_no_name_leaves_the_footer_of_the_printed_page(text: str) -> None:
    style = parsed(as_html(Report(title="t", lead="l", footer=text, parts=[]))).all("style")[0].text
    footer = style[style.index("@bottom-left") :]

    assert re.fullmatch(r'@bottom-left\{content:"[A-Za-z0-9@.,: _-]*"\}.*', footer, re.DOTALL)


def test_headings_form_a_ladder_under_one_title() -> None:
    levels = [int(element.tag[1]) for element in ROOT.all("h1", "h2", "h3", "h4")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_heads_with_a_scope() -> None:
    tables = ROOT.all("table")

    assert tables
    for table in tables:
        assert table.all("caption")[0].text
        assert all(head.attributes["scope"] in ("col", "row") for head in table.all("th"))
        rows = table.all("tbody")[0].all("tr")
        assert all(row.all("th", "td")[0].tag == "th" for row in rows)
        assert {len(row.all("th", "td")) for row in table.all("tr")} == {len(table.all("thead")[0].all("th"))}


def test_ids_are_unique_and_labels_point_at_something() -> None:
    ids = [element.attributes["id"] for element in ROOT.all() if "id" in element.attributes]
    named = [name for element in ROOT.all() for name in element.attributes.get("aria-labelledby", "").split()]

    assert len(ids) == len(set(ids))
    assert set(named) <= set(ids)


def test_boxes_that_scroll_are_reached_by_keyboard_and_have_names_of_their_own() -> None:
    captions = {element.attributes["id"]: element.text for element in ROOT.all("caption")}
    boxes = [element for element in ROOT.all("div") if element.attributes.get("class") == "scroll"]
    names = [box.attributes.get("aria-label") or captions[box.attributes["aria-labelledby"]] for box in boxes]

    assert all(box.attributes["tabindex"] == "0" for box in boxes)
    assert len(names) == len(set(names))


def test_each_figure_says_what_it_shows_and_has_the_same_numbers_as_a_table() -> None:
    figures = ROOT.all("figure")

    assert figures
    for figure in figures:
        [drawing], [table] = figure.all("svg"), figure.all("table")
        assert drawing.all("desc")[0].text in figure.all("figcaption")[0].text
        cells = " ".join(cell.text for cell in table.all("td", "th")).replace("\u00a0", " ")
        for interval in re.findall(r"\[[-+0-9.]+%?, [-+0-9.]+%?\]", _drawn(drawing)):
            assert interval in cells


def _drawn(drawing: Element) -> str:
    return " ".join(text.text for text in drawing.all("text")).replace("\u00a0", " ")


def test_a_fragment_brings_its_style_and_no_page() -> None:
    fragment = as_fragment(review_report(REVIEW))

    assert not parsed(fragment).all("html", "head", "body", "meta", "main", "script")
    assert all(
        selector.strip().startswith((".evenhand", "body.evenhand-page", "@", "--"))
        for selector in re.findall(r"^\s*([^\s{}][^{};]*)\{", parsed(fragment).all("style")[0].text, re.MULTILINE)
    )


def test_two_reviews_in_one_notebook_share_no_name() -> None:
    one, other = (as_fragment(review_report(replace(REVIEW, about=about))) for about in ("loan@2", "loan@3"))

    assert set(re.findall(r'id="([^"]+)"', one)).isdisjoint(re.findall(r'id="([^"]+)"', other))


def test_a_page_begins_with_its_marker_and_is_small() -> None:
    assert PAGE.startswith(MARKER)
    assert len(PAGE) < 60_000


def test_marks_and_code_are_set_apart_by_word_and_not_by_colour_alone() -> None:
    line = ("See ", Mark(text="fail", tone="bad"), " and ", Code(text="evenhand judge"), ".")

    page = parsed(as_html(Report(title="t", lead="l", parts=[Paragraph(line=line), Listing(lines=[line])])))

    assert [element.text for element in page.all("p", "li")][1:] == ["See fail and evenhand judge."] * 2


def test_a_part_that_nobody_knows_is_refused() -> None:
    with pytest.raises(TypeError, match="no page for int"):
        as_html(Report(title="t", lead="l", parts=[3]))  # type: ignore[list-item]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="another length"):
        Table(caption="c", header=("a", "b"), rows=[("1",)])


def test_a_heading_has_the_level_that_it_was_given() -> None:
    page = parsed(as_html(Report(title="t", lead="l", parts=[Heading(text="deep", level=4)])))

    assert page.all("h4")[0].text == "deep"
