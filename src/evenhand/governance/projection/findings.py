"""Findings: what somebody holds to be wrong, who must answer for it by when, and how it ended."""

from collections.abc import Mapping, Sequence

from evenhand.errors.release import EntryRefused, SecondPersonNeeded
from evenhand.governance.audit.entry import Change, Entry, Reader, Record
from evenhand.governance.projection.signed import enrolled, mode_of, signed_document
from evenhand.governance.projection.target import Target, find_target, target_of
from evenhand.kernel.canonical import Json
from evenhand.kernel.instant import moment

SEVERITIES = ("critical", "high", "medium", "low")


def open_finding(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A finding about a target, under the next number of the workspace."""
    document = signed_document(state, entry, payload)
    target = target_of(state, entry)
    key = f"F-{len(state.records('finding')) + 1}"
    if (document.get("id"), document.get("about")) != (key, target.name):
        raise EntryRefused(f"The finding is not {key} about {target.name}.")
    if document.get("severity") not in SEVERITIES:
        raise EntryRefused(f"{key} has no severity among {', '.join(SEVERITIES)}.")
    for name in ("text", "owner"):
        if not str(document.get(name) or "").strip():
            raise EntryRefused(f"{key} states no {name}.")
    moment(f"{document.get('due_on')}T00:00:00Z")
    body: dict[str, Json] = {
        **{name: document.get(name) for name in ("id", "about", "severity", "text", "owner", "due_on", "source")},
        "is_open": True, "opened_at": entry.at, "opened_by": entry.actor, "closed_at": None, "closed_by": None,
        "resolution": None, "payload": entry.payload,
    }  # fmt: skip
    return [Change(kind="finding", key=key, parent=target.name, body=body)]


def close_finding(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A finding is resolved: never by the person who built what a serious one is about."""
    document = signed_document(state, entry, payload)
    target = target_of(state, entry)
    finding = state.record("finding", str(document.get("id")))
    if finding is None or finding.parent != target.name or finding.body["is_open"] is not True:
        raise EntryRefused(f"No open finding {document.get('id')} stands about {target.name}.")
    if not str(document.get("resolution") or "").strip():
        raise EntryRefused(f"{finding.key} cannot be closed without saying how it was resolved.")
    _refuse_author(state, finding, entry)
    body = {
        **finding.body, "is_open": False, "closed_at": entry.at, "closed_by": entry.actor,
        "resolution": document["resolution"],
    }  # fmt: skip
    return [Change(kind="finding", key=finding.key, parent=finding.parent, body=body)]


def _refuse_author(state: Reader, finding: Record, entry: Entry) -> None:
    target = find_target(state, str(finding.parent))
    if target is None or finding.body["severity"] not in SEVERITIES[:2] or mode_of(state) == "demonstration":
        return
    if enrolled(state, entry.actor).parent in {enrolled(state, each).parent for each in _makers(state, target)}:
        fact = f"{entry.actor} made {target.name} or what runs in it: another person closes a serious finding about it."
        raise SecondPersonNeeded(fact, remedy="Ask somebody who did not make it to close the finding.")


def _makers(state: Reader, target: Target) -> list[str]:
    """Who made a target; of a deployment also who built what answers in it."""
    deployment = state.record("deployment", target.key) if target.kind == "deployment" else None
    champion = None if deployment is None else deployment.body["champion"]
    version = state.record("version", str(champion["version"])) if isinstance(champion, Mapping) else None
    return [target.author, *([] if version is None else [str(version.body["author"])])]
