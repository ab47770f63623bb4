"""Whether the policy lets a model be trained on these rows."""

from collections.abc import Mapping

from evenhand.errors.policy import PolicyNoneApplies, PolicySeveralApply
from evenhand.errors.training import DevelopmentClosed, HoldoutClosed
from evenhand.errors.workspace import NotFound
from evenhand.governance.audit.entry import Reader
from evenhand.governance.projection.target import find_target
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.workflows.gate.standing import policies_in_force, policy_in_force

GATE = "development"
_HELD_OUT = frozenset({"holdout", "test"})


def require_development(state: Reader, use_case: UseCase, dataset: str | None) -> None:
    """Nothing to do unless the policy of the use case holds the gate; then only a dataset that passed it serves.

    Raises:
        DevelopmentClosed: the rows are a plain table, or the dataset's gate was not judged, is closed, was judged for
            other content or by a policy that is no longer in force.
    """
    policy = _holder(state, use_case)
    if policy is None:
        return
    name, digest = policy
    if dataset is None:
        fact = f"The policy {name} has a gate '{GATE}': it lets no model be trained on a plain table."
        raise DevelopmentClosed(fact, policy=name)
    subject = f"dataset:{dataset.removeprefix('dataset:')}"
    record, verdict = find_target(state, subject), state.record("verdict", f"{subject}/{GATE}")
    remedy = f"Judge it: 'evenhand judge {subject}'."
    if record is None or verdict is None:
        raise DevelopmentClosed(f"{subject} was never judged at the gate '{GATE}' of {name}.", remedy=remedy)
    if verdict.body["manifest"] != record.manifest or (digest and verdict.body["policy"] != digest):
        fact = f"{subject} was judged at the gate '{GATE}' by a policy that is no longer in force."
        raise DevelopmentClosed(fact, remedy=remedy)
    if verdict.body["opens"] is not True:
        fact = f"The gate '{GATE}' of {name} is closed for {subject}: {verdict.body['verdict']}."
        raise DevelopmentClosed(fact, remedy=f"See what blocks: 'evenhand judge {subject}' shows every check.")


def require_unheld(state: Reader, use_case: UseCase, digest: Digest) -> None:
    """Refuse rows that are held out: some version was measured on them, or a dataset keeps them for that.

    Only whole tables are known by digest; rows copied out of a holdout into another table are not.

    Raises:
        HoldoutClosed: they are.
    """
    for look in state.records("look", parent=use_case.name):
        if look.body["rows_digest"] == digest:
            fact = f"These rows are held out: {look.body['version']} was measured on them."
            raise HoldoutClosed(fact, digest=digest)
    for dataset in state.records("dataset"):
        parts = dataset.body["parts"]
        for name, part in parts.items() if isinstance(parts, Mapping) else ():
            if name in _HELD_OUT and isinstance(part, Mapping) and part.get("rows_digest") == digest:
                raise HoldoutClosed(f"These rows are the part {name} of dataset:{dataset.key}.", digest=digest)


def _holder(state: Reader, use_case: UseCase) -> tuple[str, str] | None:
    """Name and digest of the policy that asks; when none can be chosen, any in force that holds the gate asks."""
    try:
        policy = policy_in_force(state, use_case)
    except (NotFound, PolicyNoneApplies, PolicySeveralApply):
        holders = [policy.name for policy in policies_in_force(state) if GATE in policy.gates]
        return (holders[0], "") if holders else None
    return (policy.name, policy.digest) if GATE in policy.gates else None
