"""``search_ledger``: what was decided is found by its words, read from the ledger, and never out of what was sealed."""

import sqlite3
from dataclasses import replace

import pytest
from tests.scenarios.stage import Stage

import evenhand
from evenhand.errors.search import SearchUnreadable
from evenhand.kernel.reference import Reference
from evenhand.surfaces.sdk.opening import opened
from evenhand.workflows.act import signed_draft

Released = tuple[Stage, Reference]


def test_search_ledger_finds_the_reason_of_an_approval_with_who_and_where(released: Released) -> None:
    stage, version = released
    found = evenhand.search("agreed", about=str(version), kind="approval", workspace=stage.workspace)

    [hit] = found.hits
    assert (hit.passage.author, hit.passage.about, found.total) == ("bo", str(version), 1)
    assert "Read and «agreed»." in hit.snippet
    given = evenhand.list_entries(action="approval.given", workspace=stage.workspace)
    assert hit.passage.sequence in {entry.sequence for entry in given}


def test_what_is_recorded_later_is_found_and_a_false_index_shows_no_false_words(released: Released) -> None:
    stage, version = released
    evenhand.search("agreed", workspace=stage.workspace)
    with stage.acting("bo"):
        evenhand.answer_document("model-card", version, "owner", text="Zebra Ltd", workspace=stage.workspace)
    [hit] = evenhand.search("zebra", kind="answer", workspace=stage.workspace).hits
    with sqlite3.connect(stage.workspace / ".evenhand" / "cache_search.db") as index:
        index.execute(
            "UPDATE cache_passage SET words = 'rejected by everybody' WHERE rowid = ?", (hit.passage.sequence,)
        )
    index.close()
    forged = evenhand.search("rejected by everybody", workspace=stage.workspace)

    assert "«Zebra» Ltd" in hit.snippet
    assert all("everybody" not in each.snippet for each in forged.hits)


def test_what_is_sealed_is_never_found(stage: Stage) -> None:
    with stage.acting("ada"), opened(stage.workspace, "ada") as (place, identity):
        document = {"name": "note", "content": {"text": "okapi"}}
        draft = signed_draft(place, identity, action="policy.proposed", about="policy:note", document=document)
        place.ledger.append(replace(draft, sealed={"scheme": "none", "secret": "aardvark"}))

    assert evenhand.search("okapi", workspace=stage.workspace).total == 1
    assert evenhand.search("aardvark", workspace=stage.workspace).total == 0


@pytest.mark.parametrize("text", ["", " \n", "*** ()", " ".join(f"w{n}" for n in range(51))])
def test_a_search_without_a_word_or_with_too_many_is_refused(stage: Stage, text: str) -> None:
    with pytest.raises(SearchUnreadable, match="word"):
        evenhand.search(text, workspace=stage.workspace)
