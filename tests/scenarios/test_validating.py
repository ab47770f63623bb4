"""The workflow validate_target: a report by people who did not build the model, and findings that have to be closed."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.scenarios.stage import Stage

import evenhand
from evenhand.errors.release import RoleMissing, SecondPersonNeeded
from evenhand.errors.validation import ValidationContradicts, ValidationUnreadable
from evenhand.kernel.reference import Reference

FOUND = """
findings:
  - {severity: high, text: Young people are missing., owner: ada, due: "2027-03-01"}
  - {severity: low, text: A column has no description., owner: data-steward, due: "2027-06-01"}
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "report.md").write_text("# Validation\n\nWe trained it again.\n")
    (tmp_path / "found.yaml").write_text(FOUND)
    (tmp_path / "found.csv").write_text("severity,text,owner,due\nlow,Late,ada,2027-01-01\n")
    return tmp_path / "report.md"


@pytest.fixture
def given(stage: Stage) -> tuple[Stage, Reference]:
    """Ada, who built the version, and Cy hold the role."""
    version = stage.register()
    for name, roles in (("ada", ["developer", "model-owner"]), ("cy", ["model-risk", "compliance"])):
        key = _key(stage, name)
        with stage.acting("bo"):
            evenhand.propose_actor(
                name, person=name, display=name, roles=[*roles, "independent-validation"], keys=[key],
                workspace=stage.workspace,
            )  # fmt: skip
        stage.confirm(f"actor:{name}", by="cy" if name == "ada" else "ada")
    return stage, version


def test_report_and_findings_stand_together(given: tuple[Stage, Reference], report: Path) -> None:
    stage, version = given
    with stage.acting("cy"):
        done = evenhand.validate(
            version, report=report, rating="validated-with-findings", findings=report.parent / "found.yaml",
            workspace=stage.workspace,
        )  # fmt: skip
        found = evenhand.list_findings(about=str(version), workspace=stage.workspace)

    assert list(done.findings) == ["F-1", "F-2"]
    assert [(each.body["severity"], each.body["owner"], each.body["is_open"]) for each in found] == [
        ("high", "ada", True), ("low", "data-steward", True),
    ]  # fmt: skip
    assert found[0].body["source"] == found[1].body["source"] is not None


def test_who_built_it_or_lacks_the_role_cannot(given: tuple[Stage, Reference], report: Path) -> None:
    stage, version = given
    with stage.acting("ada"), pytest.raises(SecondPersonNeeded, match="ada is the author"):
        evenhand.validate(version, report=report, rating="validated", workspace=stage.workspace)
    with stage.acting("bo"), pytest.raises(RoleMissing, match="bo does not hold"):
        evenhand.validate(version, report=report, rating="validated", workspace=stage.workspace)
    with stage.acting("bo"), pytest.raises(RoleMissing, match="bo does not hold"):
        evenhand.attest("independent-validation-report", version, file=report, workspace=stage.workspace)


def test_a_rating_that_denies_its_findings_is_refused(given: tuple[Stage, Reference], report: Path) -> None:
    stage, version = given
    with stage.acting("cy"):
        for rating, findings, words in (
            ("validated", "found.yaml", "validated, and 2 findings"),
            ("validated-with-findings", None, "and no finding"),
            ("not-validated", "found.csv", "no critical or high finding"),
        ):
            with pytest.raises(ValidationContradicts, match=words):
                evenhand.validate(
                    version, report=report, rating=rating, workspace=stage.workspace,
                    findings=() if findings is None else report.parent / findings,
                )  # fmt: skip


def test_the_content_and_not_the_name_says_what_a_report_is(given: tuple[Stage, Reference], tmp_path: Path) -> None:
    stage, version = given
    word = BytesIO()
    with ZipFile(word, "w") as parts:
        parts.writestr("word/document.xml", "<w/>")
    good = {"a.docx": word.getvalue(), "b.pdf": b"%PDF-1.7\n"}
    bad = {"c.pdf": b"MZ\x00\x01", "d.docx": b"PK\x03\x04 broken", "e.md": b"\n \n"}
    with stage.acting("cy"):
        for name, content in good.items():
            (tmp_path / name).write_bytes(content)
            evenhand.validate(version, report=tmp_path / name, rating="validated", workspace=stage.workspace)
        for name, content in bad.items():
            (tmp_path / name).write_bytes(content)
            with pytest.raises(ValidationUnreadable, match="neither Markdown, Word nor PDF"):
                evenhand.validate(version, report=tmp_path / name, rating="validated", workspace=stage.workspace)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("findings: [{severity: awful, text: x, owner: a, due: '2027-01-01'}]", "none of critical"),
        ("findings: [{severity: low, text: ' ', owner: a, due: '2027-01-01'}]", "text is blank"),
        ("findings: [{severity: low, text: x, owner: a, due: tomorrow}]", "no day such as"),
        ("findings: [{severity: low, text: x, owner: a}]", "due is missing"),
        ("findings: nothing", "no list"),
    ],
)
def test_findings_that_do_not_read_are_named(report: Path, text: str, words: str) -> None:
    (report.parent / "bad.yaml").write_text(text)
    with pytest.raises(ValidationUnreadable, match=words):
        evenhand.validate("loan@1", report=report, rating="not-validated", findings=report.parent / "bad.yaml")


def _key(stage: Stage, name: str) -> str:
    with stage.acting(name):
        return evenhand.list_identities()[name].text
