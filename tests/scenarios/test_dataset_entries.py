"""Entries about datasets that no verb would write: signed with one's own key, and refused by the ledger itself."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.scenarios.stage import Stage, table

import evenhand
from evenhand.adapters.signing.identity import open_identity
from evenhand.errors.release import EntryRefused
from evenhand.kernel.canonical import Json
from evenhand.ports.identity import Identity
from evenhand.wiring.settings import read_settings
from evenhand.wiring.workspace import open_workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.lookup import document_of

Change = Callable[[dict[str, Any]], object]


def _transformed(document: dict[str, Any], manifest: str) -> None:
    document["source"] = {"kind": "transform", "of": "people@1", "manifest": manifest}


@pytest.mark.parametrize(
    ("about", "change", "said"),
    [
        ("dataset:people@3", lambda document: document.update(version=3), "the next version of people is 2"),
        ("dataset:people@2", lambda document: document.update(version=1), "The dataset says people@1"),
        ("dataset:people@2", lambda document: document.update(author="bo"), "is by 'bo', registered by ada"),
        ("dataset:people@2", lambda document: document.update(use_case="nothing"), "No use case 'nothing' is in force"),
        ("dataset:people@2", lambda document: document.update(parts={}), "has no part"),
        ("dataset:people@2", lambda document: document["parts"]["holdout"].update(rows_digest="x"), "names no rows"),
        ("dataset:people@2", lambda document: _transformed(document, f"sha256:{'0' * 64}"), "not registered so"),
    ],
)
def test_a_forged_version_is_refused(stage: Stage, about: str, change: Change, said: str) -> None:
    with stage.acting("ada"):
        evenhand.register_dataset("people", table(100), workspace=stage.workspace)
        with open_workspace(read_settings(start=stage.workspace)) as workspace:
            record = workspace.ledger.record("dataset", "people@1")
            assert record is not None
            document: dict[str, Any] = {**document_of(workspace, record), "version": 2}
            document["parts"] = {name: dict(part) for name, part in document["parts"].items()}
            change(document)

            with pytest.raises(EntryRefused, match=said):
                append_document(workspace, _ada(stage), action="dataset.registered", about=about, document=document)
            assert [each.key for each in workspace.ledger.records("dataset")] == ["people@1"]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"part": "holdout", "rows_digest": f"sha256:{'0' * 64}", "purpose": "look"}, "no part holdout of these rows"),
        ({"part": "nothing", "rows_digest": None, "purpose": "look"}, "no part nothing"),
    ],
)
def test_a_forged_reading_is_refused(stage: Stage, document: dict[str, Json], said: str) -> None:
    with stage.acting("ada"):
        evenhand.register_dataset("people", table(100), workspace=stage.workspace)
        with open_workspace(read_settings(start=stage.workspace)) as workspace, pytest.raises(EntryRefused, match=said):
            append_document(
                workspace, _ada(stage), action="dataset.read", about="dataset:people@1", document=document
            )  # fmt: skip


def _ada(stage: Stage) -> Identity:
    return Identity(actor="ada", signer=open_identity(stage.root / "homes" / "ada", "ada"))
