"""Sign that a version may serve in one environment, once every gate that this needs opens."""

from collections.abc import Mapping

from evenhand.errors.release import EnvironmentRefused, GateClosed, GateUndecided, SubmissionStale
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.access.release import FULL, Release
from evenhand.governance.access.signature import Signer
from evenhand.governance.policy.verdict import GateVerdict
from evenhand.governance.projection.needed import GATES, earlier_gates, needed_gates
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry, Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.judge_gate import judge_gate
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import manifest_of, require_environment, use_case_in_force, version_record
from evenhand.workflows.release.decision import current_submission

DEMO = "demo"


def release_version(
    workspace: Workspace,
    identity: Identity,
    reference: Reference,
    *,
    environment: str,
    release_key: Signer,
    exposure: str = FULL,
) -> Entry:
    """Check the whole ledger, judge every gate that is needed on what holds now, and sign.

    Args:
        workspace: where.
        identity: who releases.
        reference: the version.
        environment: where it may serve; ``demo`` alone in mode demonstration.
        release_key: the key that loaders trust.
        exposure: ``full``, or ``shadow``: recorded beside what serves, and never answering a caller, so that nobody
            has to approve it yet.

    Raises:
        LedgerDamaged: the ledger, or what was projected from it, was changed behind its back.
        EnvironmentRefused: the mode does not allow the environment.
        SubmissionStale: the policy, the use case or a verdict is another than what was submitted.
        GateClosed, GateUndecided: a gate does not open; the facts name each check and its reasons.
    """
    require_environment(environment)
    if workspace.mode == "demonstration" and environment != DEMO:
        raise EnvironmentRefused(f"This workspace is in mode=demonstration; {environment!r} is out of its reach.")
    workspace.verify()
    version = version_record(workspace.ledger, reference)
    submission = current_submission(workspace.ledger, version)
    _require_current(workspace, version, submission)
    _judge_earlier(workspace, identity, version, environment=environment)
    for gate in needed_gates(exposure):
        verdict = judge_gate(workspace, identity, reference, gate=gate, environment=environment)
        if gate == GATES[0]:
            _require_same(submission, verdict)
        _require_open(verdict)
    statement = _statement(workspace, version, submission, environment=environment, exposure=exposure)
    signers = {signer.public.fingerprint: signer for signer in (release_key, identity.signer)}
    envelope = Envelope(payload=statement.content).signed_by(*signers.values())
    draft = Draft(
        actor=identity.actor, action="release.made", about=f"version:{version.key}",
        payload={"envelope": envelope.as_json()}, policy=statement.policy, expects=_grounds(workspace, version),
    )  # fmt: skip
    return workspace.ledger.append(draft)


def _judge_earlier(workspace: Workspace, identity: Identity, version: Record, *, environment: str) -> None:
    """The gates before the version, as far as the policy holds them, on what holds now."""
    use_case, _ = use_case_in_force(workspace.ledger, str(version.body["use_case"]))
    policy = policy_in_force(workspace.ledger, use_case)
    for gate, name in earlier_gates(version).items():
        if gate not in policy.gates:
            continue
        if name is None:
            fact = f"{policy} holds the gate {gate}, and {version.key} names no dataset that it learned from."
            raise GateClosed(fact, remedy="Register it with --dataset NAME@N.", gate=gate)
        _require_open(judge_gate(workspace, identity, name, gate=gate, environment=environment))


def _grounds(workspace: Workspace, version: Record) -> Mapping[str, int | None]:
    """The last entries about policy and use case, so that a reader sees that none was left out."""
    use_case, _ = use_case_in_force(workspace.ledger, str(version.body["use_case"]))
    subjects = (f"policy:{policy_in_force(workspace.ledger, use_case).name}", f"use-case:{use_case.name}")
    return {subject: workspace.ledger.head(subject) for subject in subjects}


def _require_current(workspace: Workspace, version: Record, submission: Record) -> None:
    use_case, digest = use_case_in_force(workspace.ledger, str(version.body["use_case"]))
    policy = policy_in_force(workspace.ledger, use_case)
    if submission.body["policy"] != policy.digest:
        raise SubmissionStale(f"{version.key} was submitted under another policy than {policy}, now in force.")
    if submission.body["use_case"] != digest:
        raise SubmissionStale(f"The use case of {version.key} has changed since it was submitted.")


def _require_same(submission: Record, verdict: GateVerdict) -> None:
    stored = submission.body["verdicts"]
    reviewed = {name: str(each) for name, each in stored.items()} if isinstance(stored, Mapping) else {}
    now = {check.id: str(check.verdict) for check in verdict.checks}
    # A waiver given after the review is itself signed by two persons; anything else that changed goes back to them.
    changed = [name for name in now if now[name] != reviewed.get(name) and now[name] != "waived"]
    if changed:
        sentences = ", ".join(f"{name}: {reviewed.get(name)} -> {now[name]}" for name in changed)
        raise SubmissionStale(f"Since the review verdicts have changed ({sentences}).", changed=changed)


def _require_open(verdict: GateVerdict) -> None:
    if verdict.opens:
        return
    closed = [check for check in verdict.checks if check.verdict not in ("pass", "waived")]
    sentences = " ".join(f"{check.id} is {check.verdict}: {_first(check.reasons)}" for check in closed)
    refusal = GateClosed if verdict.exit_code == 1 else GateUndecided
    raise refusal(f"{verdict.gate} does not open ({verdict.verdict}). {sentences}", gate=verdict.gate)


def _first(reasons: tuple[object, ...]) -> str:
    return str(getattr(reasons[0], "text", reasons[0])) if reasons else "no reason given."


def _statement(
    workspace: Workspace, version: Record, submission: Record, *, environment: str, exposure: str
) -> Release:
    state = workspace.ledger
    manifest = manifest_of(workspace, version)
    evidence = submission.body["evidence"]
    verdict = state.record("verdict", f"{version.key}/{needed_gates(exposure)[-1]}")
    approvals = [
        record.key
        for record in state.records("approval", parent=version.key)
        if record.body["submission"] == submission.key
    ]
    rule: Mapping[str, Json] = manifest.decision_rule
    return Release(
        about=version.key, environment=environment, mode=workspace.mode, manifest=str(version.body["manifest"]),
        files={file.path: file.digest for file in (*manifest.files, *manifest.code)}, decision_rule=rule,
        submission=submission.key, evidence=[str(each) for each in evidence] if isinstance(evidence, list) else [],
        policy=str(submission.body["policy"]), approvals=approvals,
        verdict=str(verdict.body["digest"]) if verdict else "", use_case=str(submission.body["use_case"]),
        log=workspace.log, at=workspace.clock.now(), exposure=exposure,
    )  # fmt: skip
