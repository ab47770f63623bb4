"""Show a submission as its reviewers need it; reading leaves no trace."""

from collections.abc import Mapping, Sequence

from evenhand.governance.policy.rule import Policy
from evenhand.governance.projection.needed import GATES
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.evaluation.baseline import baseline_sentences
from evenhand.lifecycle.evaluation.slices import slice_sentences
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.release.account import accounts
from evenhand.lifecycle.release.diff import Diff, difference
from evenhand.lifecycle.release.estimate import estimate
from evenhand.lifecycle.release.gap import Gap, report_gaps, row_gaps, small_gaps, subject_gaps, undefined_gaps
from evenhand.lifecycle.release.review import (
    CheckUnderReview,
    Review,
    outcome_in_words,
    practice_in_words,
    rule_in_words,
)
from evenhand.lifecycle.training.manifest import Manifest
from evenhand.ports.ledger import Record
from evenhand.ports.workspace import Workspace
from evenhand.workflows.gate.facts import gate_facts
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import manifest_of, target_named, use_case_in_force, version_record
from evenhand.workflows.release.decision import current_submission
from evenhand.workflows.release.reviewed_checks import ReviewedGate
from evenhand.workflows.release.reviewed_decisions import decisions_given, persons_barred, places_needed
from evenhand.workflows.release.reviewed_evidence import Filed


def review_submission(workspace: Workspace, reference: Reference) -> Review:
    """What the current submission of a version decides, about whom, what is asked, what fails or is unknown.

    Numbers are those of the evidence that was submitted; checks are judged now, by the policy in force.

    Raises:
        NotFound: no such version was registered.
        SubmissionMissing: it was never submitted.
    """
    state = workspace.ledger
    version = version_record(state, reference)
    submission = current_submission(state, version)
    use_case, digest = use_case_in_force(state, str(version.body["use_case"]))
    policy = policy_in_force(state, use_case)
    manifest, filed = manifest_of(workspace, version), Filed.of(workspace, version)
    superseded = _superseded(submission, policy=policy.digest, use_case=digest)
    gates = _gates(workspace, version, policy, use_case)
    last = gates[-1]
    measured = accounts(filed.group_figures, use_case)
    evaluation = filed.body("evaluation-report")
    return Review(
        about=version.key, use_case=use_case.name, purpose=use_case.purpose, ai_act_class=use_case.ai_act_class,
        tier=use_case.tier, outcome=outcome_in_words(use_case), rule=rule_in_words(manifest, use_case),
        practice=practice_in_words(use_case), baselines=baseline_sentences(evaluation.get("baselines")),
        inputs=_inputs(last), meanings=use_case.meanings, weak_slices=slice_sentences(evaluation),
        submission=submission.key,
        submitter=str(submission.body["submitter"]), submitted_at=str(submission.body["made_at"]),
        author=str(version.body["author"]), mode=workspace.mode, policy=str(policy), superseded=superseded,
        environments=tuple(str(each.body["environment"]) for each in state.records("release", parent=version.key)),
        looks=len(state.records("look", parent=use_case.name)), n_rows=_count(evaluation, "rows"),
        n_usable=_count(evaluation, "usable"), figures=tuple(map(estimate, filed.figures)), accounts=measured,
        gates=tuple(gate.summary for gate in gates), checks=_checks(gates, submission),
        gaps=(*_standing_gaps(filed, superseded), *_gaps(filed, manifest, use_case), *small_gaps(measured)),
        decisions=decisions_given(workspace, version, None if superseded else submission.key),
        needed=places_needed(policy, GATES[-1], last.facts), barred=persons_barred(policy, GATES[-1], last.facts),
        diff=_diff(workspace, reference, filed), evidence=filed.listed,
    )  # fmt: skip


def _checks(gates: Sequence[ReviewedGate], submission: Record) -> tuple[CheckUnderReview, ...]:
    """Those of the first gate beside what was submitted; the others were not judged then."""
    stored = submission.body["verdicts"]
    submitted_as = stored if isinstance(stored, Mapping) else {}
    first, *others = gates
    return (*first.checks(submitted_as), *(check for gate in others for check in gate.checks({})))


def _gates(workspace: Workspace, version: Record, policy: Policy, use_case: UseCase) -> tuple[ReviewedGate, ...]:
    made = []
    target = target_named(workspace.ledger, version.key)
    for gate in GATES:
        facts = gate_facts(workspace, target, gate=gate, policy=policy, use_case=use_case, environment=None)
        made.append(ReviewedGate.of(policy, gate, facts))
    return tuple(made)


def _superseded(submission: Record, *, policy: str, use_case: str) -> tuple[str, ...]:
    now = {"policy": policy, "use case": use_case}
    then = {"policy": submission.body["policy"], "use case": submission.body["use_case"]}
    return tuple(name for name, digest in now.items() if then[name] != digest)


def _standing_gaps(filed: Filed, superseded: Sequence[str]) -> list[Gap]:
    gaps = []
    if superseded:
        text = f"The {' and the '.join(superseded)} changed since it was submitted: it has to be submitted again."
        gaps.append(Gap(kind="superseded", text=text))
    late = sorted({each.kind for each in filed.listed if not each.is_submitted})
    if late:
        text = f"Filed after it was submitted, so no part of what is approved: {', '.join(late)}."
        gaps.append(Gap(kind="superseded", text=text))
    return gaps


def _gaps(filed: Filed, manifest: Manifest, use_case: UseCase) -> list[Gap]:
    evaluation = filed.body("evaluation-report")
    skipped = evaluation.get("skipped")
    measured = [*filed.figures, *filed.group_figures]
    gaps = row_gaps(evaluation)
    if filed.n_unreadable:
        gaps.append(Gap(kind="unreadable", text=f"{filed.n_unreadable} filed numbers cannot be read and are left out."))
    gaps += report_gaps(filed.documents, skipped if isinstance(skipped, Mapping) else {})
    gaps += subject_gaps(manifest, use_case, {name for each in measured for name in each.groups})
    return [*gaps, *undefined_gaps(measured, use_case)]


def _inputs(gate: ReviewedGate) -> dict[str, str] | None:
    stored = gate.facts["inputs"]
    if not isinstance(stored, Mapping):
        return None
    return {name: "not in the contract" if role is None else str(role) for name, role in stored.items()}


def _count(body: Mapping[str, Json], name: str) -> int | None:
    stored = body.get(name)
    return stored if isinstance(stored, int) and not isinstance(stored, bool) else None


def _diff(workspace: Workspace, reference: Reference, filed: Filed) -> Diff | None:
    if reference.version == 1:
        return None
    before = version_record(workspace.ledger, Reference(name=reference.name, version=reference.version - 1))
    return difference(Filed.of(workspace, before).side(workspace), filed.side(workspace))
