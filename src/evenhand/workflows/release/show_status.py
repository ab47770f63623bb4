"""Where every version stands, what blocks it and who can mend it."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.governance.audit.entry import Reader, Record
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.release.standing import state_of
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import document_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One check that keeps a gate closed."""

    gate: str
    check: str
    verdict: str
    reason: str
    who_can_mend: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One version.

    Attributes:
        about: for example ``credit@3``.
        state: candidate, validated, approved, released or rejected.
        environments: where a release covers it.
        blockers: of the gates judged last; empty when nothing was judged yet or all opened.
        next_step: the command that brings it on.
    """

    about: str
    use_case: str
    author: str
    state: str
    environments: tuple[str, ...]
    blockers: tuple[Blocker, ...]
    next_step: str

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "about": self.about, "use_case": self.use_case, "author": self.author, "state": self.state,
            "environments": list(self.environments),
            "blockers": [
                {"gate": each.gate, "check": each.check, "verdict": each.verdict, "reason": each.reason,
                 "who_can_mend": list(each.who_can_mend)}
                for each in self.blockers
            ],
            "next_step": self.next_step,
        }  # fmt: skip


def show_status(workspace: Workspace) -> tuple[Standing, ...]:
    """Every version, newest last within its model."""
    state = workspace.ledger
    return tuple(_standing(workspace, version) for version in state.records("version"))


def _standing(workspace: Workspace, version: Record) -> Standing:
    state = workspace.ledger
    verdicts = state.records("verdict", parent=version.key)
    releases = state.records("release", parent=version.key)
    decisions = _decisions(state, version)
    name = state_of(
        opened_gates=[str(verdict.body["gate"]) for verdict in verdicts if verdict.body["opens"] is True],
        decisions=decisions, is_released=bool(releases),
    )  # fmt: skip
    blockers = tuple(
        blocker for verdict in verdicts if verdict.body["opens"] is not True
        for blocker in _blockers(workspace, verdict)
    )  # fmt: skip
    return Standing(
        about=version.key, use_case=str(version.body["use_case"]), author=str(version.body["author"]), state=name,
        environments=tuple(str(release.body["environment"]) for release in releases),
        blockers=() if releases else blockers,
        next_step=_next_step(state, version, name, is_sent_back="send-back" in decisions),
    )  # fmt: skip


def _decisions(state: Reader, version: Record) -> list[str]:
    latest = {
        str(record.body["person"]): str(record.body["decision"])
        for record in state.records("approval", parent=version.key)
        if record.body["submission"] == version.body["submission"]
    }
    return list(latest.values())


def _blockers(workspace: Workspace, verdict: Record) -> list[Blocker]:
    document = document_of(workspace, verdict)["verdict"]
    checks = document["checks"] if isinstance(document, Mapping) else []
    blocking = [check for check in checks if isinstance(check, Mapping)] if isinstance(checks, list) else []
    return [
        _blocker(str(verdict.body["gate"]), check)
        for check in blocking
        if check["verdict"] not in ("pass", "waived", "not-applicable")
    ]


def _blocker(gate: str, check: Mapping[str, Json]) -> Blocker:
    reasons = check["reasons"]
    worst = [
        reason
        for reason in (reasons if isinstance(reasons, list) else [])
        if isinstance(reason, Mapping) and reason.get("verdict") == check["judged"]
    ]
    first: Mapping[str, Json] = worst[0] if worst else {}
    menders = first.get("who_can_mend")
    return Blocker(
        gate=gate, check=str(check["id"]), verdict=str(check["verdict"]), reason=str(first.get("text", "")),
        who_can_mend=tuple(map(str, menders)) if isinstance(menders, list) else (),
    )  # fmt: skip


def _next_step(state: Reader, version: Record, name: str, *, is_sent_back: bool) -> str:
    if name in ("released", "rejected"):
        return ""
    if not state.records("evidence", parent=version.key):
        return f"evenhand evaluate {version.key} --data TABLE"
    if version.body["submission"] is None:
        return f"evenhand submit {version.key}"
    if is_sent_back:
        return f"sent back: mend what the answer names, then evenhand submit {version.key}"
    if name == "approved":
        return f"evenhand release {version.key} --environment ENVIRONMENT"
    return f"evenhand review {version.key}, then evenhand approve {version.key} --role ROLE --reason WHY"
