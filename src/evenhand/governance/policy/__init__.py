"""Policies, and what they say about evidence."""

from evenhand.governance.policy.demand import MetricDemand, demands
from evenhand.governance.policy.document import load_policy, select_policy
from evenhand.governance.policy.engine import judge
from evenhand.governance.policy.rule import Policy
from evenhand.governance.policy.verdict import CheckVerdict, GateVerdict, Reason, Verdict

__all__ = [
    "CheckVerdict",
    "GateVerdict",
    "MetricDemand",
    "Policy",
    "Reason",
    "Verdict",
    "demands",
    "judge",
    "load_policy",
    "select_policy",
]
