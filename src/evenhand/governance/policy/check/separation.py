"""The predicate ``separation``: nobody approves what is his own."""

from evenhand.governance.policy.check.ballot import ballot
from evenhand.governance.policy.facts import Facts
from evenhand.governance.policy.figure import safe
from evenhand.governance.policy.rule import SeparationRule
from evenhand.governance.policy.verdict import Judgement, because


def judge_separation(rule: SeparationRule, facts: Facts) -> Judgement:
    """No person who approves is among the persons that the rule names."""
    here = None if facts.submission is None else ballot(facts, submission=facts.submission)
    said_yes = frozenset[str]().union(*here.approvers.values()) if here is not None else frozenset[str]()
    unknown = []
    for part in rule.none_of:
        persons, is_known = facts.persons(part)
        both = sorted(said_yes & persons)
        if both:
            text = f"{', '.join(map(safe, both[:5]))} approved and is the {part}; another person has to approve."
            return because("fail", text, who_can_mend=rule.menders, submission=facts.submission)
        if not is_known:
            unknown.append(part)
    if here is not None and not here.is_readable:
        text = "Not every approval says who decided what, in which role, on what and when."
        return because("missing", text, who_can_mend=rule.menders, submission=facts.submission)
    if not said_yes:
        return because("missing", "Nobody has approved this submission yet.", who_can_mend=rule.menders)
    if unknown:
        text = f"Who the {' and the '.join(unknown)} is, is not known."
        return because("missing", text, who_can_mend=("developer", "model-owner"))
    text = f"{len(said_yes)} approved, none of them {' or '.join(rule.none_of)}."
    return because("pass", text, submission=facts.submission)
