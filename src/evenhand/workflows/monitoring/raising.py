"""From a bound that was crossed to an alert, its record and the finding that somebody has to answer."""

from collections.abc import Mapping

from evenhand.errors.ledger import HeadMoved
from evenhand.governance.controls.oversight import LEVELS, SEVERITY
from evenhand.governance.projection.monitoring import finding_of, same_alert
from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.monitoring.limit import Standing
from evenhand.lifecycle.monitoring.plan import Plan
from evenhand.lifecycle.monitoring.telling import crossed_sentence
from evenhand.lifecycle.monitoring.window import Window
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.finding.open_finding import open_finding

_TRIES = 5
_IN_A_ROW = 3


def answer_for(
    workspace: Workspace, identity: Identity, target: Target, standing: Standing, *, window: Window, plan: Plan
) -> tuple[Record, bool]:
    """The alert of a crossed bound: the one that stands, or a new one with its record and its finding.

    Whoever was stopped between the three runs again; what is there is not made twice.

    Returns:
        The alert, and whether it is new.
    """
    alert, is_new = _raised(workspace, identity, target, _document(workspace, target, standing, window, plan))
    records = [
        record
        for record in workspace.ledger.records("evidence", parent=target.name)
        if record.body["kind"] == "alert-record" and alert.body["payload"] in _inputs(record)
    ]
    if not records:
        body: dict[str, Json] = {
            name: alert.body[name]
            for name in ("id", "level", "measure", "subject", "window", "value", "lower", "upper", "limit", "text",
                         "owner", "raised_at", "acknowledge_by", "act_by", "notify")
        }  # fmt: skip
        payload = str(alert.body["payload"])
        file_evidence(workspace, identity, target, kind="alert-record", body=body, inputs=(payload,))
        return answer_for(workspace, identity, target, standing, window=window, plan=plan)[0], is_new
    if finding_of(workspace.ledger, alert) is None:
        open_finding(
            workspace, identity, target.name, severity=SEVERITY[str(alert.body["level"])],
            text=f"{alert.key}, window {window}: {alert.body['text']}", owner=str(alert.body["owner"]),
            due_on=str(alert.body["act_by"])[:10], source=records[0].key,
        )  # fmt: skip
    return alert, is_new


def _document(workspace: Workspace, target: Target, standing: Standing, window: Window, plan: Plan) -> dict[str, Json]:
    measured = standing.measured
    document: dict[str, Json] = {
        "about": target.name, "level": standing.level, "measure": standing.limit.key, "side": standing.limit.side,
        "subject": standing.subject, "window": dict(window.as_json()), "value": measured.value,
        "lower": measured.lower, "upper": measured.upper, "n": measured.n, "limit": standing.bound,
        "owner": plan.owner, "text": crossed_sentence(standing),
    }  # fmt: skip
    if standing.level == "warning" and _n_before(workspace, target, document, window) >= _IN_A_ROW - 1:
        document["level"] = "action"
        document["text"] = f"{document['text']} The third warning in a row."
    return document


def _n_before(workspace: Workspace, target: Target, document: Mapping[str, Json], window: Window) -> int:
    """Windows straight before this one in which the same bound was crossed."""
    named = ("measure", "side", "subject")
    earlier = {}
    for record in workspace.ledger.records("alert", parent=target.key):
        stored = record.body["window"]
        if isinstance(stored, Mapping) and all(record.body[name] == document[name] for name in named):
            earlier[str(stored["end"])] = str(stored["start"])
    n, start = 0, window.start
    while start in earlier:
        n, start = n + 1, earlier[start]
    return n


def _raised(workspace: Workspace, identity: Identity, target: Target, document: dict[str, Json]) -> tuple[Record, bool]:
    for _ in range(_TRIES):
        standing = same_alert(workspace.ledger, target.key, document)
        if standing is not None and LEVELS.index(str(standing.body["level"])) >= LEVELS.index(str(document["level"])):
            return standing, False
        name = f"A-{len(workspace.ledger.records('alert')) + 1}"
        try:
            append_document(
                workspace, identity, action="alert.raised", about=target.subject, document={"id": name, **document},
                expects={f"alert:{name}": None},
            )  # fmt: skip
        except HeadMoved:
            continue
        record = workspace.ledger.record("alert", name)
        if record is not None:
            return record, True
    raise HeadMoved("Others raise alerts all the time; no number was free.")


def _inputs(record: Record) -> list[Json]:
    inputs = record.body["inputs"]
    return list(inputs) if isinstance(inputs, list) else []
