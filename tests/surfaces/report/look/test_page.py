"""The report of a look: sentences first, what is missing in sight, every number once, all of it without a network."""

import re
from dataclasses import replace

import numpy as np
import pytest
from tests.surfaces.report.look.worked_look import groups_report
from tests.surfaces.report.parsed import parsed

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.table_report import Looked, Sentence, TableReport
from evenhand.surfaces.report.html import as_html
from evenhand.surfaces.report.look.page import look_report
from evenhand.surfaces.report.text import as_text
from evenhand.wiring.scan import TableScanner

REPORT = groups_report()
TEXT = as_text(look_report(REPORT, is_brief=True))
PAGE = as_html(look_report(REPORT))


def test_the_worst_sentence_stands_first_and_the_gaps_before_the_numbers() -> None:
    places = [TEXT.index(part) for part in (
        "Men are selected less", "Of everybody", "What could not be measured", "photo", "The numbers",
    )]  # fmt: skip

    assert places == sorted(places)


def test_an_undefined_number_is_shown_with_its_reason() -> None:
    told = as_text(look_report(_with_gap()))

    assert "No value for false positive rate ratio of sex m: The group holds no such rows." in told
    assert "[UNDEFINED]" not in told


def test_what_is_undefined_is_no_number_in_a_table() -> None:
    cells = [cell.text for cell in parsed(as_html(look_report(_with_gap()))).all("td")]

    assert "undefined" in cells
    assert not [cell for cell in cells if "nan" in cell.lower() or "None" in cell]


def _with_gap() -> TableReport:
    gap = Measurement(
        name="false_positive_rate_ratio", value=None, lower=None, upper=None, confidence=0.95, n=0, unit="ratio",
        method="none", groups={"sex": "m"}, undefined="The group holds no such rows.",
    )  # fmt: skip
    return replace(REPORT, measurements=(*REPORT.measurements, gap))


def test_a_page_shows_what_matters_first_and_opens_the_rest_on_demand() -> None:
    many = tuple(Sentence(text=f"Finding {at}.", weight=40 - at) for at in range(40))
    page = parsed(as_html(look_report(replace(REPORT, sentences=many))))
    folded = [each.text for each in page.all("summary")]

    assert "28 more findings" in folded
    assert any(title.startswith("All numbers by") for title in folded)
    assert sum(each.text.startswith("Finding ") for each in page.all("li")) == 40


@pytest.mark.parametrize("width", [80, 120])
def test_a_terminal_is_never_too_narrow(width: int) -> None:
    lines = as_text(look_report(REPORT, is_brief=True), width=width).splitlines()

    assert max(map(len, lines)) <= width


def test_a_page_needs_nothing_else() -> None:
    assert not re.search(r"https?:|//|url\(|@import|\bsrc=|href=|<script|<iframe|<link|\bon\w+=", PAGE)


def test_every_picture_says_what_is_seen_and_has_its_numbers() -> None:
    figures = parsed(PAGE).all("figure")

    assert len(figures) == 4
    for figure in figures:
        assert len(figure.all("figcaption")[0].text) > 20
        assert figure.all("svg")[0].all("title")
        assert figure.all("tbody")[0].all("tr")


def test_each_group_is_drawn_beside_everybody() -> None:
    texts = [text.text for text in parsed(PAGE).all("figure")[0].all("text")]

    assert {"f", "m", "everybody: 60.0%"} <= set(texts)


def test_a_ratio_below_four_fifths_is_not_shown_as_four_fifths() -> None:
    close = Measurement(name="selection_rate_ratio", value=0.7997, lower=0.79, upper=0.81, confidence=0.95, n=99,
                        unit="ratio", method="x", groups={"sex": "m"})  # fmt: skip
    page = as_html(look_report(replace(REPORT, measurements=(close,))))

    assert "0.7997" in page
    assert not re.search(r"0\.80\b|0\.800\b", parsed(page).all("main")[0].text)


def drift_of(n_columns: int, *, rows: int = 400) -> TableReport:
    """Two tables, their profiles, and the share of nulls of every column."""
    draw = np.random.default_rng(0)
    tables = [
        {f"column number {at}": draw.normal(size=rows) * 1000 + shift for at in range(n_columns)} for shift in (0, 50)
    ]
    scanner = TableScanner()
    plan = scanner.plan(tables[0])
    profiles = tuple(scanner.profile(table, plan) for table in tables)
    numbers = tuple(
        Measurement(name=name, value=0.1234, lower=0.1, upper=0.15, confidence=0.95, n=2 * rows, unit="share",
                    method="dkw-massart", column=column.name)
        for column in plan.columns
        for name in ("population_stability_index", "kolmogorov_smirnov", "total_variation_distance", "null_rate_change",
                     "wasserstein_distance", "jensen_shannon_distance", "hellinger_distance", "nan_rate_change")
    )  # fmt: skip
    sentences = tuple(
        Sentence(text=f"{column.name} moved: its median is 50 higher than before.", column=column.name)
        for column in plan.columns
    )
    looked = tuple(Looked(origin=f"{name}.parquet", n_rows=rows) for name in ("january", "february"))
    return TableReport(look="drift", tables=looked, measurements=numbers, sentences=sentences, profiles=profiles)


def test_a_page_of_two_hundred_columns_is_small() -> None:
    page = as_html(look_report(drift_of(200)))

    assert len(parsed(page).all("figure")) == 200
    assert len(page.encode()) <= 2**20


def test_a_terminal_is_not_flooded() -> None:
    text = as_text(look_report(drift_of(200), is_brief=True))

    assert len(text.splitlines()) < 120
    assert "and 188 more" in text
    assert "the first 40 of 200" in text


def test_two_tables_of_one_name_are_told_apart() -> None:
    found = replace(drift_of(1), tables=(Looked(origin="a.csv", n_rows=1), Looked(origin="a.csv", n_rows=1)))
    header = [cell.text for cell in parsed(as_html(look_report(found))).all("figure")[0].all("th")]

    assert header[:3] == ["number", "reference", "current"]


def test_names_from_a_file_stay_text() -> None:
    hostile = "<script>alert(1)</script>"
    found = replace(REPORT, problems=(hostile,), sentences=(Sentence(text=hostile),), choices={hostile: hostile})

    assert not parsed(as_html(look_report(found))).all("script")
