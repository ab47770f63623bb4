"""What a release was judged on, read back from the ledger as it stood then."""

from collections.abc import Mapping
from typing import Any

from evenhand.errors.release import ReleaseBroken
from evenhand.governance.access.release import Release
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.ports.ledger import Record
from evenhand.ports.workspace import Workspace

_NUMBERS = ("value", "lower", "upper", "confidence")
_LAST = "deployment-approval"


def facts_as_judged(
    workspace: Workspace, version: Record, gate: str, statement: Release, *, before: int
) -> Mapping[str, Json]:
    """The facts of the last verdict of ``gate`` on ``version`` before the entry ``before``.

    Raises:
        ReleaseBroken: there is none, or it is not the one that the release names.
    """
    entries = workspace.ledger.entries(about=f"version:{version.key}", action="gate.judged")
    for entry in reversed([entry for entry in entries if entry.sequence < before]):
        document = _document(workspace.ledger.payload(entry.payload))
        verdict, facts = document.get("verdict"), document.get("facts")
        if not isinstance(verdict, Mapping) or not isinstance(facts, Mapping) or verdict.get("gate") != gate:
            continue
        if gate == _LAST and digest_of_json(document) != statement.verdict:
            raise ReleaseBroken(f"The verdict of {gate} in the ledger is not the one that was released on.")
        return {**facts, "metrics": _with_numbers(facts.get("metrics"))}
    raise ReleaseBroken(f"The ledger holds no verdict of {gate} that {version.key} was released on.")


def policy_text_of(workspace: Workspace, digest: str) -> str:
    """The text of the policy of that digest, whether it is still in force or not.

    Raises:
        ReleaseBroken: it was never proposed here.
    """
    for entry in reversed(workspace.ledger.entries(action="policy.proposed")):
        document = _document(workspace.ledger.payload(entry.payload))
        content = document.get("content")
        if isinstance(content, Mapping) and digest_of_json(content) == digest:
            return str(document["text"])
    raise ReleaseBroken(f"The ledger holds no policy {digest}.")


def _document(payload: Json) -> Mapping[str, Json]:
    document = payload.get("document") if isinstance(payload, Mapping) else None
    return document if isinstance(document, Mapping) else {}


def _with_numbers(metrics: Json) -> dict[str, Json]:
    """Canonical JSON writes floats as text; here they become numbers again."""
    made: dict[str, Json] = {}
    for check, facts in (metrics if isinstance(metrics, Mapping) else {}).items():
        made[check] = [_fact(fact) for fact in facts] if isinstance(facts, list) else facts
    return made


def _fact(fact: Any) -> Json:  # noqa: ANN401 - stored JSON
    if not isinstance(fact, Mapping) or not isinstance(fact.get("groups"), list):
        return None
    groups: list[Json] = [
        {name: float(part) if name in _NUMBERS and isinstance(part, str) else part for name, part in group.items()}
        for group in fact["groups"]
        if isinstance(group, Mapping)
    ]
    return {**fact, "groups": groups}
