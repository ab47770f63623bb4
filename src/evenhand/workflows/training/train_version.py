"""Train a model in a process of its own, register what came of it, and file the record of the run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evenhand.errors.training import TrainingFailed
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.scalar import scalar_as_json
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.folds import stratified_folds
from evenhand.lifecycle.training.mitigation import Mitigation
from evenhand.lifecycle.training.mitigation_record import MitigationEffect
from evenhand.lifecycle.training.order import Fit, Order, Trained
from evenhand.lifecycle.training.training_rows import TrainingRows
from evenhand.lifecycle.training.training_run import CrossValidation, lineage_record, resource_record, run_record
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.sample import Models
from evenhand.ports.trainer import Trainer
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import manifest_of, target_named, version_record
from evenhand.workflows.model.register_version import Candidate, register_version
from evenhand.workflows.training.development import require_development, require_unheld
from evenhand.workflows.training.mitigating import effect_of, mitigated_order
from evenhand.workflows.training.recording import file_together
from evenhand.workflows.training.validating import cross_validation


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What a run left behind.

    Attributes:
        version: the candidate that it registered.
        trained: what the process brought back.
        validated: what the held-out folds say; ``None`` without any.
        evidence: kind to the entry that filed it.
        effect: what the mitigation did and cost; ``None`` without one.
    """

    version: Reference
    trained: Trained
    validated: CrossValidation | None
    evidence: Mapping[str, Entry]
    effect: MitigationEffect | None = None


def train_version(
    workspace: Workspace, identity: Identity, order: Order, *, rows: TrainingRows, use_case: UseCase,
    contract: Contract, trainer: Trainer, models: Models, n_folds: int = 0,
    mitigation: Mitigation | None = None, reason: str | None = None,
    more: Mapping[str, Mapping[str, Json]] | None = None,
) -> Training:  # fmt: skip
    """Ask the gate, split, run the order, register the version, file run, resources and lineage in one step.

    Raises:
        DevelopmentClosed: the policy does not let a model be trained on these rows.
        FoldsUnfit: they cannot be split so.
        TrainingFailed, TrainingCrashed, TrainingTimedOut, ParameterUnclear: nothing was registered.
    """
    require_development(workspace.ledger, use_case, rows.source.dataset)
    require_unheld(workspace.ledger, use_case, rows.source.digest)
    if n_folds:
        folds = stratified_folds(rows.labels, n_folds=n_folds, seed=order.seed, keys=rows.keys)
        order = replace(order, folds=folds)
    if mitigation is not None:
        order = mitigated_order(order, mitigation, rows, use_case)
    trained = trainer.run(order, rows.table)
    if trained.fit is None:
        raise TrainingFailed("The process brought no fitted object back.")
    effect = None if mitigation is None else effect_of(order, trained, rows, trainer=trainer, reason=reason)
    further = dict(more or {})
    if effect is not None:
        further["bias-mitigation-record"] = effect.as_json(trained.fit.detail)
    validated = cross_validation(order, trained, rows, workspace.artifacts)
    candidate = candidate_of(order, trained, trained.fit, use_case=use_case, contract=contract)
    candidate = replace(candidate, dataset=rows.source.dataset)
    version = register_version(workspace, identity, candidate, models=models)
    evidence = record_run(
        workspace, identity, version, order=order, trained=trained, rows=rows, validated=validated, more=further
    )
    return Training(version=version, trained=trained, validated=validated, evidence=evidence, effect=effect)


def candidate_of(order: Order, trained: Trained, fit: Fit, *, use_case: UseCase, contract: Contract) -> Candidate:
    """The fitted object as a candidate; the author's code comes along only where the files need it."""
    outputs: dict[str, Json] = {}
    classes = order.classes or fit.classes
    if classes is not None:
        outputs["classes"] = [scalar_as_json(each) for each in classes]
    return Candidate(
        use_case=use_case.name, loader=fit.loader, files=fit.files, code=trained.code.files if fit.needs_code else {},
        contract=contract, inputs=order.inputs, outputs=outputs, environment=fit.environment,
        rule=DecisionRule(cut_off=order.cut_off, favourable=order.favourable),
    )  # fmt: skip


def record_run(
    workspace: Workspace, identity: Identity, version: Reference, *, order: Order, trained: Trained,
    rows: TrainingRows, validated: CrossValidation | None, more: Mapping[str, Mapping[str, Json]] | None = None,
) -> Mapping[str, Entry]:  # fmt: skip
    """Keep the code and what was printed, and file the records of the run, with ``more`` of other kinds."""
    artifacts = workspace.artifacts
    for content in trained.code.files.values():
        artifacts.put(content)
    printed = artifacts.put(trained.printed)
    manifest = manifest_of(workspace, version_record(workspace.ledger, version))
    files: dict[str, Digest] = {file.path: file.digest for file in manifest.files}
    bodies: dict[str, Mapping[str, Json]] = {
        "training-run-record": run_record(order, trained, rows.source, printed=printed, validated=validated),
        "resource-record": resource_record(trained),
        "data-lineage": lineage_record(order, trained, rows.source, inputs=manifest.inputs or (), files=files),
        **(more or {}),
    }
    target = target_named(workspace.ledger, str(version))
    code = [digest_of(content) for content in trained.code.files.values()]
    return file_together(workspace, identity, target, bodies, (rows.source.digest, *code, printed))
