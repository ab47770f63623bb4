"""Do the recorded run of a version again, in a fresh process, and compare what comes of it with what was registered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from evenhand.errors.base import EvenhandError
from evenhand.errors.ledger import ArtifactDamaged, ArtifactMissing
from evenhand.errors.training import RunMissing, RunUnrepeatable, TrainingCrashed, TrainingFailed, TrainingTimedOut
from evenhand.kernel.digest import Digest, digest_of
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import Manifest, StoredFile
from evenhand.lifecycle.training.order import Fit, Order, Trained
from evenhand.lifecycle.training.recorded_run import RecordedRun
from evenhand.lifecycle.training.reproduction import Reproduction
from evenhand.lifecycle.training.training_rows import TrainingRows
from evenhand.lifecycle.training.training_run import DataSource
from evenhand.ports.artifacts import Artifacts
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry, Record
from evenhand.ports.sample import Models
from evenhand.ports.trainer import Trainer
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import (
    document_of,
    latest_evidence,
    manifest_of,
    target_named,
    use_case_in_force,
    version_record,
)
from evenhand.workflows.training.recording import file_together

KIND = "reproducibility-manifest"
Finder = Callable[[DataSource, Contract, UseCase], TrainingRows]
"""Brings the rows that a record names, or refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduced:
    """What a rerun left behind.

    Attributes:
        version: that was trained again; nothing new was registered.
        reproduction: the comparison.
        entry: that filed it.
    """

    version: Reference
    reproduction: Reproduction
    entry: Entry


def reproduce_version(
    workspace: Workspace, identity: Identity, reference: Reference, *, find_rows: Finder, trainer: Trainer,
    models: Models, timeout: float | None = None,
) -> Reproduced:  # fmt: skip
    """Bring back code and rows by digest, fit again, compare bytes, else scores, and file the comparison.

    Raises:
        RunMissing: the version did not come by ``evenhand train``.
        RunUnrepeatable: rows or code are gone or changed; nothing was run and nothing filed.
    """
    version = version_record(workspace.ledger, reference)
    manifest = manifest_of(workspace, version)
    record, run = _recorded(workspace, version)
    contents = _contents(workspace.artifacts, run)
    use_case, _ = use_case_in_force(workspace.ledger, manifest.use_case)
    rows = find_rows(run.source, Contract.from_json(manifest.contract), use_case)
    groups = _groups(run, rows)
    order = run.order(contents, groups=groups, outcome=rows.labels if groups else (), timeout=timeout)
    _require_same(run, order, rows)
    reproduction = _done_again(workspace.artifacts, manifest, order, rows, trainer=trainer, models=models)
    body = reproduction.as_json(run, str(record.body["digest"]))
    inputs = (str(record.body["digest"]), run.source.digest, *(file.digest for file in run.files))
    target = target_named(workspace.ledger, version.key)
    entry = file_together(workspace, identity, target, {KIND: body}, inputs)[KIND]
    return Reproduced(version=reference, reproduction=reproduction, entry=entry)


def _recorded(workspace: Workspace, version: Record) -> tuple[Record, RecordedRun]:
    record = latest_evidence(workspace.ledger, version, "training-run-record")
    if record is None:
        raise RunMissing(f"No run of {version.key} is recorded.", version=version.key)
    body = document_of(workspace, record)["body"]
    return record, RecordedRun.from_json(body if isinstance(body, Mapping) else {})


def _contents(artifacts: Artifacts, run: RecordedRun) -> dict[str, bytes]:
    found = {}
    for file in run.files:
        try:
            found[file.path] = artifacts.read(file.digest)
        except (ArtifactMissing, ArtifactDamaged) as mistake:
            fact = f"The code file {file.path} ({file.digest}) is gone from the workspace: {mistake.fact}"
            raise RunUnrepeatable(fact, path=file.path, digest=file.digest) from mistake
    return found


def _groups(run: RecordedRun, rows: TrainingRows) -> list[str]:
    mitigation = run.mitigation
    return [] if mitigation is None else rows.groups(mitigation.attributes)


def _require_same(run: RecordedRun, order: Order, rows: TrainingRows) -> None:
    if rows.source.digest != run.source.digest:
        fact = f"The rows at hand are {rows.source.digest}; the run had {run.source.digest} ({run.source.shown})."
        raise RunUnrepeatable(fact, found=rows.source.digest, recorded=run.source.digest)
    absent = [name for name in (*order.features, order.label) if name not in (*rows.features, order.label)]
    if absent:
        raise RunUnrepeatable(f"The roles of {', '.join(absent)} changed since the run.", columns=absent)


def _done_again(
    artifacts: Artifacts, manifest: Manifest, order: Order, rows: TrainingRows, *, trainer: Trainer, models: Models
) -> Reproduction:
    then = {file.path: file.digest for file in manifest.files}
    try:
        trained = trainer.run(order, rows.table)
    except (TrainingFailed, TrainingCrashed, TrainingTimedOut) as failure:
        return _failed(failure, then)
    if trained.fit is None:
        raise TrainingFailed("The process brought no fitted object back.")
    now = {path: digest_of(content) for path, content in trained.fit.files.items()}
    files = {path: (then.get(path), now.get(path)) for path in {*then, *now}}
    if then == now:
        return Reproduction(
            difference=0.0, n=rows.source.n_rows, compared="bytes", files=files, packages=trained.packages,
            hardware=trained.hardware,
        )  # fmt: skip
    again = replace(manifest, loader=trained.fit.loader, files=_stored(artifacts, trained.fit), golden=None)
    return _compared(manifest, again, trained, rows, files=files, models=models)


def _failed(failure: EvenhandError, then: Mapping[str, Digest]) -> Reproduction:
    return Reproduction(
        difference=None, n=0, compared="scores", files={path: (digest, None) for path, digest in then.items()},
        packages={}, hardware={}, reason=failure.fact,
    )  # fmt: skip


def _compared(
    manifest: Manifest, again: Manifest, trained: Trained, rows: TrainingRows, *,
    files: Mapping[str, tuple[Digest | None, Digest | None]], models: Models,
) -> Reproduction:  # fmt: skip
    first, second = _scores(models, manifest, rows), _scores(models, again, rows)
    rule = DecisionRule.from_json(manifest.decision_rule)
    gaps = abs(first - second)
    return Reproduction(
        difference=float(gaps.max()), n=len(gaps), compared="scores", n_differing=int((gaps > 0).sum()),
        n_flips=int((rule.decide(first) != rule.decide(second)).sum()), files=files, packages=trained.packages,
        hardware=trained.hardware,
    )  # fmt: skip


def _scores(models: Models, manifest: Manifest, rows: TrainingRows) -> Any:  # noqa: ANN401 - an array
    with models.open(manifest) as model:
        return model.predict(rows.table)


def _stored(artifacts: Artifacts, fit: Fit) -> tuple[StoredFile, ...]:
    return tuple(
        StoredFile(path=path, digest=artifacts.put(content), size=len(content))
        for path, content in sorted(fit.files.items())
    )
