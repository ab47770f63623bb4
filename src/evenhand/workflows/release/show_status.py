"""Where everything stands that can be judged, what blocks it and who can mend it."""

from collections.abc import Mapping
from dataclasses import dataclass

from evenhand.errors.base import EvenhandError
from evenhand.governance.projection.target import GATE_OF, VERSION
from evenhand.kernel.canonical import Json
from evenhand.ports.ledger import Reader, Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import document_of, use_case_in_force
from evenhand.workflows.release.standing_version import version_state
from evenhand.workflows.release.standing_words import next_step, notes_about

KINDS = ("use-case", "dataset", VERSION, "deployment", "retirement")


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
    """One target.

    Attributes:
        about: for example ``credit@3`` or ``use-case:loan``.
        kind: of thing.
        state: of a version candidate, validated, approved, released, suspended, retired or rejected; of a deployment
            running, stopped or empty; of everything else ``open``, ``closed`` or ``not judged``, after its gate, and
            ``no gate`` where the policy holds none for it.
        environments: where a release covers it, or where the deployment is.
        blockers: of the gates judged last; empty when nothing was judged yet or all opened.
        notes: what else somebody should know, in words.
        next_step: the command that brings it on.
    """

    about: str
    kind: str
    use_case: str
    author: str
    state: str
    environments: tuple[str, ...]
    blockers: tuple[Blocker, ...]
    notes: tuple[str, ...]
    next_step: str

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "about": self.about, "kind": self.kind, "use_case": self.use_case, "author": self.author,
            "state": self.state, "environments": list(self.environments),
            "blockers": [
                {"gate": each.gate, "check": each.check, "verdict": each.verdict, "reason": each.reason,
                 "who_can_mend": list(each.who_can_mend)}
                for each in self.blockers
            ],
            "notes": list(self.notes), "next_step": self.next_step,
        }  # fmt: skip


def show_status(workspace: Workspace) -> tuple[Standing, ...]:
    """Every target, use case by use case, in the order of the lifecycle, newest last within its kind."""
    state = workspace.ledger
    held = {record.key: _held(state, record.key) for record in state.records("use-case")}
    found = [_standing(workspace, record, held) for kind in KINDS for record in state.records(kind)]
    order = [record.key for record in state.records("use-case")]
    return tuple(sorted(found, key=lambda each: order.index(each.use_case) if each.use_case in order else len(order)))


def _held(state: Reader, use_case: str) -> frozenset[str]:
    """The gates of the policy in force for a use case; none when no policy is."""
    try:
        return frozenset(policy_in_force(state, use_case_in_force(state, use_case)[0]).gates)
    except EvenhandError:  # nothing can be judged yet, which judging says in its own words
        return frozenset()


def _standing(workspace: Workspace, record: Record, held: Mapping[str, frozenset[str]]) -> Standing:
    state = workspace.ledger
    name = record.key if record.kind == VERSION else f"{record.kind}:{record.key}"
    verdicts = [each for each in state.records("verdict", parent=name) if each.body["gate"] in GATE_OF]
    use_case = str(record.body.get("use_case") or record.key)
    state_name = _state(state, record, verdicts, held.get(use_case, frozenset()))
    blockers = tuple(
        blocker for verdict in verdicts if verdict.body["opens"] is not True
        for blocker in _blockers(workspace, verdict)
    )  # fmt: skip
    return Standing(
        about=name, kind=record.kind, use_case=use_case,
        author=str(record.body.get("author") or record.body.get("proposer")), state=state_name,
        environments=() if state_name == "retired" else _environments(state, record),
        blockers=() if state_name in ("released", "suspended", "retired") else blockers,
        notes=notes_about(state, record, name, now=workspace.clock.now()),
        next_step=next_step(state, record, state_name),
    )  # fmt: skip


def _state(state: Reader, record: Record, verdicts: list[Record], held: frozenset[str]) -> str:
    if record.kind == VERSION:
        return version_state(state, record)
    if record.kind == "deployment":
        if record.body.get("is_stopped") is True:
            return "stopped"
        return "running" if record.body.get("champion") else "empty"
    if record.kind == "retirement" and state.record("retired", record.key) is not None:
        return "done"
    gate = next(gate for gate, kind in GATE_OF.items() if kind == record.kind)
    if not verdicts or gate not in held:
        return "not judged" if gate in held else "no gate"
    return "open" if verdicts[-1].body["opens"] is True else "closed"


def _environments(state: Reader, record: Record) -> tuple[str, ...]:
    if record.kind == VERSION:
        releases = state.records("release", parent=record.key)
        shadow = {True: " (shadow)", False: ""}
        return tuple(f"{each.body['environment']}{shadow[each.body.get('exposure') == 'shadow']}" for each in releases)
    return (str(record.body["environment"]),) if record.kind == "deployment" else ()


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
