"""Freeze a version with its evidence, policy and use case for review."""

from collections.abc import Mapping

from evenhand.errors.release import EvidenceMissing
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.release.submission import Submission
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.gate.judge_gate import judge_gate
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import use_case_in_force, version_record

FIRST_GATE = "training-validation"


def submit_version(workspace: Workspace, identity: Identity, reference: Reference) -> tuple[Submission, Entry]:
    """Judge the first gate and record what the reviewers are asked to say yes to.

    Whatever the verdict: a reviewer sees it, and the release demands that the gate opens.

    Raises:
        EvidenceMissing: nothing was filed for the version yet.
    """
    state = workspace.ledger
    version = version_record(state, reference)
    evidence = [record.key for record in state.records("evidence", parent=version.key)]
    if not evidence:
        raise EvidenceMissing(f"No evidence was filed for {reference}.", reference=str(reference))
    use_case, use_case_digest = use_case_in_force(state, str(version.body["use_case"]))
    verdict = judge_gate(workspace, identity, reference, gate=FIRST_GATE)
    submission = Submission(
        about=version.key, manifest=str(version.body["manifest"]), evidence=tuple(evidence),
        policy=policy_in_force(state, use_case).digest, use_case=use_case_digest,
        verdicts={check.id: check.verdict for check in verdict.checks}, submitter=identity.actor,
        mode=workspace.mode, made_at=workspace.clock.now(),
    )  # fmt: skip
    document: Mapping[str, Json] = submission.as_json()
    entry = append_document(
        workspace, identity, action="submission.made", about=f"version:{version.key}", document=document
    )
    return submission, entry
