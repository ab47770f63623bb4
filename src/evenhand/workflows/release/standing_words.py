"""What a status says in words: what else is to be known about a target, and which command brings it on."""

from collections.abc import Callable, Mapping

from evenhand.governance.projection.target import VERSION
from evenhand.kernel.instant import Instant
from evenhand.ports.ledger import Reader, Record
from evenhand.workflows.release.standing_version import champion_of, decisions_on

_DONE = ("released", "suspended", "retired", "rejected")
_SETTLED = ("open", "no gate")


def notes_about(state: Reader, record: Record, name: str, *, now: Instant) -> tuple[str, ...]:
    """Slots, retirement, findings and alerts, as far as there are any.

    Args:
        state: the projection.
        record: of the target.
        name: of the target.
        now: to tell what is overdue.
    """
    notes = [*_slots(state, record), *_retirement(state, record)]
    champion = record.body.get("champion") if record.kind == "deployment" else None
    if isinstance(champion, Mapping):
        notes.append(f"champion {champion['version']}")
    findings = [each for each in state.records("finding", parent=name) if each.body["is_open"] is True]
    if findings:
        n_late = sum(str(each.body["due_on"]) < now[:10] for each in findings)
        late = f", {n_late} overdue" if n_late else ""
        told = ", ".join(f"{each.key} ({each.body['severity']}, {each.body['owner']})" for each in findings[:3])
        head = "1 open finding" if len(findings) == 1 else f"{len(findings)} open findings"
        notes.append(f"{head}{late}: {told}{' ...' if len(findings) > 3 else ''}")
    return tuple(notes)


def next_step(state: Reader, record: Record, place: str) -> str:
    """The command that brings it on; empty when there is none."""
    steps: Mapping[str, Callable[[], str]] = {
        VERSION: lambda: _version_step(state, record, place),
        "use-case": lambda: "" if place in _SETTLED else f"evenhand judge use-case:{record.key}",
        "dataset": lambda: "" if place in _SETTLED else f"evenhand judge dataset:{record.key}",
        "deployment": lambda: _deployment_step(record, place),
        "retirement": lambda: "" if place == "done" else f"evenhand retire version {record.key}",
    }
    return steps[record.kind]()


def _version_step(state: Reader, version: Record, place: str) -> str:
    if place in _DONE:
        return ""
    if not state.records("evidence", parent=version.key):
        return f"evenhand evaluate {version.key} --data TABLE"
    verdict = state.record("verdict", f"{version.key}/training-validation")
    if verdict is not None and verdict.body["opens"] is not True:
        return "mend what blocks it and bring a new version, or ask for a waiver with evenhand waive"
    if version.body["submission"] is None:
        return f"evenhand submit {version.key}"
    return _step_after_submission(state, version, place)


def _step_after_submission(state: Reader, version: Record, place: str) -> str:
    if "send-back" in decisions_on(state, version):
        return f"sent back: mend what the answer names, then evenhand submit {version.key}"
    if place == "approved":
        return f"evenhand release {version.key} --environment ENVIRONMENT"
    return f"evenhand review {version.key}, then evenhand approve {version.key} --role ROLE --reason WHY"


def _deployment_step(record: Record, place: str) -> str:
    if place == "stopped":
        return f"evenhand resume {record.key} --why WHY"
    return "" if place == "running" else f"evenhand promote VERSION {record.key}"


def _slots(state: Reader, record: Record) -> list[str]:
    if record.kind != VERSION:
        return []
    return [f"champion of {place.key}" for place in champion_of(state, record)]


def _retirement(state: Reader, record: Record) -> list[str]:
    if record.kind != VERSION or state.record("retired", record.key) is not None:
        return []
    return ["its retirement is proposed"] if state.record("retirement", record.key) is not None else []
