"""One policy and the facts that open its gates; each test bends one thing."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from evenhand.governance.policy.document import load_policy
from evenhand.governance.policy.engine import judge
from evenhand.governance.policy.rule import Policy

NOW = "2026-11-23T07:00:00Z"
YESTERDAY = "2026-11-22T07:00:00Z"
TOMORROW = "2026-11-24T07:00:00Z"
MANIFEST, SUBMISSION, PROFILE = (f"sha256:{pair * 32}" for pair in ("a1", "5b", "c0"))
OTHER, REPORT, SHEET = (f"sha256:{pair * 32}" for pair in ("0f", "e1", "e2"))

TEXT = """
policy: credit
version: 1
applies_when: {class: [high_risk], tier: [2]}
waivers: {roles: [compliance], at_most_days: 30}
gates:
  training-validation:
    - inputs: {forbid_column_roles: [protected, label]}
    - metric: {name: roc_auc, at_least: 0.75}
    - metric: {name: true_positive_rate_difference, by: [sex, race], reference_group: overall, at_least: -0.10}
    - metric: {name: selection_rate_ratio, by: [[sex, race]], reference_group: largest, at_least: 0.8, burden: disprove}
    - metric: {name: accuracy, by: protected, at_least: 0.5}
    - metric: {name: flips_within_moves, budget: 2, at_most: 0.2, burden: disprove}
    - evidence: {kinds: [fairness-report, data-sheet], max_age: 90d}
    - looks: {at_holdout: 5}
  deployment-approval:
    - approvals: {legal: 1, compliance: 1}
    - separation: {none_of: [author, submitter]}
    - no_open: {findings: [critical, high]}
"""


@cache
def policy(text: str = TEXT) -> Policy:
    return load_policy(text)


def group(
    of: Mapping[str, str], value: float, half: float, *, n: int = 1000, rows: int | None = None
) -> dict[str, Any]:
    return {
        "group": dict(of), "rows": n if rows is None else rows, "n": n, "value": value, "lower": value - half,
        "upper": value + half, "confidence": 0.999,
    }  # fmt: skip


def metric(name: str, by: Sequence[str], groups: Sequence[Mapping[str, Any]], **more: object) -> dict[str, Any]:
    rows = sum(entry["rows"] for entry in groups)
    return {"name": name, "by": list(by), "rows": rows, "groups": [dict(g) for g in groups], "input": PROFILE, **more}


def approval(person: str, role: str, **more: object) -> dict[str, Any]:
    return {
        "person": person, "role": role, "decision": "approve", "submission": SUBMISSION, "at": YESTERDAY,
        "is_verified": True,
    } | more  # fmt: skip


def waiver(check: str, **more: object) -> dict[str, Any]:
    return {
        "check": check, "gate": "training-validation", "manifest": MANIFEST, "persons": ["grace", "joan"],
        "roles": ["compliance"], "reason": "The table is small.", "compensating_control": "People decide.",
        "given_at": YESTERDAY, "until": TOMORROW, "is_verified": True,
    } | more  # fmt: skip


_TPR = "true_positive_rate_difference"
_RATIO = "selection_rate_ratio"

OPENING: dict[str, Any] = {
    "now": NOW,
    "mode": "governed",
    "environment": None,
    "use_case": {"class": "high_risk", "tier": 2},
    "subject": {"manifest": MANIFEST, "submission": SUBMISSION},
    "people": {"author": ["ada"], "submitter": ["ada", "alan"]},
    "inputs": {"income": "feature", "age": "context"},
    "protected": ["sex"],
    "metrics": {
        "roc_auc": [metric("roc_auc", [], [group({}, 0.85, 0.02)])],
        f"{_TPR} by sex,race": [
            metric(_TPR, ["sex"], [group({"sex": "1"}, 0.01, 0.02), group({"sex": "2"}, -0.02, 0.03)],
                   reference_group="overall"),
            metric(_TPR, ["race"], [group({"race": "1"}, 0.01, 0.02), group({"race": "2"}, -0.02, 0.03)],
                   reference_group="overall"),
        ],
        f"{_RATIO} by sex*race": [
            metric(_RATIO, ["sex", "race"],
                   [group({"sex": "1", "race": "1"}, 1.0, 0.0), group({"sex": "2", "race": "1"}, 0.9, 0.2)],
                   reference_group="largest"),
        ],
        "accuracy by protected": [
            metric("accuracy", ["sex"], [group({"sex": "1"}, 0.8, 0.02), group({"sex": "2"}, 0.8, 0.02)])
        ],
        "flips_within_moves": [
            metric("flips_within_moves", [], [group({}, 0.1, 0.02)], budget=2, effort=400)
        ],
    },
    "evidence": [
        {"kind": "fairness-report", "digest": REPORT, "made_at": YESTERDAY, "manifest": MANIFEST},
        {"kind": "data-sheet", "digest": SHEET, "made_at": YESTERDAY, "manifest": MANIFEST},
    ],
    "approvals": [approval("grace", "legal"), approval("joan", "compliance")],
    "waivers": [],
    "looks": 1,
    "findings": [{"id": "F-1", "severity": "low", "is_open": True}],
    "risks": None,
}  # fmt: skip


def opening(**changed: object) -> dict[str, Any]:
    """A copy of the facts that open both gates, with some replaced."""
    return {**deepcopy(OPENING), **changed}


def verdict_of(check: str, facts: object, gate: str = "training-validation", text: str = TEXT) -> str:
    """The verdict of one check."""
    return next(found.verdict for found in judge(policy(text), gate, facts).checks if found.id == check)


def told(check: str, facts: object, gate: str = "training-validation", text: str = TEXT) -> str:
    """All sentences of one check."""
    checks = judge(policy(text), gate, facts).checks
    return " ".join(reason.text for found in checks if found.id == check for reason in found.reasons)


def at(facts: dict[str, Any], path: Sequence[str | int], value: object) -> dict[str, Any]:
    """The facts with the leaf at ``path`` replaced."""
    changed = deepcopy(facts)
    part: Any = changed
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return changed
