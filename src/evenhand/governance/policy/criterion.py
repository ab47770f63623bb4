"""Success criteria of a use case as checks of its policy: fixed before any number was looked at, judged like the rest.

A criterion is a metric check with the burden of proof, at the policy's confidence and corrected for its looks. The
policy's own name, text and digest stay: what is judged follows from the policy and the use case that are in force.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evenhand.governance.policy.level import Level
from evenhand.governance.policy.rule import Check, LooksRule, MetricRule, Policy, ReferenceGroup, Split
from evenhand.kernel.canonical import Json

GATE = "training-validation"
_PROTECTED = "protected"


def with_criteria(policy: Policy, use_case: Mapping[str, Json]) -> Policy:
    r"""The policy with the criteria of ``use_case`` as further checks of the gate ``training-validation``.

    Args:
        policy: in force for the use case.
        use_case: its content as it is stored.

    Examples:
        >>> from evenhand.governance.policy.document import load_policy
        >>> tiny = load_policy("policy: tiny\nversion: 1\ngates: {training-validation: [{looks: {at_holdout: 3}}]}")
        >>> stated = {"metric": "roc_auc", "at_least": "0.7", "at_most": None, "by": [], "reference_group": None,
        ...           "min_count": 100, "unjudged_at_most": "0.01"}
        >>> [check.id for check in with_criteria(tiny, {"success_criteria": [stated]}).gates[GATE]]
        ['looks', 'criterion roc_auc']
    """
    stated = _stated(use_case)
    if not stated or GATE not in policy.gates:
        return policy
    checks = policy.gates[GATE]
    budget = next((check.rule.at_holdout for check in checks if isinstance(check.rule, LooksRule)), None)
    level = Level(confidence=policy.confidence, burden="prove", is_family=False, looks_budget=budget)
    added = tuple(_check(each, level) for each in stated)
    return replace(policy, gates={**policy.gates, GATE: (*checks, *added)})


def criterion_ids(use_case: Mapping[str, Json]) -> tuple[str, ...]:
    """The ids of the checks that the criteria of a use case become.

    Examples:
        >>> criterion_ids({"success_criteria": [{"metric": "selection_rate", "by": ["age", "sex"]}]})
        ('criterion selection_rate by age,sex',)
    """
    return tuple(_id(each) for each in _stated(use_case))


def _stated(use_case: Mapping[str, Json]) -> Sequence[Mapping[str, Json]]:
    stated = use_case.get("success_criteria")
    return [each for each in stated if isinstance(each, Mapping)] if isinstance(stated, list | tuple) else []


def _id(stated: Mapping[str, Json]) -> str:
    by = stated["by"]
    named = by if isinstance(by, str) else ",".join(map(str, by if isinstance(by, list | tuple) else ()))
    return f"criterion {stated['metric']} by {named}" if named else f"criterion {stated['metric']}"


def _check(stated: Mapping[str, Json], level: Level) -> Check:
    by, reference = stated["by"], stated["reference_group"]
    items: tuple[Split, ...] | None = None
    if by != _PROTECTED:
        items = tuple((str(name),) for name in by) if isinstance(by, list | tuple) and by else ((),)
    rule = MetricRule(
        check=_id(stated), name=str(stated["metric"]), items=items, reference_group=_reference(reference),
        at_least=_number(stated["at_least"]), at_most=_number(stated["at_most"]),
        min_count=int(str(stated["min_count"])), unjudged_at_most=float(str(stated["unjudged_at_most"])), budget=None,
        level=level,
    )  # fmt: skip
    return Check(id=rule.check, predicate="metric", rule=rule)


def _reference(stated: Json) -> ReferenceGroup | None:
    if stated == "overall":
        return "overall"
    return "largest" if stated == "largest" else None


def _number(stated: Json) -> float | None:
    return None if stated is None else float(str(stated))
