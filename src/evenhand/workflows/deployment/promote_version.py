"""Let a released version answer in a deployment: the only way to move the champion, forwards or back."""

from collections.abc import Mapping, Sequence

from evenhand.governance.access.signature import PublicKey
from evenhand.governance.audit.entry import Record
from evenhand.governance.projection.champion import CHANGE
from evenhand.governance.projection.deployments import MOVERS, STOPPERS
from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.placing import move_draft, release_in
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.filing import evidence_draft
from evenhand.workflows.gate.judge_gate import judge_gate
from evenhand.workflows.lookup import version_record
from evenhand.workflows.release.load_version import load_version


def promote_version(
    workspace: Workspace, identity: Identity, reference: Reference, deployment: str, *, why: str,
    release_keys: Sequence[PublicKey],
) -> Entry:  # fmt: skip
    """Verify the ledger and the release, then move the champion slot; a rollback is the same move to a former version.

    Where the gate ``change`` opened for the move, it is judged again on what holds now.

    Args:
        workspace: where.
        identity: who moves it; holds the role operations or model-owner.
        reference: the version.
        deployment: its name.
        why: the reason.
        release_keys: the mover's own trust.

    Raises:
        LedgerDamaged: the ledger, or what was projected from it, was changed behind its back.
        ChampionRefused: the version may not answer there.
        Refusal: of ``load_version``, word for word.
        ReasonMissing, RoleMissing, SecondPersonNeeded: the actor may not, or does not say why.
    """
    workspace.verify()
    place = deployment_in_force(workspace, deployment)
    release = release_in(workspace, place, str(reference), ("full",))
    load_version(workspace, reference, environment=str(place.body["environment"]), release_keys=release_keys)
    _judge_change(workspace, identity, place, reference)
    draft = move_draft(
        workspace, identity, deployment, reference, action="champion.moved", why=why, exposures=("full",)
    )
    evidence = _evidence(workspace, identity, place, version_record(workspace.ledger, reference), release, why)
    return workspace.ledger.append_together([draft, *evidence])[0]


def _judge_change(workspace: Workspace, identity: Identity, place: Record, reference: Reference) -> None:
    """Judge a gate again that opened for this change; the rule of the ledger refuses the move when it is closed."""
    champion, verdict = place.body["champion"], workspace.ledger.record("verdict", f"{reference}/{CHANGE}")
    if not isinstance(champion, Mapping) or verdict is None or verdict.body["opens"] is not True:
        return
    if champion["version"] != str(reference) and str(verdict.body["judged_at"]) >= str(champion["from"]):
        judge_gate(workspace, identity, reference, gate=CHANGE, environment=str(place.body["environment"]))


def _evidence(
    workspace: Workspace, identity: Identity, place: Record, version: Record, release: Record, why: str
) -> list[Draft]:
    """What answers where from now on, and how people stand over it: evidence about the deployment as it is then."""
    body = place.body
    target = Target(
        kind="deployment", key=place.key, manifest=str(version.body["manifest"]), use_case=str(body["use_case"]),
        author=str(body["author"]), submission=None,
    )  # fmt: skip
    champion = body["champion"]
    record: dict[str, Json] = {
        "environment": body["environment"], "version": version.key, "release": release.body["payload"], "why": why,
        "before": champion["version"] if isinstance(champion, Mapping) else None, "moved_by": identity.actor,
    }  # fmt: skip
    setting: dict[str, Json] = {
        "oversight": body["oversight"], "may_stop": [*STOPPERS], "may_resume": [*MOVERS], "version": version.key,
    }  # fmt: skip
    inputs = (str(release.body["payload"]),)
    return [
        evidence_draft(workspace, identity, target, kind=kind, body=said, inputs=inputs)
        for kind, said in (("deployment-record", record), ("human-oversight-setting", setting))
    ]
