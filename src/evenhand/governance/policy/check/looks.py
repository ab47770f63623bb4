"""The predicate ``looks``: a holdout that is looked at too often proves nothing any more."""

from evenhand.governance.policy.facts import Facts, count
from evenhand.governance.policy.rule import LooksRule
from evenhand.governance.policy.verdict import Judgement, because


def judge_looks(rule: LooksRule, facts: Facts) -> Judgement:
    """The holdout was looked at, and no more often than allowed."""
    looks = count(facts.get("looks"))
    if not looks:
        return because("missing", "No look at the holdout is on record.", who_can_mend=("developer",))
    if looks > rule.at_holdout:
        text = f"The holdout was looked at {looks} times; {rule.at_holdout} are allowed. Fresh data would start anew."
        return because("fail", text, who_can_mend=("data-steward", "model-risk"), n=looks)
    return because("pass", f"Look {looks} of {rule.at_holdout} at the holdout.", n=looks)
