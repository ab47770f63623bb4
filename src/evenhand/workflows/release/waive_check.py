"""Ask that one check be suspended for one version, or another target, until a day."""

from evenhand.errors.release import RoleMissing, WaiverRefused
from evenhand.governance.access.approval import Waiver
from evenhand.governance.access.envelope import Envelope
from evenhand.governance.policy.rule import Policy
from evenhand.kernel.instant import Instant, moment
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import target_named, use_case_in_force


def waive_check(
    workspace: Workspace,
    identity: Identity,
    reference: Reference | str,
    *,
    role: str,
    gate: str,
    check: str,
    reason: str,
    compensating_control: str,
    until: Instant,
) -> Entry:
    """Sign the waiver and record it; it takes effect when a second person signs too (``confirm``).

    Raises:
        WaiverRefused: the policy allows no such waiver, not by this role, or not for so long.
        RoleMissing: whoever asks does not hold the role.
    """
    target = target_named(workspace.ledger, reference)
    use_case, _ = use_case_in_force(workspace.ledger, target.use_case)
    now = workspace.clock.now()
    policy = policy_in_force(workspace.ledger, use_case)
    _require_allowed(policy, gate=gate, check=check, now=now, until=until)
    _require_role(workspace, identity, policy, role)
    waiver = Waiver(
        gate=gate, check=check, about=target.name, manifest=target.manifest, reason=reason,
        compensating_control=compensating_control, until=until, actor=identity.actor, role=role, at=now,
        mode=workspace.mode, log=workspace.log,
    )  # fmt: skip
    envelope = Envelope(payload=waiver.content).signed_by(identity.signer)
    draft = Draft(
        actor=identity.actor, action="waiver.proposed", about=target.subject,
        payload={"envelope": envelope.as_json()},
    )  # fmt: skip
    return workspace.ledger.append(draft)


def _require_role(workspace: Workspace, identity: Identity, policy: Policy, role: str) -> None:
    allowed = () if policy.waivers is None else sorted(policy.waivers.roles)
    if role not in allowed:
        raise WaiverRefused(f"{policy.name} lets {', '.join(allowed)} ask for waivers, not {role!r}.")
    actor = workspace.ledger.record("actor", identity.actor)
    held = actor.body["roles"] if actor is not None else []
    if role not in (held if isinstance(held, list) else ()):
        raise RoleMissing(f"{identity.actor} does not hold the role {role}.", actor=identity.actor)


def _require_allowed(policy: Policy, *, gate: str, check: str, now: Instant, until: Instant) -> None:
    known = {rule.id: rule for rule in policy.gates.get(gate, ())}
    if check not in known:
        raise WaiverRefused(f"{gate} of {policy.name} has no check {check!r}; it has {', '.join(known) or 'none'}.")
    if policy.waivers is None or not known[check].is_waivable:
        raise WaiverRefused(f"{policy.name} lets nobody waive {check!r}.")
    days = (moment(until) - moment(now)).total_seconds() / 86_400
    if not 0 < days <= policy.waivers.at_most_days:
        raise WaiverRefused(f"The waiver would run {days:.1f} days; the policy allows {policy.waivers.at_most_days}.")
