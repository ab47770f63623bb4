"""Draw the matrix of principles and phases from recorded verdicts and evidence."""

from collections.abc import Iterator, Mapping, Sequence

from evenhand.errors.base import EvenhandError
from evenhand.governance.audit.entry import Record
from evenhand.governance.controls.principle import Cell, cited, placing
from evenhand.governance.policy.document import recorded_policy
from evenhand.governance.policy.rule import EvidenceRule
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.release.matrix import Matrix, MatrixCell, MissingKind, RanCheck
from evenhand.lifecycle.release.source import Source
from evenhand.ports.workspace import Workspace
from evenhand.workflows.document.gathering import FILED, sources_of
from evenhand.workflows.document.recorded import checks_of
from evenhand.workflows.document.subject import subject_named
from evenhand.workflows.gate.recall import policy_text_of


def show_principles(workspace: Workspace, reference: str) -> Matrix:
    """Which checks ran for each principle in each phase, what they found, what is only attested, what is missing.

    Raises:
        NotFound: nothing of that name is on record.
    """
    subject, table = subject_named(workspace.ledger, reference), placing()
    found = sources_of(workspace, subject)
    known = {kind: found.get(kind) or found.get(f"{FILED}:{kind}") for kind in table.kinds}
    sources = {kind: each for kind, each in known.items() if each is not None}
    ran = list(_ran(workspace, subject.names))
    cells = {
        (principle, phase): _cell((principle, phase), ran, sources)
        for principle in table.principles
        for phase in table.phases
    }
    return Matrix(
        about=subject.target.name, names=subject.names, mode=workspace.mode, entries=workspace.trail.size,
        principles=table.principles, phases=table.phases, cells=cells,
    )  # fmt: skip


def _cell(cell: Cell, ran: Sequence[tuple[RanCheck, tuple[Cell, ...]]], sources: Mapping[str, Source]) -> MatrixCell:
    expected = placing().expected(cell)
    return MatrixCell(
        principle=cell[0], phase=cell[1], checks=tuple(check for check, cells in ran if cell in cells),
        evidence=tuple(sources[kind] for kind in expected if kind in sources),
        missing=tuple(
            MissingKind(kind=kind, cited=cited(kind, cell[0])) for kind in expected if kind not in sources
        ),
    )  # fmt: skip


def _ran(workspace: Workspace, names: Sequence[str]) -> Iterator[tuple[RanCheck, tuple[Cell, ...]]]:
    """Every check of the latest verdict of each gate on each of the names."""
    for name in names:
        for verdict in workspace.ledger.records("verdict", parent=name):
            kinds, gate = _kinds(workspace, verdict), str(verdict.body["gate"])
            for check in checks_of(workspace, verdict):
                for kind in kinds.get(str(check.get("id")), (None,)):
                    yield _check(verdict, check, name, kind), placing().cells_of_check(check, gate, kind)


def _check(verdict: Record, check: Mapping[str, Json], name: str, kind: str | None) -> RanCheck:
    found, reason = _found(check, kind)
    return RanCheck(
        gate=str(verdict.body["gate"]), id=str(check.get("id")), predicate=str(check.get("predicate")), verdict=found,
        reason=reason, at=str(verdict.body["judged_at"]), about=name,
    )  # fmt: skip


def _kinds(workspace: Workspace, verdict: Record) -> dict[str, tuple[str, ...]]:
    """Id of a check to the kinds of evidence that it asks for, by the policy that it was judged by."""
    try:
        policy = recorded_policy(policy_text_of(workspace, str(verdict.body["policy"])))
    except EvenhandError:  # a policy of a form that this version cannot read places no evidence check
        return {}
    checks = policy.gates.get(str(verdict.body["gate"]), ())
    return {check.id: check.rule.kinds for check in checks if isinstance(check.rule, EvidenceRule)}


def _found(check: Mapping[str, Json], kind: str | None) -> tuple[str, str]:
    """Verdict and the sentence that weighs most; of a check on evidence, those of the one kind."""
    reasons, verdict = check.get("reasons"), str(check.get("verdict"))
    maps = [each for each in (reasons if isinstance(reasons, list) else []) if isinstance(each, Mapping)]
    if kind is not None:
        maps = [each for each in maps if kind in str(each.get("text"))] or maps
        if verdict != "waived" and maps:
            verdict = str(maps[0].get("verdict", verdict))
    weighing = maps if kind is not None else [each for each in maps if each.get("verdict") == check.get("judged")]
    chosen = (weighing or maps)[:1]
    return verdict, str(chosen[0].get("text", "")) if chosen else ""
