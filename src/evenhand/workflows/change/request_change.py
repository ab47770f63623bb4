"""Ask that a version take the champion's place: file why, what set it off, and how both do on the same rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evenhand.errors.monitoring import ChangeRefused
from evenhand.errors.workspace import NotFound
from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.monitoring.window import Window
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import PREDICTIONS, Manifest
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry, Record
from evenhand.ports.sample import Models, Sample
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.answering import scores_for
from evenhand.workflows.deployment.standing import deployment_in_force
from evenhand.workflows.filing import evidence_draft
from evenhand.workflows.lookup import latest_evidence, manifest_of, target_named, use_case_in_force, version_record

KINDS = ("retraining", "feature", "threshold", "data", "code", "other")
SUBSTANTIAL = ("yes", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Rows on which both versions are compared.

    Attributes:
        rows: with labels and groups.
        origin: a sentence on what they are.
        is_holdout: whether looking at them is a look at held-out rows.
        window: of logged predictions, where they come from there.
    """

    rows: Sample
    origin: str
    is_holdout: bool
    window: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for.

    Attributes:
        reason: in words.
        kind: one of ``KINDS``.
        substantial: ``yes``, ``no``, or ``None`` while nobody classified it.
        why_substantial: why it is, or is not, a substantial modification.
        triggers: alerts and findings that set it off, ``A-1`` or ``F-2``.
    """

    reason: str
    kind: str
    substantial: str | None = None
    why_substantial: str = ""
    triggers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ChangeRefused("The change states no reason.")
        if self.kind not in KINDS:
            raise ChangeRefused(f"{self.kind!r} is no kind of change among {', '.join(KINDS)}.")
        if self.substantial is not None and (self.substantial not in SUBSTANTIAL or not self.why_substantial.strip()):
            raise ChangeRefused("Whether the change is substantial is said with yes or no, and with why.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """What was filed.

    Attributes:
        champion: the version that would be replaced.
        comparison: of both; ``None`` where no rows were given.
        entries: kind of evidence to the entry that filed it.
    """

    champion: str
    comparison: dict[str, Json] | None
    entries: Mapping[str, Entry] = field(default_factory=dict)


def request_change(
    workspace: Workspace, identity: Identity, reference: Reference, deployment: str, *, wish: Wish, models: Models,
    contest: Contest | None = None,
) -> Requested:  # fmt: skip
    """File a ``change-record`` and a ``retraining-record`` about the version that is to take the place.

    Args:
        workspace: where.
        identity: who asks.
        reference: the version.
        deployment: whose champion it is to replace.
        wish: why.
        models: opens both versions in a confined child.
        contest: rows to compare them on.

    Raises:
        NotFound, DeploymentMissing: there is no such version, deployment, alert or finding.
        ChangeRefused: the version cannot take that place.
    """
    target = target_named(workspace.ledger, reference)
    place = deployment_in_force(workspace, deployment)
    champion = _champion(workspace, place, target)
    use_case, _ = use_case_in_force(workspace.ledger, target.use_case)
    triggers = [_trigger(workspace, deployment, name) for name in wish.triggers]
    comparison = None
    if contest is not None:
        if contest.is_holdout:
            _look(workspace, identity, target, contest.rows)
        comparison = _compared(workspace, target, champion, use_case, contest=contest, models=models)
    bodies = {
        "change-record": _change(deployment, champion, wish, triggers),
        "retraining-record": _retraining(workspace, target, champion, triggers, contest, comparison),
    }
    inputs = (str(champion.body["manifest"]), *((contest.rows.digest,) if contest else ()))
    drafts = [
        evidence_draft(workspace, identity, target, kind=kind, body=body, inputs=inputs)
        for kind, body in bodies.items()
    ]
    entries = dict(zip(bodies, workspace.ledger.append_together(drafts), strict=True))
    return Requested(champion=champion.key, comparison=comparison, entries=entries)


def _champion(workspace: Workspace, place: Record, target: Target) -> Record:
    """The version whose place is asked for.

    Raises:
        ChangeRefused: there is none, it serves another use case, or it is this very version.
    """
    stored = place.body["champion"]
    if not isinstance(stored, Mapping):
        raise ChangeRefused(f"{place.key} has no champion; the first one needs no change.", deployment=place.key)
    if place.body["use_case"] != target.use_case:
        fact = f"{target.name} serves {target.use_case}, the deployment {place.body['use_case']}."
        raise ChangeRefused(fact, deployment=place.key)
    if stored["version"] == target.key:
        raise ChangeRefused(f"{target.name} is the champion of {place.key} already.", deployment=place.key)
    return version_record(workspace.ledger, Reference.parse(str(stored["version"])))


def _look(workspace: Workspace, identity: Identity, target: Target, rows: Sample) -> None:
    document: dict[str, Json] = {
        "version": target.key, "use_case": target.use_case, "rows_digest": rows.digest, "n_rows": rows.n_rows,
    }  # fmt: skip
    append_document(workspace, identity, action="holdout.opened", about=target.subject, document=document)


def _trigger(workspace: Workspace, deployment: str, name: str) -> dict[str, Json]:
    """What an alert or a finding said.

    Raises:
        NotFound: there is none of that name about the deployment.
    """
    kind = "alert" if name.startswith("A-") else "finding"
    record = workspace.ledger.record(kind, name)
    about = None if record is None else (record.parent if kind == "finding" else f"deployment:{record.parent}")
    if record is None or about != f"deployment:{deployment}":
        raise NotFound(
            f"{name} is no alert and no finding about deployment {deployment}.",
            trigger=name,
            remedy="See 'evenhand alert list' and 'evenhand finding list'.",
        )
    return {"id": name, "text": record.body["text"], "owner": record.body["owner"], "is_open": record.body["is_open"]}


def _compared(
    workspace: Workspace, target: Target, champion: Record, use_case: UseCase, *, contest: Contest, models: Models
) -> dict[str, Json]:
    from evenhand.lifecycle.monitoring.challenge import challenge  # noqa: PLC0415 - needs arrays

    rows, found = contest.rows, []
    for record in (version_record(workspace.ledger, Reference.parse(target.key)), champion):
        manifest = manifest_of(workspace, record)
        rows.require(use_case, inputs=manifest.inputs, outputs=manifest.outputs)
        found.append(_answers(manifest, rows, use_case, models))
    (score, decision), (champion_score, champion_decision) = found
    cases = rows.cases(use_case, scores=score, decisions=decision)
    return challenge(cases, champion=champion_decision, champion_score=champion_score, use_case=use_case)


def _answers(manifest: Manifest, rows: Sample, use_case: UseCase, models: Models) -> tuple[Any, Any]:
    """Scores and decisions of one version on the rows."""
    if manifest.loader == PREDICTIONS:
        score, decision = rows.stated(manifest.outputs, use_case)
        return score, decision if decision is not None else _decided(manifest, score)
    with models.open(manifest) as model:
        score = scores_for(model, rows, Contract.from_json(manifest.contract))
    return score, _decided(manifest, score)


def _decided(manifest: Manifest, scores: Any) -> Any:  # noqa: ANN401 - arrays
    rule = DecisionRule.from_json(manifest.decision_rule)
    decisions, is_known = scores.copy(), scores == scores  # noqa: PLR0124 - NaN alone differs from itself
    decisions[is_known] = rule.decide(scores[is_known])
    return decisions


def _change(deployment: str, champion: Record, wish: Wish, triggers: Sequence[dict[str, Json]]) -> dict[str, Json]:
    return {
        "deployment": deployment, "champion": champion.key, "reason": wish.reason, "kind": wish.kind,
        "substantial": wish.substantial or "not classified", "why": wish.why_substantial or None,
        "triggers": list(triggers),
    }  # fmt: skip


def _retraining(
    workspace: Workspace, target: Target, champion: Record, triggers: Sequence[dict[str, Json]],
    contest: Contest | None, comparison: dict[str, Json] | None,
) -> dict[str, Json]:  # fmt: skip
    version = version_record(workspace.ledger, Reference.parse(target.key))
    run = latest_evidence(workspace.ledger, version, "training-run-record")
    window = None if contest is None or contest.window is None else dict(contest.window.as_json())
    return {
        "triggers": list(triggers), "champion": champion.key, "dataset": manifest_of(workspace, version).dataset,
        "training_run": None if run is None else run.key,
        "compared_on": None if contest is None else {
            "origin": contest.origin, "rows_digest": contest.rows.digest, "n_rows": contest.rows.n_rows,
            "window": window,
        },
        "comparison": comparison, "decision": "left to the gate 'change' and to who moves the champion",
    }  # fmt: skip
