"""What is watched: the baseline window, alerts, and who answered them."""

from collections.abc import Mapping, Sequence

from evenhand.errors.monitoring import AlertMissing, AlertRefused
from evenhand.errors.release import EntryRefused, RoleMissing
from evenhand.governance.access.actor import Actor
from evenhand.governance.audit.entry import Change, Entry, Reader, Record
from evenhand.governance.controls.oversight import LEVELS, alert_level
from evenhand.governance.projection.signed import enrolled, signed_document
from evenhand.governance.projection.target import Target, target_of
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import is_digest
from evenhand.kernel.instant import moment

ANSWERING = ("model-owner", "operations", "model-risk", "independent-validation")
"""Roles that set limits, fix baselines and may answer every alert, beside those that its level notifies."""
WATCHED = frozenset({"performance-report", "drift-report", "fairness-monitoring-report"})
"""Kinds that are numbers about logged predictions, so that nobody can state them."""
_ALERT = (
    "id", "about", "level", "measure", "side", "subject", "window", "value", "lower", "upper", "n", "limit", "owner",
    "text",
)  # fmt: skip


def fix_baseline(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """What the windows of a deployment are compared with from now on; who builds models alone does not say it."""
    document = signed_document(state, entry, payload)
    if not set(ANSWERING) & set(Actor.from_json(enrolled(state, entry.actor).body).roles):
        raise RoleMissing(f"{entry.actor} is none of {', '.join(ANSWERING)}, and so cannot fix a baseline.")
    target = target_of(state, entry)
    if target.kind != "deployment" or document.get("manifest") != target.manifest:
        raise EntryRefused(f"The baseline is not that of {entry.about} as it answers now.")
    for name in ("content", "profile", "decided"):
        if not is_digest(str(document.get(name))):
            raise EntryRefused(f"The baseline of {entry.about} names no {name}.")
    _require_new_plan(state, target)
    body: dict[str, Json] = {
        **{name: document.get(name) for name in ("content", "profile", "decided", "origin", "window", "manifest")},
        "fixed_at": entry.at, "fixed_by": entry.actor, "payload": entry.payload,
    }  # fmt: skip
    return [Change(kind="baseline", key=target.key, parent=target.key, body=body)]


def _require_new_plan(state: Reader, target: Target) -> None:
    """What a champion is compared with moves only when a later plan says so."""
    standing = state.record("baseline", target.key)
    if standing is None or standing.body["manifest"] != target.manifest:
        return
    plans = [each for each in state.records("evidence", parent=target.name) if each.body["kind"] == "monitoring-plan"]
    if not any(plan.head > standing.head for plan in plans):
        raise EntryRefused(
            f"The baseline of {target.key} is fixed for the version that answers now.",
            remedy="State another in a new monitoring plan, whose limits then count too.",
        )


def raise_alert(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """A bound was crossed: under the next number, with the times of the catalogue, once for each window and measure."""
    document = signed_document(state, entry, payload)
    target = target_of(state, entry)
    key = f"A-{len(state.records('alert')) + 1}"
    if target.kind != "deployment" or (document.get("id"), document.get("about")) != (key, target.name):
        raise EntryRefused(f"The alert is not {key} about a deployment.")
    level, window = str(document.get("level")), document.get("window")
    if level not in LEVELS:
        raise EntryRefused(f"{key} has no level among {', '.join(LEVELS)}.")
    if not isinstance(window, Mapping) or moment(str(window.get("start"))) >= moment(str(window.get("end"))):
        raise EntryRefused(f"{key} names no window.")
    if set(document) != set(_ALERT) or not str(document.get("owner") or "").strip():
        raise EntryRefused(f"{key} does not hold exactly what an alert holds, or has no owner.")
    standing = same_alert(state, target.key, document)
    if standing is not None and LEVELS.index(str(standing.body["level"])) >= LEVELS.index(level):
        raise EntryRefused(f"{standing.key} says the same about this window already.", alert=standing.key)
    times = alert_level(level)
    body: dict[str, Json] = {
        **{name: document[name] for name in _ALERT}, "raised_at": entry.at, "raised_by": entry.actor,
        "acknowledge_by": times.acknowledge_by(entry.at), "act_by": times.act_by(entry.at),
        "notify": list(times.notify), "is_open": True, "acknowledged_at": None, "acknowledged_by": None,
        "acknowledgement": None, "closed_at": None, "closed_by": None, "resolution": None, "payload": entry.payload,
    }  # fmt: skip
    return [Change(kind="alert", key=key, parent=target.key, body=body)]


def acknowledge_alert(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """Somebody who has to answer has seen it and says what he does."""
    alert, words = _answered(state, entry, payload)
    if alert.body["acknowledged_at"] is not None:
        raise AlertMissing(f"{alert.key} was acknowledged by {alert.body['acknowledged_by']} already.")
    body = {
        **alert.body,
        "acknowledged_at": entry.at,
        "acknowledged_by": entry.actor,
        "acknowledgement": words,
    }
    return [Change(kind="alert", key=alert.key, parent=alert.parent, body=body)]


def close_alert(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> Sequence[Change]:
    """It was dealt with; the finding that it opened was resolved before."""
    alert, words = _answered(state, entry, payload)
    finding = finding_of(state, alert)
    if finding is not None and finding.body["is_open"] is True:
        raise AlertRefused(f"{alert.key} opened {finding.key}, which is not resolved.", finding=finding.key)
    body = {**alert.body, "is_open": False, "closed_at": entry.at, "closed_by": entry.actor, "resolution": words}
    return [Change(kind="alert", key=alert.key, parent=alert.parent, body=body)]


def same_alert(state: Reader, deployment: str, document: Mapping[str, Json]) -> Record | None:
    """The loudest alert about the same measure of the same thing in the same window, open or not."""
    named = ("measure", "side", "subject", "window")
    found = [
        record
        for record in state.records("alert", parent=deployment)
        if all(record.body[name] == document.get(name) for name in named)
    ]
    return max(found, key=lambda record: LEVELS.index(str(record.body["level"])), default=None)


def finding_of(state: Reader, alert: Record) -> Record | None:
    """The finding that an alert opened; it names the evidence that names the alert."""
    about = f"deployment:{alert.parent}"
    records = {
        record.key
        for record in state.records("evidence", parent=about)
        if record.body["kind"] == "alert-record" and alert.body["payload"] in _listed(record.body["inputs"])
    }
    found = [record for record in state.records("finding", parent=about) if record.body["source"] in records]
    return found[-1] if found else None


def _answered(state: Reader, entry: Entry, payload: Mapping[str, Json]) -> tuple[Record, str]:
    document = signed_document(state, entry, payload)
    kind, _, name = entry.about.partition(":")
    alert = state.record("alert", name) if kind == "alert" else None
    if alert is None or alert.body["is_open"] is not True:
        raise AlertMissing(f"{name} {'was never raised' if alert is None else 'is closed'}.", alert=name)
    words = str(document.get("words") or "").strip()
    if not words:
        raise AlertRefused(f"{name} is answered without a word.", alert=name)
    if not may_answer(state, entry.actor, alert):
        raise AlertRefused(f"{entry.actor} is neither the owner of {name} nor in a role that it was sent to.")
    return alert, words


def may_answer(state: Reader, actor: str, alert: Record) -> bool:
    """Whether somebody owns an alert or holds a role that answers it."""
    record = enrolled(state, actor)
    allowed = {*ANSWERING, *(str(role) for role in _listed(alert.body["notify"]))}
    roles = set(Actor.from_json(record.body).roles)
    return alert.body["owner"] in {record.key, str(record.parent), *roles} or bool(allowed & roles)


def _listed(stored: Json) -> list[Json]:
    return list(stored) if isinstance(stored, list) else []
