"""Policies as documents: reading one, with its own examples judged on the way, and choosing the one that applies."""

from collections.abc import Iterable

from pydantic import ValidationError

from evenhand.errors.policy import PolicyNoneApplies, PolicySeveralApply
from evenhand.governance.policy.example import run_examples
from evenhand.governance.policy.language.compiler import compiled
from evenhand.governance.policy.language.form import PolicyDocument
from evenhand.governance.policy.language.mistake import mistakes_of, unreadable
from evenhand.governance.policy.language.strict_yaml import Path, read_yaml
from evenhand.governance.policy.rule import SCHEMA, Policy, WaiverRule
from evenhand.governance.policy.transcript import facts_digest, writable
from evenhand.kernel.canonical import Json


def load_policy(text: str) -> Policy:
    r"""Read a policy file and judge its examples.

    Raises:
        PolicyUnreadable: with the path of each mistake, up to five, and what was probably meant.
        PolicyExampleWrong: an example is not judged as it expects.

    Examples:
        >>> load_policy("policy: tiny\nversion: 1\ngates: {change: [{looks: {at_holdout: 3}}]}").digest[:19]
        'sha256:a27afca8b659'
        >>> load_policy("policy: tiny\nversion: 1\ngates: {change: [{looks: {at_holdouts: 3}}]}")
        Traceback (most recent call last):
        evenhand.errors.policy.PolicyUnreadable: [POLICY-UNREADABLE] gates.change[0].looks.at_holdout: is missing; ...
    """
    policy, document = _read(text)
    run_examples(document, policy)
    return policy


def recorded_policy(text: str) -> Policy:
    """Read a policy whose examples were judged when it was proposed, and are not judged again.

    A later version of evenhand may read an example's facts more strictly; the rules themselves stay in force.

    Raises:
        PolicyUnreadable: as for ``load_policy``.
    """
    return _read(text)[0]


def _read(text: str) -> tuple[Policy, PolicyDocument]:
    content = read_yaml(text)
    if not isinstance(content, dict):
        raise unreadable([((), "no map of keys")])
    try:
        document = PolicyDocument.model_validate(content)
    except ValidationError as failure:
        raise unreadable(mistakes_of(failure, PolicyDocument)) from failure
    if gaps := _gaps(content, ()):
        raise unreadable(gaps)
    return _policy(document, content, text), document


def _gaps(value: Json, path: Path) -> list[tuple[Path, str]]:
    """Keys without a value; only the facts of examples may hold null."""
    if path == ("example_facts",) or (path[:1] == ("examples",) and path[2:] == ("facts",)):
        return []
    if value is None:
        return [(path, "has no value")]
    if isinstance(value, dict):
        return [gap for key, part in value.items() for gap in _gaps(part, (*path, key))]
    if isinstance(value, list):
        return [gap for index, part in enumerate(value) for gap in _gaps(part, (*path, index))]
    return []


def _policy(document: PolicyDocument, content: dict[str, Json], text: str) -> Policy:
    waivers = document.waivers
    classes, tiers = document.applies_when.case_class, document.applies_when.tier
    rule = None if waivers is None else WaiverRule(roles=frozenset(waivers.roles), at_most_days=waivers.at_most_days)
    plain = {key: writable(part) for key, part in content.items()}
    return Policy(
        name=document.policy, version=document.version, is_demonstration=document.demonstration,
        classes=None if classes is None else frozenset(classes), tiers=None if tiers is None else frozenset(tiers),
        confidence=document.confidence, waivers=rule, gates=compiled(document), text=text, content=plain,
        digest=facts_digest({"schema": SCHEMA, **plain}),
    )  # fmt: skip


def select_policy(
    policies: Iterable[Policy], case_class: str, tier: int, *, is_demonstration: bool | None = None
) -> Policy:
    """The one policy that is for this class and tier.

    Args:
        policies: in force, one version of each name.
        case_class: of the use case, for example ``high_risk``.
        tier: of the use case, 1 to 4.
        is_demonstration: when stated, only demonstration policies, or only others, are asked.

    Raises:
        PolicyNoneApplies: none is; the fact names those that were asked.
        PolicySeveralApply: more than one is; the fact names them.
    """
    asked = [policy for policy in policies if is_demonstration in {None, policy.is_demonstration}]
    found = [policy for policy in asked if _applies(policy, case_class, tier)]
    if len(found) == 1:
        return found[0]
    told, names = f"class {case_class}, tier {tier}", tuple(sorted(map(str, found or asked)))
    if found:
        raise PolicySeveralApply(f"{' and '.join(names)} are all for {told}.", policies=names)
    asked_all = f", asked were {' and '.join(names)}" if names else ""
    raise PolicyNoneApplies(f"No policy is for {told}{asked_all}.", policies=names)


def _applies(policy: Policy, case_class: str, tier: int) -> bool:
    fits_class = policy.classes is None or case_class in policy.classes
    return fits_class and (policy.tiers is None or tier in policy.tiers)
