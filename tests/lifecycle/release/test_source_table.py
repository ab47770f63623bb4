"""The table of places names documents, fields and kinds that the catalogue has, and reads as places."""

import re

import pytest

from evenhand.governance.controls.catalogue import evidence_kinds
from evenhand.governance.controls.resource import catalogue_file, entries, node, resource_file
from evenhand.lifecycle.data.paper import questions

TABLE = resource_file("documents", "sources")
DOCUMENTS = {str(each["id"]): each for each in entries(catalogue_file("documents"), "documents")}
RECORDED = {
    "manifest", "use-case", "decision-log", "findings", "predecessor", "releases", "standing", "deployment", "dataset",
}  # fmt: skip


def test_the_table_has_every_document_of_the_catalogue_and_no_other() -> None:
    assert set(TABLE) == set(DOCUMENTS)


@pytest.mark.parametrize("kind", sorted(DOCUMENTS))
def test_every_field_is_one_and_every_place_reads(kind: str) -> None:
    fields, named = node(TABLE, kind), {question.name for question in questions(DOCUMENTS[kind])}
    places = [
        place.strip()
        for found in fields.values()
        for text in (found.values() if isinstance(found, dict) else [found])
        for place in str(text).split("|")
    ]
    kinds = {place.partition(" ")[0].removeprefix("dataset:") for place in places}

    assert set(fields) <= named
    assert kinds <= {*RECORDED, *evidence_kinds()}
    assert all(re.fullmatch(r"[a-z-]+(:[a-z-]+)?( [a-z0-9_.]+)?(\?\w+(=[\w.,]+)?)?", place) for place in places)
