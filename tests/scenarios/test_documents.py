"""Documents are filled from evidence, finished by people, filed, and say what is newer."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.scenarios.stage import Stage

import evenhand
from evenhand.errors.document import AnswerRefused, DocumentUnknown
from evenhand.errors.number import ReferenceUnreadable
from evenhand.errors.workspace import FileExists, NotFound
from evenhand.kernel.reference import Reference
from evenhand.surfaces.cli.entry import root
from evenhand.surfaces.sdk.documents import ShownDocument

Released = tuple[Stage, Reference]


def field(document: ShownDocument, name: str) -> Any:  # noqa: ANN401 - JSON
    [found] = [each for each in document.as_json()["fields"] if each["name"] == name]
    return found


def filled(document: ShownDocument) -> Any:  # noqa: ANN401 - JSON
    return document.as_json()["completeness"]["required"]["filled"]


def test_show_document_fills_a_model_card_from_evidence_with_its_digests(released: Released) -> None:
    stage, version = released
    card = evenhand.show_document("model-card", version, workspace=stage.workspace)

    overall = field(card, "overall")
    [source] = overall["sources"]
    assert (overall["state"], source["kind"], len(source["digest"])) == ("filled", "evaluation-report", 71)
    assert {each["name"] for each in overall["value"]} >= {"roc_auc", "accuracy"}
    assert field(card, "intended_purpose")["value"]["purpose"] == "Decide who is offered a small loan."
    assert field(card, "owner")["state"] == "gap"
    assert field(card, "shadow")["state"] == "not-applicable"
    assert "Empty. A person has to write it." in card.as_html()


def test_answer_document_closes_a_gap_and_the_ledger_still_follows_from_its_entries(released: Released) -> None:
    stage, version = released
    before = filled(evenhand.show_document("model-card", version, workspace=stage.workspace))
    with stage.acting("bo"):
        evenhand.answer_document("model-card", version, "owner", text="Bo Li", workspace=stage.workspace)
    card = evenhand.show_document("model-card", version, workspace=stage.workspace)

    assert filled(card) == before + 1
    assert (field(card, "owner")["written"]["text"], field(card, "owner")["written"]["author"]) == ("Bo Li", "bo")
    with stage.acting("bo"):
        assert evenhand.verify_log(rebuild=True, workspace=stage.workspace).is_whole


def test_what_software_began_is_confirmed_as_it_stands(released: Released) -> None:
    stage, version = released
    began = field(evenhand.show_document("technical-file", version, workspace=stage.workspace), "annex_iv_2g")
    with stage.acting("bo"):
        evenhand.answer_document("technical-file", version, "annex_iv_2g", text=None, workspace=stage.workspace)
    done = field(evenhand.show_document("technical-file", version, workspace=stage.workspace), "annex_iv_2g")

    assert (began["state"], done["state"], done["value"]) == ("begun", "filled", began["value"])


def test_an_answer_beside_older_evidence_is_stale(released: Released) -> None:
    stage, version = released
    with stage.acting("bo"):
        evenhand.answer_document("technical-file", version, "annex_iv_2g", text="Seen.", workspace=stage.workspace)
    fresh = evenhand.show_document("technical-file", version, workspace=stage.workspace)
    stage.evaluate(version)
    later = evenhand.show_document("technical-file", version, workspace=stage.workspace)

    assert (field(fresh, "annex_iv_2g")["state"], field(later, "annex_iv_2g")["state"]) == ("filled", "stale")


def test_record_document_files_evidence_that_is_stale_once_something_newer_is_filed(released: Released) -> None:
    stage, version = released
    with stage.acting("ada"):
        evenhand.record_document("technical-file", version, workspace=stage.workspace)
    filed = evenhand.show_document("technical-file", version, workspace=stage.workspace).as_json()["recorded"]
    stage.evaluate(version)
    later = evenhand.show_document("technical-file", version, workspace=stage.workspace).as_json()["recorded"]

    assert (filed["stale"], later["stale"]) == (False, True)
    assert "evaluation-report" in later["newer"]


def test_the_decision_log_tells_every_decision_in_the_order_of_the_ledger(released: Released) -> None:
    stage, version = released
    with stage.acting("bo"):
        evenhand.create_deployment("loan-live", environment="production", use_case="loan", workspace=stage.workspace)
    with stage.acting("ada"):
        evenhand.promote(version, "loan-live", why="First.", workspace=stage.workspace)
    with stage.acting("cy"):
        evenhand.stop("loan-live", why="A complaint.", workspace=stage.workspace)
    log = evenhand.show_document("decision-log", version, workspace=stage.workspace)
    told = [(each["decision"], each["decider"], each["reasons"]) for each in field(log, "decision")["value"]]

    assert told == [
        ("approve", "bo as model-owner", "Read and agreed."), ("release for production", "ada", None),
        ("make loan@1 the champion", "ada", "First."), ("suspend", "cy", "A complaint."),
    ]  # fmt: skip
    assert field(log, "id")["value"] == sorted(field(log, "id")["value"])


def test_a_filed_document_is_no_source_of_its_next_form_and_counts_as_evidence(released: Released) -> None:
    stage, version = released
    before = evenhand.show_document("data-sheet", version, workspace=stage.workspace).as_json()
    with stage.acting("ada"):
        for kind in ("data-sheet", "technical-file"):
            evenhand.record_document(kind, version, workspace=stage.workspace)
    after = evenhand.show_document("data-sheet", version, workspace=stage.workspace).as_json()
    cells = evenhand.show_principles(version, workspace=stage.workspace).matrix.cells

    assert (after["fields"], after["completeness"]) == (before["fields"], before["completeness"])
    assert "technical-file" in {each.kind for each in cells["accountability", "deployment"].evidence}


def test_a_release_makes_no_confirmed_field_stale_whose_words_it_does_not_change(stage: Stage) -> None:
    version = stage.register()
    stage.evaluate(version)
    with stage.acting("bo"):
        evenhand.answer_document("technical-file", version, "annex_iv_1a", text=None, workspace=stage.workspace)
    stage.submit(version)
    stage.approve(version)
    stage.release(version)

    assert (
        field(evenhand.show_document("technical-file", version, workspace=stage.workspace), "annex_iv_1a")["state"]
        == "filled"
    )


def test_a_pack_holds_the_answers_and_still_verifies(released: Released, tmp_path: Path) -> None:
    stage, version = released
    with stage.acting("bo"):
        evenhand.answer_document("model-card", version, "owner", text="Bo Li", workspace=stage.workspace)
    with stage.acting("ada"):
        evenhand.record_document("model-card", version, workspace=stage.workspace)
        evenhand.pack(version, tmp_path / "kept.zip", environment="production", workspace=stage.workspace)

    assert evenhand.verify(tmp_path / "kept.zip", trust=stage.trust).exit_code == 0


@pytest.mark.parametrize(
    ("kind", "about", "name", "text", "refusal", "words"),
    [
        ("model-crd", "loan@1", "owner", "Bo", DocumentUnknown, "did you mean model-card"),
        ("model-card", "loan@1", "ownr", "Bo", DocumentUnknown, "did you mean owner"),
        ("model-card", "loan@9", "owner", "Bo", NotFound, "not registered"),
        ("model-card", "\x00", "owner", "Bo", ReferenceUnreadable, "reference"),
        ("data-sheet", "dataset:none@1", "purpose", "Bo", NotFound, "not registered"),
        ("model-card", "loan@1", "owner", " \n", AnswerRefused, "blank"),
        ("model-card", "loan@1", "owner", None, AnswerRefused, "nothing to confirm"),
        ("model-card", "loan@1", "owner", "x" * 20_001, AnswerRefused, "20,000"),
    ],
)
def test_bad_answers_are_refused_in_words(
    released: Released, kind: str, about: str, name: str, text: str | None, refusal: type[Exception], words: str
) -> None:
    stage, _ = released
    with stage.acting("bo"), pytest.raises(refusal, match=words):
        evenhand.answer_document(kind, about, name, text=text, workspace=stage.workspace)


def test_a_page_goes_over_an_earlier_page_and_over_nothing_else(
    released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, version = released
    monkeypatch.setenv("EVENHAND_WORKSPACE", str(stage.workspace))
    page, other = tmp_path / "card.html", tmp_path / "mine.txt"
    other.write_text("mine")
    short = ["document", "model-card", str(version), "--html"]
    for _ in range(2):
        assert CliRunner().invoke(root, [*short, str(page)], catch_exceptions=False).exit_code == 0
    refused = CliRunner().invoke(root, [*short, str(other)])

    assert isinstance(refused.exception, FileExists)
    assert other.read_text() == "mine"
