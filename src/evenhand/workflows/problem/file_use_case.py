"""File the evidence of a use case for its gate ``intake``, made of what the use case states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.governance.risk.declared import declared_tiering
from evenhand.governance.risk.questionnaire import VERSION, answers_as_json
from evenhand.governance.risk.tiering import Tiering
from evenhand.kernel.canonical import Json, canonical_bytes
from evenhand.lifecycle.problem.intake import Paper, stated_papers
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.workspace import Workspace
from evenhand.workflows.filing import evidence_draft
from evenhand.workflows.lookup import document_of, latest_evidence, target_named, use_case_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What a use case could say for itself.

    Attributes:
        filed: kind of evidence to the entry that filed it just now.
        kept: kinds that were filed before and say the same.
        skipped: kind to the reason why too little is stated for it.
        gaps: kind to the parts that nobody stated.
    """

    filed: Mapping[str, Entry]
    kept: tuple[str, ...]
    skipped: Mapping[str, str]
    gaps: Mapping[str, Sequence[str]]


def file_use_case(workspace: Workspace, identity: Identity, name: str) -> Intake:
    """File what the use case in force states: problem, criteria, stakeholders, class, materiality, inventory entry.

    What was filed before in the same words is not filed again.

    Raises:
        NotFound, UseCaseMissing: no use case of that name is in force.
    """
    target = target_named(workspace.ledger, f"use-case:{name.removeprefix('use-case:')}")
    use_case, _ = use_case_in_force(workspace.ledger, target.key)
    papers = (*stated_papers(use_case), *_tiered(use_case))
    made = {paper.kind: paper.body for paper in papers if paper.body is not None}
    kept = []
    for kind, body in made.items():
        before = latest_evidence(workspace.ledger, target, kind)
        if before is not None and _same(document_of(workspace, before)["body"], body):
            kept.append(kind)
    fresh = [kind for kind in made if kind not in kept]
    drafts = [evidence_draft(workspace, identity, target, kind=kind, body=made[kind]) for kind in fresh]
    entries = workspace.ledger.append_together(drafts) if drafts else []
    return Intake(
        filed=dict(zip(fresh, entries, strict=True)), kept=tuple(kept),
        skipped={paper.kind: paper.missing for paper in papers if paper.body is None},
        gaps={paper.kind: paper.gaps for paper in papers if paper.gaps},
    )  # fmt: skip


def states_problem(workspace: Workspace, name: str) -> bool:
    """Whether the use case in force states more than what it is called and how it is measured."""
    return not use_case_in_force(workspace.ledger, name)[0].statement.is_empty


def _same(stored: Json, body: Mapping[str, Json]) -> bool:
    return canonical_bytes(stored) == canonical_bytes(body)


def _tiered(use_case: UseCase) -> tuple[Paper, Paper]:
    found = declared_tiering(use_case.as_json())
    if found is None:
        why = "No answers to the tiering questionnaire are stated."
        return (
            Paper(kind="risk-classification", body=None, missing=why),
            Paper(kind="materiality-assessment", body=None, missing=why),
        )
    return (
        Paper(kind="risk-classification", body=_classification(found)),
        Paper(kind="materiality-assessment", body=_materiality(found)),
    )


def _classification(found: Tiering) -> dict[str, Json]:
    return {
        **found.as_json(), "questionnaire": VERSION, "answers": answers_as_json(found.given),
        "defaulted": list(found.defaulted), "reasons": [ground.as_json() for ground in found.grounds],
        "sources": dict(found.flags), "not_legal_advice": True,
    }  # fmt: skip


def _materiality(found: Tiering) -> dict[str, Json]:
    points = found.materiality
    return {
        **points.as_json(), "impact_level": points.impact_level, "uncertainty_level": points.uncertainty_level,
        "matrix_tier": points.matrix_tier, "blocked": points.is_blocked, "questionnaire": VERSION,
        "floors": [{"rule": floor.rule, "tier_at_most": floor.tier_at_most} for floor in points.floors],
        "basis": "computed",
    }  # fmt: skip
