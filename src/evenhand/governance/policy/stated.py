"""What a use case adds to its policy: criteria of success, and stakeholders whose yes the gate ``intake`` asks for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from evenhand.governance.policy.criterion import GATE as CRITERIA_GATE
from evenhand.governance.policy.criterion import criterion_ids, with_criteria
from evenhand.governance.policy.rule import ApprovalsRule, Check, Policy
from evenhand.kernel.canonical import Json

GATE = "intake"
ID = "stakeholders"


def as_stated(policy: Policy, use_case: Mapping[str, Json]) -> Policy:
    r"""The policy with all that a use case adds to it: its criteria of success and its signing stakeholders.

    Examples:
        >>> from evenhand.governance.policy.document import load_policy
        >>> tiny = load_policy("policy: tiny\nversion: 1\ngates: {intake: [{looks: {at_holdout: 3}}]}")
        >>> stated = {"stakeholders": [{"role": "model-owner", "signs": True}, {"role": "tenants", "signs": False}]}
        >>> [check.id for check in as_stated(tiny, stated).gates["intake"]]
        ['looks', 'stakeholders']
    """
    policy = with_criteria(policy, use_case)
    places = _places(use_case)
    if not places or GATE not in policy.gates:
        return policy
    rule = ApprovalsRule(places=places, is_shared=policy.is_demonstration)
    added = Check(id=ID, predicate="approvals", rule=rule)
    return replace(policy, gates={**policy.gates, GATE: (*policy.gates[GATE], added)})


def stated_ids(use_case: Mapping[str, Json], gate: str) -> tuple[str, ...]:
    """The ids of the checks that a use case adds to ``gate``."""
    if gate == CRITERIA_GATE:
        return criterion_ids(use_case)
    return (ID,) if gate == GATE and _places(use_case) else ()


def _places(use_case: Mapping[str, Json]) -> dict[str, int]:
    """Role to how many different people sign in it."""
    stated = use_case.get("stakeholders")
    listed = stated if isinstance(stated, list | tuple) else ()
    signing = [each for each in listed if isinstance(each, Mapping) and each.get("signs") is True]
    return dict(Counter(str(each["role"]) for each in signing))
