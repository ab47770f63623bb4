"""A policy's own examples: facts, and the verdict that they must get."""

from collections.abc import Mapping, Sequence

from evenhand.errors.policy import PolicyExampleWrong
from evenhand.governance.policy.engine import judge
from evenhand.governance.policy.language.form import ExampleDocument, PolicyDocument
from evenhand.governance.policy.language.mistake import unreadable
from evenhand.governance.policy.rule import Policy

Facts = Mapping[str, object]


def run_examples(document: PolicyDocument, policy: Policy) -> None:
    """Judge every example.

    Raises:
        PolicyUnreadable: no example opens a gate, none keeps one closed, or one asks a gate that is not there.
        PolicyExampleWrong: one is not judged as it expects.
    """
    if document.examples is None:
        return
    _check_balance(document.examples)
    for index, example in enumerate(document.examples):
        path = f"examples[{index}]"
        if example.gate not in policy.gates:
            raise unreadable([(("examples", index, "gate"), f"the policy holds no gate {example.gate}")])
        found = judge(policy, example.gate, laid_over(document.example_facts or {}, example.facts))
        if found.verdict != example.expect:
            told = [check.reasons[0].text for check in found.checks if check.verdict == found.verdict]
            fact = f"{path}: expects {example.expect} and is judged {found.verdict}. {' '.join(told[:1])}"
            raise PolicyExampleWrong(fact, path=path, verdict=found)


def _check_balance(examples: Sequence[ExampleDocument]) -> None:
    if {example.expect in {"pass", "waived"} for example in examples} != {True, False}:
        raise unreadable([(("examples",), "at least one has to open its gate and one to keep it closed")])


def laid_over(shared: Facts, own: Facts) -> Facts:
    """The facts of an example: its own laid over those that all share.

    Maps are merged key by key, null takes a key out, and everything else replaces what it is laid over.

    Source:
        RFC 7396, JSON Merge Patch.

    Examples:
        >>> laid_over({"looks": 1, "people": {"author": ["ada"]}}, {"looks": None, "people": {"submitter": ["alan"]}})
        {'people': {'author': ['ada'], 'submitter': ['alan']}}
    """
    merged = dict(shared)
    for key, value in own.items():
        under = merged.get(key)
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict):
            merged[key] = laid_over(under if isinstance(under, dict) else {}, value)
        else:
            merged[key] = value
    return merged
