"""The policy in force for a use case."""

from collections.abc import Mapping

from evenhand.errors.workspace import NotFound
from evenhand.governance.audit.entry import Reader, Record
from evenhand.governance.policy.document import recorded_policy, select_policy
from evenhand.governance.policy.rule import Policy
from evenhand.governance.policy.stated import as_stated
from evenhand.governance.projection.signed import mode_of
from evenhand.lifecycle.problem.use_case import UseCase


def policy_in_force(state: Reader, use_case: UseCase) -> Policy:
    """The policy that the use case names, else the one whose class and tier fit, with what the use case adds.

    Raises:
        NotFound: the named policy is not in force, or none is.
        PolicyNotSelected: none fits, or several do.
    """
    if use_case.policy is not None:
        record = state.record("policy", use_case.policy)
        if record is None:
            raise NotFound(
                f"The policy {use_case.policy!r} of use case {use_case.name} is not in force.",
                remedy="Propose it with 'evenhand policy propose' and have a second person confirm it.",
            )
        return as_stated(_policy(record), use_case.as_json())
    policies = policies_in_force(state)
    if not policies:
        raise NotFound(
            "No policy is in force.",
            remedy="Propose one, for example 'evenhand policy propose --shipped tier-3', and have it confirmed.",
        )
    is_demonstration = mode_of(state) == "demonstration"
    selected = select_policy(policies, use_case.ai_act_class, use_case.tier, is_demonstration=is_demonstration)
    return as_stated(selected, use_case.as_json())


def policies_in_force(state: Reader) -> list[Policy]:
    """Every policy in force, in the order in which they first were."""
    return [_policy(record) for record in state.records("policy")]


def _policy(record: Record) -> Policy:
    document = record.body["document"]
    text = document.get("text") if isinstance(document, Mapping) else None
    policy = recorded_policy(str(text))
    if policy.digest != record.body["digest"]:
        raise NotFound(f"The text of policy {record.key} is not what was confirmed.", remedy="Propose it again.")
    return policy
