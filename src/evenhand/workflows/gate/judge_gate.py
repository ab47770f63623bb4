"""Judge a target at a gate of the policy in force, and record the verdict with its facts."""

from evenhand.errors.ledger import HeadMoved
from evenhand.errors.release import GateUnfit
from evenhand.governance.policy.engine import judge
from evenhand.governance.policy.verdict import GateVerdict
from evenhand.governance.projection.target import GATE_OF
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.ports.identity import Identity
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.gate.facts import gate_facts
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import require_environment, target_named, use_case_in_force

_TRIES = 5


def judge_gate(
    workspace: Workspace, identity: Identity, reference: Reference | str, *, gate: str, environment: str | None = None
) -> GateVerdict:
    """Gather the facts, judge, record both.

    Args:
        workspace: where.
        identity: who asks.
        reference: the target: a version such as ``credit@3``, ``use-case:loan``, ``dataset:adult@1`` and so on.
        gate: one that judges things of this kind.
        environment: where it is meant to serve, for ``deployment-approval``.

    Raises:
        ReferenceUnreadable: that is no name of an environment.
        GateUnfit: the gate judges another kind of thing.
        HeadMoved: others recorded so much about the version meanwhile that no verdict held until it was written.
    """
    if environment is not None:
        require_environment(environment)
    for _ in range(_TRIES - 1):
        try:
            return _judged(workspace, identity, reference, gate=gate, environment=environment)
        except HeadMoved:  # somebody recorded something meanwhile, so the facts are others now
            continue
    return _judged(workspace, identity, reference, gate=gate, environment=environment)


def _judged(
    workspace: Workspace, identity: Identity, reference: Reference | str, *, gate: str, environment: str | None
) -> GateVerdict:
    target = target_named(workspace.ledger, reference)
    about = target.subject
    head = workspace.ledger.head(about)
    if GATE_OF[gate] != target.kind:
        raise GateUnfit(f"The gate {gate} judges a {GATE_OF[gate]}, and {target.name} is a {target.kind}.", gate=gate)
    use_case, _ = use_case_in_force(workspace.ledger, target.use_case)
    policy = policy_in_force(workspace.ledger, use_case)
    facts = gate_facts(workspace, target, gate=gate, policy=policy, use_case=use_case, environment=environment)
    verdict = judge(policy, gate, facts)
    document: dict[str, Json] = {"verdict": verdict.as_json(), "facts": facts, "policy": policy.digest}
    append_document(workspace, identity, action="gate.judged", about=about, document=document, expects={about: head})
    return verdict
