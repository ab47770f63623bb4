"""Pages of documents and of the matrix: self-contained, closed in their places, deaf to whatever stands in them."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.surfaces.report.parsed import Element, parsed

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of
from evenhand.lifecycle.data.paper import Question
from evenhand.lifecycle.release.document import GovernedDocument, Written, fields_of
from evenhand.lifecycle.release.matrix import Matrix, MatrixCell, MissingKind, RanCheck
from evenhand.lifecycle.release.source import Found, Source
from evenhand.surfaces.report.document.page import document_report
from evenhand.surfaces.report.html import as_html
from evenhand.surfaces.report.markdown import as_markdown
from evenhand.surfaces.report.principle.page import principles_report
from evenhand.surfaces.report.text import as_text

AT = "2026-01-01T00:00:00.000000Z"
FEW: Json = {"name": "selection_rate", "groups": {"sex": "x"}, "value": "0.66", "lower": "0.2", "upper": "0.9", "n": 3}
WOMEN: Json = {
    "name": "selection_rate",
    "groups": {"sex": "f"},
    "value": "0.47",
    "lower": "0.45",
    "upper": "0.49",
    "n": 400,
}
hostile = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["<script>alert(1)</script>", '"><img src=x onerror=y>', "</title></style>", "\x00\x1b[2J\u202e"]),
)  # fmt: skip


def document(text: str = "Bo Li", *, mode: str = "governed", many: int = 2) -> GovernedDocument:
    questions = [
        Question(section="use", name="owner", text="Owner", fill="human", required="always"),
        Question(section="use", name="licence", text="Licence", fill="human", required="always"),
        Question(section="results", name="by_group", text="By group", fill="auto", required="always"),
        Question(section="results", name="notes", text="Notes", fill="mixed", required="always"),
    ]
    source = Source(
        kind="fairness-report", about="loan@1", digest=digest_of(b"x"), made_at=AT, author=text or "x", body={}
    )  # fmt: skip
    found = {
        "by_group": Found(answer=[WOMEN, FEW] * (many // 2), sources=(source,)),
        "notes": Found(answer={"a": {"n": 1, "text": text}, "b": {"n": 2, "text": text}}, sources=(source,)),
    }  # fmt: skip
    answer = Written(text=text, is_not_applicable=False, author="bo", at=AT, digest=digest_of(b"y"))
    return GovernedDocument(
        kind="model-card", title="Model card", origin=(text,), about="loan@1", mode=mode, entries=9,
        fields=fields_of(questions, found=found, written={"owner": answer}, tier=4),  # type: ignore[arg-type]
    )  # fmt: skip


def matrix(text: str = "It passes.") -> Matrix:
    check = RanCheck(gate="g", id=text, predicate="metric", verdict="fail", reason=text, at=AT, about="loan@1")
    missing = (MissingKind(kind="dpia", cited=(text, text, text)),)
    cells = {
        ("fairness", "data"): MatrixCell(
            principle="fairness", phase="data", checks=(check,), evidence=(), missing=missing
        ),
        ("fairness", "training"): MatrixCell(
            principle="fairness", phase="training", checks=(), evidence=(), missing=()
        ),
    }  # fmt: skip
    return Matrix(
        about="loan@1", names=("loan@1", text), mode="governed", entries=9, principles=("fairness",),
        phases=("data", "training"), cells=cells,
    )  # fmt: skip


def rows(page: str) -> list[list[str]]:
    return [[cell.text for cell in row.all("th", "td")] for row in parsed(page).all("tr")]


@pytest.mark.parametrize(
    "report", [document_report(document()), principles_report(matrix())], ids=["document", "matrix"]
)
def test_a_page_fetches_nothing_runs_nothing_and_names_its_tables(report: object) -> None:
    page = as_html(report)  # type: ignore[arg-type]

    assert not re.search(r"https?:|//|url\(|@import|\bsrc=|href=|<script|<iframe|<link|\bon\w+=", page)
    assert all(table.all("caption") for table in parsed(page).all("table"))
    assert all(_scope(cell) for cell in parsed(page).all("th"))


def _scope(cell: Element) -> str:
    return cell.attributes.get("scope", "")


@settings(max_examples=20, deadline=None)
@given(hostile)
@example("<script>alert(1)</script>")
def test_text_of_others_stays_text_in_every_form(text: str) -> None:
    for report in (document_report(document(text)), principles_report(matrix(text))):
        page = as_html(report)
        assert {element.tag for element in parsed(page).all()} & {"script", "img", "svg", "iframe"} == set()
        assert "\x1b" not in as_text(report) + as_markdown(report)


def test_a_gap_is_visibly_empty_and_says_who_fills_it() -> None:
    [gap] = [row for row in rows(as_html(document_report(document()))) if row[0].startswith("licence")]

    assert gap == ["licence: Licence", "gap", "Empty. A person has to write it.", "to be filled by a person"]


def test_an_answer_stands_with_its_author_and_day() -> None:
    [owner] = [row for row in rows(as_html(document_report(document()))) if row[0].startswith("owner")]

    assert owner[1:3] == ["filled", "Bo Li"]
    assert owner[3].startswith("bo, 2026-01-01 ")


def test_of_a_few_people_nothing_is_told() -> None:
    found = rows(as_html(document_report(document())))

    assert ["selection_rate", "sex x", "withheld", "fewer\u00a0than 5"] in [
        [each.replace("fewer than\u00a05", "fewer\u00a0than 5") for each in row] for row in found
    ]
    assert any("47.0%" in cell for row in found for cell in row)


def test_a_long_list_is_cut_and_says_so() -> None:
    page = as_html(document_report(document(many=100)))

    assert "the first 40 of 100" in page


def test_a_demonstration_is_stamped() -> None:
    assert "Demonstration: one person plays all parts." in as_html(document_report(document(mode="demonstration")))
