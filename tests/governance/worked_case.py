"""Small policies and facts that pass, to change one thing at a time."""

from typing import Any

from tests.governance.oracle import judge

NOW = "2026-11-23T12:00:00Z"
S, OTHER, OLD = "sha256:" + "a" * 64, "sha256:" + "b" * 64, "sha256:" + "c" * 64


def policy(*checks: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {"policy": "worked", "version": 1, "gates": {"intake": list(checks)}, **changes}


def facts(**changes: object) -> dict[str, Any]:
    return {
        "now": NOW, "mode": "governed", "environment": None, "use_case": {"class": "high_risk", "tier": 1},
        "subject": {"manifest": S, "submission": S}, "people": {"author": ["ada"], "submitter": ["bo"]},
        "inputs": {"income": "feature"}, "metrics": {}, "evidence": [], "approvals": [], "waivers": [], "looks": 1,
        "findings": [], "risks": None, **changes,
    }  # fmt: skip


def gate_of(check: dict[str, Any], **changes: Any) -> dict[str, str]:  # noqa: ANN401 - facts of any kind
    """The verdicts of a gate with one check by their ids; policy keys by their names, all other keywords are facts."""
    names = {"applies_when", "demonstration", "confidence", "family"}
    rules = {name: change for name, change in changes.items() if name in names}
    if "waivers_rule" in changes:
        rules["waivers"] = changes.pop("waivers_rule")
    others = changes.pop("beside", [])
    known = {name: change for name, change in changes.items() if name not in names}
    judged = judge(policy(check, *others, **rules), "intake", facts(**known))
    return {item["id"]: item["verdict"] for item in judged["checks"]}


def verdict(check: dict[str, Any], **changes: Any) -> str:  # noqa: ANN401 - facts of any kind
    """The verdict of the one check, which is the third after `applies` and `mode`."""
    return list(gate_of(check, **changes).values())[2]


def approval(person: str, role: str, decision: str = "approve", **changes: object) -> dict[str, object]:
    record = {"person": person, "role": role, "decision": decision, "submission": S, "at": NOW, "is_verified": True}
    return {**record, **changes}


def waiver(**changes: object) -> dict[str, object]:
    return {
        "check": "reproduced", "gate": "intake", "manifest": S, "persons": ["eve", "fay"], "roles": ["legal"],
        "reason": "no second machine this month", "compensating_control": "every refusal is read by a person",
        "given_at": "2026-11-20T12:00:00Z", "until": "2026-12-10T12:00:00Z", "is_verified": True, **changes,
    }  # fmt: skip


def group(name: dict[str, str] | None = None, **changes: object) -> dict[str, object]:
    return {
        "group": name or {}, "rows": 1000, "n": 500, "value": 0.8, "lower": 0.75, "upper": 0.85, "confidence": 0.9999,
        **changes,
    }  # fmt: skip


def measured(*groups: dict[str, object], **changes: object) -> dict[str, Any]:
    """A fact about `roc_auc` on the whole table or, with groups that have names, by their attributes."""
    by = list(groups[0]["group"]) if groups and isinstance(groups[0]["group"], dict) else []
    fact: dict[str, Any] = {"name": "roc_auc", "by": by, "reference_group": None, "rows": 1000 * len(groups)}
    return {**fact, "groups": list(groups), "input": OTHER, **changes}
