"""The matrix says what ran, what it found, what is only stated and what is missing, and never that all is well."""

import pytest
from tests.scenarios.stage import Stage

import evenhand
from evenhand.errors.number import ReferenceUnreadable
from evenhand.errors.workspace import NotFound
from evenhand.kernel.reference import Reference

Released = tuple[Stage, Reference]


def test_show_principles_places_checks_evidence_and_gaps(released: Released) -> None:
    stage, version = released
    shown = evenhand.show_principles(version, workspace=stage.workspace)
    cells = {(each["principle"], each["phase"]): each for each in shown.as_json()["cells"]}

    fairness = cells["fairness", "evaluation"]
    assert {check["id"]: check["verdict"] for check in fairness["checks"]}[
        "true_positive_rate_difference by sex"
    ] == "pass"
    assert cells["human-oversight", "deployment"]["checks"][0]["predicate"] == "approvals"
    assert [each["kind"] for each in cells["fairness", "data"]["evidence"]] == ["data-sheet", "data-quality-report"]
    assert cells["privacy", "problem"]["state"] == "nothing"
    assert {"kind", "cited"} == set(cells["privacy", "problem"]["missing"][0])
    assert cells["privacy", "training"]["state"] == "not-asked"


def test_what_a_person_stated_is_shown_as_that(released: Released) -> None:
    stage, version = released
    (stage.root / "dpia.md").write_text("Assessed.")
    with stage.acting("cy"):
        evenhand.attest("dpia", version, file=stage.root / "dpia.md", workspace=stage.workspace)
    shown = evenhand.show_principles(version, workspace=stage.workspace)
    cells = {(each["principle"], each["phase"]): each for each in shown.as_json()["cells"]}

    assert cells["privacy", "problem"]["state"] == "attested"
    assert "dpia: stated by a person, not measured." in shown.as_html()


@pytest.mark.parametrize("about", ["loan@9", "nobody", "use-case:none", "\x00", "dataset:" + "x" * 5000])
def test_what_is_not_registered_is_refused(stage: Stage, about: str) -> None:
    with pytest.raises((NotFound, ReferenceUnreadable)):
        evenhand.show_principles(about, workspace=stage.workspace)


def test_the_pages_name_no_finding_that_a_law_is_met(released: Released) -> None:
    stage, version = released
    page = evenhand.show_principles(version, workspace=stage.workspace).as_html()

    assert "no finding that a principle or a law is met" in page
    assert "compliant" not in page.lower()
