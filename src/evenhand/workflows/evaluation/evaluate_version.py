"""Measure a version on held-out rows and file the evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.evidence import Evidence
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import PREDICTIONS, Manifest
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.storage import profile_bytes
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Draft, Entry, Record
from evenhand.ports.sample import Models, Sample
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document, signed_draft
from evenhand.workflows.answering import scores_for
from evenhand.workflows.evaluation.asking import Effort, Rows
from evenhand.workflows.evaluation.comparing import baselines_of
from evenhand.workflows.evaluation.policy_asks import budget_asked, crossings_asked
from evenhand.workflows.evaluation.reporting import Further, card, further_reports, standard_reports
from evenhand.workflows.evaluation.slicing import slices_of
from evenhand.workflows.lookup import manifest_of, use_case_in_force, version_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What an evaluation left behind.

    Attributes:
        profile: of the rows, from which every number was derived.
        evidence: kind to the entry that filed it.
        look: which look at held-out rows of this use case it was.
        skipped: kind of evidence to the reason why it could not be made.
        violations: where the rows break the version's contract, in words.
        bodies: kind of evidence to what it says.
    """

    profile: EvaluationProfile
    evidence: Mapping[str, Entry]
    look: int
    skipped: Mapping[str, str]
    violations: tuple[str, ...] = ()
    bodies: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)


def evaluate_version(
    workspace: Workspace,
    identity: Identity,
    reference: Reference,
    *,
    holdout: Sample,
    models: Models,
    training: Sample | None = None,
    seed: int = 0,
    effort: Effort | None = None,
) -> Evaluation:
    """Record the look, let the model answer, count, derive the reports and file all of them in one step.

    Rows that cannot be measured at all are refused before they count as a look.

    Args:
        workspace: where.
        identity: who evaluates.
        reference: the version.
        holdout: rows that training has not seen.
        models: opens the version in a confined child.
        training: rows that it was trained on, for the privacy report.
        seed: of every sample that is drawn.
        effort: how much the model may be asked; the most moves that a policy in force asks for are searched anyhow.
    """
    version = version_record(workspace.ledger, reference)
    manifest = manifest_of(workspace, version)
    use_case, _ = use_case_in_force(workspace.ledger, manifest.use_case)
    holdout.require(use_case, inputs=manifest.inputs, outputs=manifest.outputs)
    look = _open_holdout(workspace, identity, version, use_case, holdout)
    rows = Rows(holdout=holdout, training=training, seed=seed)
    cases, further = _answers(manifest, use_case, rows, models, _effort(workspace, effort))
    profile = EvaluationProfile.of(cases, crossings=crossings_asked(workspace, use_case))
    stored = workspace.artifacts.put(profile_bytes(profile))
    bodies: dict[str, dict[str, Json]] = standard_reports(profile, holdout, _contract(manifest))
    bodies.update(further.made)
    bodies["model-card"] = card(manifest, use_case, holdout, bodies, stored)
    skipped = dict(further.skipped)
    if not profile.plan.has_score:
        skipped["calibration-report"] = "The model gives decisions and no scores."
    bodies["evaluation-report"]["skipped"] = dict(skipped)
    bodies["evaluation-report"]["slices"] = slices_of(cases, holdout, manifest, use_case, seed=seed)
    bodies["evaluation-report"]["baselines"] = baselines_of(cases, holdout, use_case)
    inputs = (manifest.digest, holdout.digest, stored)
    drafts = [
        _drafted(workspace, identity, version, kind, {**body, "profile": stored}, inputs)
        for kind, body in bodies.items()
    ]
    evidence = dict(zip(bodies, workspace.ledger.append_together(drafts), strict=True))
    violations = holdout.violations(_contract(manifest))
    return Evaluation(
        profile=profile, evidence=evidence, look=look, skipped=skipped, violations=violations, bodies=bodies
    )


def _effort(workspace: Workspace, wanted: Effort | None) -> Effort:
    spent = wanted or Effort()
    return replace(spent, budget=max(spent.budget, budget_asked(workspace)))


def _open_holdout(workspace: Workspace, identity: Identity, version: Record, use_case: UseCase, holdout: Sample) -> int:
    document: dict[str, Json] = {
        "version": version.key, "use_case": use_case.name, "rows_digest": holdout.digest, "n_rows": holdout.n_rows,
    }  # fmt: skip
    append_document(workspace, identity, action="holdout.opened", about=f"version:{version.key}", document=document)
    return len(workspace.ledger.records("look", parent=use_case.name))


def _answers(
    manifest: Manifest, use_case: UseCase, rows: Rows, models: Models, effort: Effort
) -> tuple[Cases, Further]:
    holdout = rows.holdout
    if manifest.loader == PREDICTIONS:
        scores, decisions = holdout.stated(manifest.outputs, use_case)
        if decisions is None:
            decisions = _decided(manifest, scores)
        why = "The model was never given to evenhand."
        return holdout.cases(use_case, scores=scores, decisions=decisions), Further.nothing(why)
    with models.open(manifest) as model:
        scores = scores_for(model, holdout, _contract(manifest))
        cases = holdout.cases(use_case, scores=scores, decisions=_decided(manifest, scores))
        return cases, further_reports(model, manifest, use_case, rows, effort)


def _decided(manifest: Manifest, scores: Any) -> Any:  # noqa: ANN401 - arrays
    """1 or 0 for each score; where there is none, there is no decision either."""
    rule = DecisionRule.from_json(manifest.decision_rule)
    decisions, is_known = scores.copy(), scores == scores  # noqa: PLR0124 - NaN alone differs from itself
    decisions[is_known] = rule.decide(scores[is_known])
    return decisions


def _contract(manifest: Manifest) -> Contract:
    return Contract.from_json(manifest.contract)


def _drafted(
    workspace: Workspace, identity: Identity, version: Record, kind: str, body: Mapping[str, Json],
    inputs: tuple[Digest, ...],
) -> Draft:  # fmt: skip
    evidence = Evidence(
        kind=kind, about=version.key, body=body, inputs=inputs, author=identity.actor,
        made_at=workspace.clock.now(),
    )  # fmt: skip
    return signed_draft(
        workspace, identity, action="evidence.filed", about=f"version:{version.key}", document=evidence.as_json()
    )
