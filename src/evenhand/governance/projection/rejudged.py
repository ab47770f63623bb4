"""A recorded verdict opens a gate only where judging its facts again opens it, too."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from evenhand.errors.release import EntryRefused
from evenhand.governance.audit.entry import Reader
from evenhand.governance.policy.engine import judge
from evenhand.governance.policy.stated import as_stated
from evenhand.governance.projection.grounds import use_case_of
from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json

if TYPE_CHECKING:
    from evenhand.governance.policy.rule import Policy

_NUMBERS = ("value", "lower", "upper", "confidence")


def require_judged(
    state: Reader, target: Target, verdict: Mapping[str, Json], facts: Mapping[str, Json], *, policy: str
) -> None:
    """Refuse a verdict that opens what the policy in force and the facts beside it leave closed.

    Args:
        state: the projection.
        target: what is judged.
        verdict: as it stands in the document.
        facts: those of the document, as far as the ledger holds none, and those of the ledger.
        policy: digest of the policy in force.

    Raises:
        EntryRefused: with what the gate really says.
    """
    if verdict.get("opens") is not True:
        return
    rules = as_stated(_policy(_text_of(state, policy)), use_case_of(state, target.use_case)[1])
    found = judge(rules, str(verdict["gate"]), {**facts, "metrics": numbered_metrics(facts.get("metrics"))})
    if rules.digest != policy or not found.opens:
        closed = [check.id for check in found.checks if check.verdict not in ("pass", "waived")]
        raise EntryRefused(
            f"The verdict on {target.name} opens {found.gate}; its facts leave it {found.verdict}: "
            f"{', '.join(closed) or 'the policy holds no such gate'}."
        )


def numbered_metrics(metrics: Json) -> Json:
    """Measured metrics with their numbers as numbers: canonical bytes hold them as text.

    Examples:
        >>> numbered_metrics({"auc": [{"groups": [{"value": "0.5", "n": 3}]}]})
        {'auc': [{'groups': [{'value': 0.5, 'n': 3}]}]}
    """
    if not isinstance(metrics, Mapping):
        return metrics
    return {check: [_numbered(fact) for fact in _listed(found)] for check, found in metrics.items()}


def _numbered(fact: Json) -> Json:
    if not isinstance(fact, Mapping):
        return fact
    groups: list[Json] = [
        {name: _number(value) if name in _NUMBERS else value for name, value in group.items()}
        for group in _listed(fact.get("groups")) if isinstance(group, Mapping)
    ]  # fmt: skip
    return {**fact, "groups": groups}


def _number(stored: Json) -> Json:
    try:
        return float(stored) if isinstance(stored, str) else stored
    except ValueError:
        return stored


def _text_of(state: Reader, policy: str) -> str:
    documents = [record.body["document"] for record in state.records("policy") if record.body["digest"] == policy]
    return next((str(each["text"]) for each in documents if isinstance(each, Mapping)), "")


@lru_cache(maxsize=8)
def _policy(text: str) -> "Policy":
    from evenhand.governance.policy.document import recorded_policy  # noqa: PLC0415 - few commands judge

    return recorded_policy(text)


def _listed(stored: Json) -> Sequence[Json]:
    return stored if isinstance(stored, list | tuple) else ()
