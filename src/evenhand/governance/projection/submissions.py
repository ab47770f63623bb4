"""What was submitted, what people signed about it, and what was waived."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused, RoleMissing, SecondPersonNeeded
from evenhand.governance.access.approval import Approval, Waiver
from evenhand.governance.audit.entry import Change, Entry, Reader, Record
from evenhand.governance.projection.grounds import LONGEST_SECONDS, require_in_force
from evenhand.governance.projection.signed import (
    enrolled,
    log_of,
    mode_of,
    require_signature,
    signed_document,
    signed_envelope,
    verified,
)
from evenhand.governance.projection.target import VERSION, Target, target_of
from evenhand.governance.projection.versions import version_of
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.kernel.instant import moment


def submit(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """The newest submission of a version replaces the one before as the current one."""
    document = signed_document(state, entry, payload)
    version = version_of(state, entry)
    if document["manifest"] != version.body["manifest"] or document["submitter"] != entry.actor:
        raise EntryRefused(f"The submission is not of {version.key} by {entry.actor}.")
    digest = digest_of_json(document)
    body = {**document, "payload": entry.payload}
    current = {**version.body, "submission": digest}
    return [
        Change(kind="submission", key=digest, parent=version.key, body=body),
        Change(kind="version", key=version.key, parent=version.parent, body=current),
    ]


def approve(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A signed yes, yes with conditions, send back or no: on a submission of a version, or on another target."""
    envelope = signed_envelope(payload)
    approval = Approval.parse(envelope.payload)
    signer = enrolled(state, approval.actor)
    require_signature(signer, envelope)
    target = target_of(state, entry)
    policy = _reviewed_under(state, target, approval)
    if policy is None or approval.log != log_of(state):
        raise EntryRefused(f"The approval names no submission of this {target.kind} in this ledger.")
    stated = (approval.about, approval.mode, approval.policy, approval.actor)
    if stated != (target.name, mode_of(state), policy, entry.actor):
        raise EntryRefused(
            f"The approval by {approval.actor} speaks about {approval.about} in mode={approval.mode} under the policy "
            f"{approval.policy[:19]}, not about what was submitted."
        )
    if approval.role not in _roles(signer):
        raise RoleMissing(f"{signer.key} does not hold the role {approval.role}.", actor=signer.key)
    if (moment(approval.at) - moment(entry.at)).total_seconds() > LONGEST_SECONDS:
        # It could not be taken back before that time has come.
        raise EntryRefused(f"{signer.key} dated the answer {approval.at}, and it is {entry.at}: see to the clocks.")
    _require_last_word(state, approval, signer)
    body: dict[str, Json] = {
        "actor": signer.key, "person": signer.parent, "role": approval.role, "decision": approval.decision,
        "reason": approval.reason, "at": approval.at, "recorded_at": entry.at, "submission": approval.submission,
        "version": target.name, "policy": approval.policy, "payload": entry.payload,
    }  # fmt: skip
    return [Change(kind="approval", key=entry.payload, parent=target.name, body=body)]


def _reviewed_under(state: Reader, target: Target, approval: Approval) -> str | None:
    """The policy that the answer has to name: of a submission the frozen one, of another target one in force."""
    if target.kind == VERSION:
        submission = state.record("submission", approval.submission)
        is_of_it = submission is not None and submission.parent == target.key
        return str(submission.body["policy"]) if submission is not None and is_of_it else None
    if approval.submission != target.manifest:
        return None
    require_in_force(state, target.use_case, policy=approval.policy)
    return approval.policy


def _require_last_word(state: Reader, approval: Approval, signer: Record) -> None:
    """A yes in the mail does not take back the no that was signed after it."""
    for record in state.records("approval", parent=approval.about):
        said = record.body
        is_same = (said["person"], said["role"], said["submission"]) == (
            signer.parent, approval.role, approval.submission,
        )  # fmt: skip
        if is_same and moment(str(said["at"])) > moment(approval.at):
            fact = f"{signer.key} signed another answer at {said['at']}; this one, of {approval.at}, was overtaken."
            raise EntryRefused(fact, remedy="If it is meant, sign it again.", actor=signer.key)


def propose_waiver(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A waiver signed by one person waits for a second."""
    waiver, signers = _waiver(state, entry, payload)
    _refuse_builder(state, entry, [enrolled(state, signer).parent for signer in signers])
    if signers != [entry.actor]:
        raise EntryRefused(f"The waiver is signed by {signers}, proposed by {entry.actor}.")
    key = _digest(payload)
    body: dict[str, Json] = {
        "kind": "waiver", "name": f"{waiver.about} {waiver.check}", "proposer": entry.actor,
        "proposed_at": entry.at, "document": dict(payload),
    }  # fmt: skip
    return [Change(kind="proposal", key=key, parent=entry.about, body=body)]


def waive(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A waiver signed by two persons is in force until its last instant."""
    waiver, signers = _waiver(state, entry, payload)
    persons = sorted({str(enrolled(state, signer).parent) for signer in signers})
    if len(persons) < 2 and mode_of(state) != "demonstration":
        raise SecondPersonNeeded(f"The waiver is signed by {', '.join(signers) or 'nobody'} alone.")
    _refuse_builder(state, entry, persons)
    roles = sorted({role for signer in signers for role in _roles(enrolled(state, signer))})
    body: dict[str, Json] = {
        "gate": waiver.gate, "check": waiver.check, "manifest": waiver.manifest, "reason": waiver.reason,
        "compensating_control": waiver.compensating_control, "until": waiver.until, "given_at": entry.at,
        "persons": persons, "roles": roles, "actors": signers, "payload": entry.payload,
    }  # fmt: skip
    open_proposals = [Change(kind="proposal", key=_digest(payload), parent=entry.about, body=None)]
    return [*open_proposals, Change(kind="waiver", key=entry.payload, parent=waiver.about, body=body)]


def _refuse_builder(state: Reader, entry: Entry, persons: Sequence[str | None]) -> None:
    target = target_of(state, entry)
    author = enrolled(state, target.author).parent
    if author in persons and mode_of(state) != "demonstration":
        raise EntryRefused(
            f"{author} built {target.name}: who built a version cannot waive a check of it.",
            remedy="Ask two people who neither built nor submitted it.",
        )


def _waiver(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> tuple[Waiver, list[str]]:
    envelope = signed_envelope(payload)
    waiver = Waiver.parse(envelope.payload)
    target = target_of(state, entry)
    if waiver.about != target.name or waiver.manifest != target.manifest:
        raise EntryRefused(f"The waiver speaks about {waiver.about}, not about {target.name} as registered here.")
    if (waiver.log, waiver.mode) != (log_of(state), mode_of(state)):
        raise EntryRefused(f"The waiver is for the ledger {waiver.log} in mode={waiver.mode}.")
    signers = [actor.key for actor in state.records("actor") if verified(envelope, _keys(actor))]
    if waiver.actor not in signers or waiver.role not in _roles(enrolled(state, waiver.actor)):
        raise EntryRefused(f"{waiver.actor} has not signed the waiver, or does not hold the role {waiver.role}.")
    return waiver, signers


def _digest(payload: Mapping[str, Json]) -> str:
    return digest_of_json({"waiver": signed_envelope(payload).payload.decode()})


def _roles(actor: Record) -> list[str]:
    roles = actor.body["roles"]
    return [str(role) for role in roles] if isinstance(roles, list) else []


def _keys(actor: Record) -> list[str]:
    keys = actor.body["keys"]
    return [str(key) for key in keys] if isinstance(keys, list) else []
