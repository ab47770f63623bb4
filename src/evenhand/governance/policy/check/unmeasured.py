"""The predicates ``reproduced`` and ``shadow``, whose evidence nothing produces yet."""

from evenhand.governance.policy.facts import Facts
from evenhand.governance.policy.rule import UnmeasuredRule
from evenhand.governance.policy.verdict import Judgement, because


def judge_unmeasured(rule: UnmeasuredRule, facts: Facts) -> Judgement:  # noqa: ARG001 - no fact can decide it
    """What nothing produces yet is missing, whatever the facts say."""
    return because("missing", f"{rule.needs} cannot be recorded yet.", who_can_mend=("model-risk",))
