"""Documents, the matrix, searches and retirements asked for badly: each refused by its name, and nothing recorded."""

import stat

import pytest
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import entries, refused, typed

from evenhand.kernel.reference import Reference

Released = tuple[Stage, Reference]
ANSWER = ("document", "answer", "model-card", "loan@1", "owner")
PROPOSE = ("retire", "propose", "loan@1", "--reason", "Old.", "--successor", "none", "--on", "2020-01-01")
WORDS: dict[str, tuple[tuple[str, ...], str, int]] = {
    "no such document": (("document", "model-crd", "loan@1"), "DOCUMENT-UNKNOWN", 2),
    "no such version": (("document", "model-card", "loan@9"), "NOT-FOUND", 2),
    "no reference": (("document", "model-card", "loan"), "REFERENCE-UNREADABLE", 2),
    "no such dataset": (("document", "data-sheet", "dataset:people@1"), "NOT-FOUND", 2),
    "nothing to be about": (("document", "model-card"), "COMMAND-UNCLEAR", 2),
    "page in no folder": (("document", "model-card", "loan@1", "--html", "/no/such/x.html"), "FILE-UNWRITABLE", 4),
    "no such field": ((*ANSWER[:4], "ownr", "--text", "Bo"), "DOCUMENT-UNKNOWN", 2),
    "neither text nor confirmation": (ANSWER, "COMMAND-UNCLEAR", 2),
    "text and confirmation": ((*ANSWER, "--text", "Bo", "--confirm"), "COMMAND-UNCLEAR", 2),
    "nothing to confirm": ((*ANSWER, "--confirm"), "ANSWER-REFUSED", 1),
    "blank answer": ((*ANSWER, "--text", " "), "ANSWER-REFUSED", 1),
    "needed by all": ((*ANSWER, "--text", "No.", "--not-applicable"), "ANSWER-REFUSED", 1),
    "a document that is no evidence": (("document", "record", "event-log-x", "loan@1"), "DOCUMENT-UNKNOWN", 2),
    "a document that no gate asks for": (("document", "record", "incident-report", "loan@1"), "DOCUMENT-UNKNOWN", 2),
    "matrix of nothing": (("principles", "deployment:none"), "NOT-FOUND", 2),
    "search for nothing": (("search", "--", "***"), "SEARCH-UNREADABLE", 2),
    "search without a word": (("search",), "COMMAND-UNCLEAR", 2),
    "search for less than one": (("search", "x", "--limit", "0"), "COMMAND-UNCLEAR", 2),
    "consumers of nothing": (("consumers", "loan@9"), "NOT-FOUND", 2),
    "retire nothing": (("retire",), "COMMAND-UNCLEAR", 2),
    "retire unplanned": (("retire", "loan@1"), "RETIREMENT-NOT-PROPOSED", 1),
    "retire what is not there": (("retire", "loan@9"), "NOT-FOUND", 2),
    "keep for less long": ((*PROPOSE, "--retention", "2019-01-01"), "PLAN-UNREADABLE", 2),
    "a day that is none": ((*PROPOSE, "--retention", "soon"), "PLAN-UNREADABLE", 2),
    "a successor that is none": ((*PROPOSE[:6], "loan@9", *PROPOSE[7:], "--retention", "2999-01-01"), "NOT-FOUND", 2),
}  # fmt: skip


@pytest.fixture(scope="module")
def kept(_released: Released, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """One stage for all: nothing of what is asked may be recorded."""
    return _released[0].copied(tmp_path_factory.mktemp("bad") / "stage")


@pytest.mark.parametrize("name", WORDS)
def test_what_cannot_be_is_refused_and_leaves_nothing(kept: Stage, name: str) -> None:
    words, code, exit_code = WORDS[name]
    before = entries(kept)

    refused(typed(kept, "bo", *words), code, exit_code)
    assert entries(kept) == before


def test_a_search_needs_no_right_to_write_in_the_workspace(kept: Stage) -> None:
    folder = kept.workspace / ".evenhand"
    (folder / "cache_search.db").unlink(missing_ok=True)
    (folder / "cache_search.db").mkdir()
    try:
        told = typed(kept, "cy", "search", "agreed")
    finally:
        (folder / "cache_search.db").rmdir()

    assert told.exit == 0, told.err
    assert "«agreed»" in told.out


def test_the_index_is_no_part_of_the_record(kept: Stage) -> None:
    assert typed(kept, "cy", "search", "agreed").exit == 0
    index = kept.workspace / ".evenhand" / "cache_search.db"

    assert stat.S_ISREG(index.stat().st_mode)
    assert entries(kept) > 0
