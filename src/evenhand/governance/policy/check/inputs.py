"""The predicate ``inputs``: what the model may not see."""

from typing import get_args

from evenhand.governance.policy.facts import Facts, mapping
from evenhand.governance.policy.figure import safe
from evenhand.governance.policy.rule import ColumnRole, InputsRule
from evenhand.governance.policy.verdict import Judgement, because

_COLUMN_ROLES = frozenset(get_args(ColumnRole))
_MENDERS = ("developer", "data-steward")


def judge_inputs(rule: InputsRule, facts: Facts) -> Judgement:
    """No input column has a forbidden role; an unknown list of inputs is missing."""
    inputs = mapping(facts.get("inputs"))
    if not inputs:
        return because("missing", "The columns that the model takes are not known.", who_can_mend=_MENDERS)
    pairs = [pair for pair in inputs.items() if all(isinstance(part, str) for part in pair)]
    known = {column: role for column, role in pairs if role in _COLUMN_ROLES}
    barred = [f"{safe(column)} ({role})" for column, role in known.items() if role in rule.forbidden]
    if barred:
        text = f"The model takes {', '.join(barred[:10])}; columns of that role are forbidden."
        return because("fail", text, who_can_mend=("developer",), n=len(barred))
    unknown = [safe(column) for column in inputs if column not in known]
    if unknown:
        text = f"The contract gives no known role to {', '.join(unknown[:10])}."
        return because("missing", text, who_can_mend=_MENDERS)
    return because("pass", f"None of {len(inputs)} input columns has a forbidden role.", n=len(inputs))
