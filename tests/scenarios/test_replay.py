"""What somebody signed once, put into the ledger a second time by somebody else."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.scenarios.stage import POLICY, Stage

import evenhand
from evenhand.adapters.signing import open_identity
from evenhand.errors.base import EvenhandError
from evenhand.errors.release import EntryRefused
from evenhand.governance.access.envelope import Envelope
from evenhand.kernel.reference import Reference
from evenhand.ports.ledger import Draft, Entry
from evenhand.wiring.settings import read_settings
from evenhand.wiring.workspace import open_workspace

STRICTER = POLICY.replace("version: 1", "version: 2").replace("at_least: 0.70", "at_least: 0.99")


def submitted(stage: Stage) -> Reference:
    version = stage.register()
    stage.evaluate(version)
    stage.submit(version)
    return version


def recorded(stage: Stage, action: str) -> list[tuple[Entry, Mapping[str, Any]]]:
    """Entries of an action, with what they put down."""
    with stage.acting("ada"), open_workspace(read_settings(start=stage.workspace)) as workspace:
        entries = workspace.ledger.entries(action=action)
        return [(entry, workspace.ledger.payload(entry.payload)) for entry in entries]


def append(stage: Stage, entry: Entry, payload: Mapping[str, Any]) -> None:
    """Put it down again, from a shell on the author's machine."""
    with stage.acting("ada"), open_workspace(read_settings(start=stage.workspace)) as workspace:
        workspace.ledger.append(Draft(actor=entry.actor, action=entry.action, about=entry.about, payload=payload))


def test_a_yes_that_was_taken_back_is_not_recorded_again(stage: Stage) -> None:
    version = submitted(stage)
    stage.approve(version)
    with stage.acting("bo"):
        evenhand.send_back(version, role="model-owner", reason="I misread a table.", workspace=stage.workspace)

    with pytest.raises(EntryRefused, match="was overtaken"):
        append(stage, *recorded(stage, "approval.given")[0])
    with pytest.raises(EvenhandError, match="approvals is fail"):
        stage.release(version)


def test_a_second_signature_makes_no_second_yes(stage: Stage) -> None:
    version = submitted(stage)
    stage.approve(version)
    entry, payload = recorded(stage, "approval.given")[0]
    with stage.acting("bo"):
        evenhand.send_back(version, role="model-owner", reason="I misread a table.", workspace=stage.workspace)
    signer = open_identity(stage.root / "homes" / "ada", "ada")

    envelope = Envelope.from_json(payload["envelope"]).signed_by(signer)
    with pytest.raises(EntryRefused, match="was overtaken"):
        append(stage, entry, {"envelope": envelope.as_json()})


def test_an_old_policy_does_not_come_back_on_an_old_confirmation(stage: Stage) -> None:
    entry, payload = recorded(stage, "policy.confirmed")[0]
    with stage.acting("ada"):
        (stage.root / "stricter.yaml").write_text(STRICTER)
        evenhand.propose_policy(stage.root / "stricter.yaml", workspace=stage.workspace)
    stage.confirm("policy:loan-policy")
    with stage.acting("ada"):
        evenhand.propose_policy(stage.root / "policy.yaml", workspace=stage.workspace)

    with pytest.raises(EntryRefused, match="was recorded before"):
        append(stage, entry, payload)


def test_a_former_submission_does_not_come_back(stage: Stage) -> None:
    version = submitted(stage)
    stage.submit(version)

    with pytest.raises(EntryRefused, match="was recorded before"):
        append(stage, *recorded(stage, "submission.made")[0])
