"""Whatever kind of evidence a policy asks for, the reference names the command that files it, and the command does."""

import re
from pathlib import Path

import pytest
from tests.architecture.source import PACKAGE, ROOT
from tests.docs.command_reference import commands

from evenhand.governance.controls.catalogue import evidence_kinds
from evenhand.governance.policy.rule import EvidenceRule
from evenhand.governance.policy.shipped import SHIPPED, shipped_policy
from evenhand.governance.projection.evidence import MEASURED
from evenhand.surfaces.cli.entry import root
from evenhand.workflows.document.show_document import document_kinds

PAGE = (ROOT / "docs" / "reference" / "evidence-kinds.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([a-z-]+)` \| `evenhand ([a-z -]+)` \| (.+) \|$", PAGE, re.MULTILINE)
SOURCE = {
    path: path.read_text(encoding="utf-8")
    for room in ("lifecycle", "surfaces", "wiring", "workflows")
    for path in Path(PACKAGE, room).rglob("*.py")
}


def test_every_kind_of_the_catalogue_has_one_row() -> None:
    assert [(kind, what) for kind, _, what in ROWS] == [
        (kind.id, kind.description) for kind in evidence_kinds().values()
    ]
    assert len(ROWS) == 80


def test_every_command_exists() -> None:
    known = {" ".join(path) for path, _ in commands(root)}

    assert {command for _, command, _ in ROWS} <= known


@pytest.mark.parametrize(("kind", "command"), [row[:2] for row in ROWS if row[1] != "attest"])
def test_a_kind_that_a_command_files_is_named_in_its_source(kind: str, command: str) -> None:
    is_document = command == "document record" and kind in document_kinds()

    assert is_document or any(f'"{kind}"' in text for text in SOURCE.values()), command


def test_a_kind_that_a_workflow_files_is_not_called_attested() -> None:
    attested = {kind for kind, command, _ in ROWS if command == "attest"}
    filed = {kind for text in SOURCE.values() for kind in re.findall(r'\bkind="([a-z-]+)"', text)}

    assert attested & filed == set()
    assert attested & MEASURED == set()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_kind_that_a_shipped_policy_asks_for_can_be_had(name: str) -> None:
    checks = [check for gate in shipped_policy(name).gates.values() for check in gate]
    asked = {kind for check in checks if isinstance(check.rule, EvidenceRule) for kind in check.rule.kinds}

    assert asked <= {kind for kind, _, _ in ROWS}
