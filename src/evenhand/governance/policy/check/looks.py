"""The predicate ``looks``: a holdout that is looked at too often proves nothing any more."""

from evenhand.governance.policy.facts import MOST, Facts, whole
from evenhand.governance.policy.rule import LooksRule
from evenhand.governance.policy.verdict import Judgement, because


def judge_looks(rule: LooksRule, facts: Facts) -> Judgement:
    """The holdout was looked at, and no more often than allowed."""
    looks = whole(facts.get("looks"))
    if looks is None or looks < 1:
        return because("missing", "No look at the holdout is on record.", who_can_mend=("developer",))
    if looks > rule.at_holdout:
        n = min(looks, MOST)
        text = f"The holdout was looked at {n} times; {rule.at_holdout} are allowed. Fresh data would start anew."
        return because("fail", text, who_can_mend=("data-steward", "model-risk"), n=n)
    return because("pass", f"Look {looks} of {rule.at_holdout} at the holdout.", n=looks)
