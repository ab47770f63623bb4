"""Propose a use case, or a new form of one."""

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document


def propose_use_case(workspace: Workspace, identity: Identity, use_case: UseCase) -> Entry:
    """Record the proposal; it takes effect when a second person confirms it."""
    document: dict[str, Json] = {"name": use_case.name, "content": use_case.as_json()}
    return append_document(
        workspace, identity, action="use-case.proposed", about=f"use-case:{use_case.name}", document=document
    )
