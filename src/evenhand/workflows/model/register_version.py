"""Record a fitted model as a new version: its files by digest, what it takes, how it decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from evenhand.errors.ledger import HeadMoved
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import PREDICTIONS, Manifest, StoredFile
from evenhand.ports.artifacts import Artifacts
from evenhand.ports.identity import Identity
from evenhand.ports.sample import Models
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.lookup import target_named, use_case_in_force

_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is brought in, before it has a number.

    Attributes:
        use_case: the use case that it serves.
        loader: how its files are parsed, or ``predictions``.
        files, code: path inside the version to content.
        inputs: columns that the model takes; ``None`` lets the model say, and stays ``None`` when nobody knows.
        contract: of the table it is meant for.
        rule: cut-off and favourable outcome.
        outputs: see ``Manifest``.
        environment: Python and packages that it was made with.
        dataset: the registered dataset that it learned from, if it did from one.
    """

    use_case: str
    loader: str
    files: Mapping[str, bytes | Path]
    contract: Contract
    rule: DecisionRule
    code: Mapping[str, bytes | Path] = field(default_factory=dict)
    inputs: Sequence[str] | None = None
    outputs: Mapping[str, Json] = field(default_factory=dict)
    environment: Mapping[str, Json] = field(default_factory=dict)
    dataset: str | None = None


def register_version(workspace: Workspace, identity: Identity, candidate: Candidate, *, models: Models) -> Reference:
    """Store the files, let the model answer generated rows once, and append the manifest under the next number.

    Raises:
        UseCaseMissing: the use case is not in force.
        NotFound: the dataset that it names is not registered.
        ModelUnreadable, ModelInputsDiffer: the model cannot be loaded, or takes other columns than the contract has.
    """
    if candidate.dataset is not None:
        target_named(workspace.ledger, f"dataset:{candidate.dataset}")
    use_case, _ = use_case_in_force(workspace.ledger, candidate.use_case)
    draft = Manifest(
        about=Reference(name=use_case.model, version=1), use_case=use_case.name, loader=candidate.loader,
        files=_stored(workspace.artifacts, candidate.files), code=_stored(workspace.artifacts, candidate.code),
        inputs=candidate.inputs, contract=candidate.contract.as_json(), decision_rule=candidate.rule.as_json(),
        outputs=candidate.outputs, golden=None, environment=candidate.environment, author=identity.actor,
        dataset=candidate.dataset,
    )  # fmt: skip
    if candidate.loader != PREDICTIONS:
        inputs, golden = models.tried(draft)
        draft = replace(draft, inputs=inputs, golden=golden)
    for _ in range(_TRIES):
        reference = Reference(name=use_case.model, version=_next(workspace, use_case.model))
        try:
            _append(workspace, identity, replace(draft, about=reference))
        except HeadMoved:
            continue
        return reference
    raise HeadMoved(f"{use_case.model} is being registered by others too; no number was free.")


def _stored(artifacts: Artifacts, files: Mapping[str, bytes | Path]) -> tuple[StoredFile, ...]:
    found: list[tuple[str, Digest, int]] = []
    for path, content in sorted(files.items()):
        size = len(content) if isinstance(content, bytes) else content.stat().st_size
        found.append((path, artifacts.put(content), size))
    return tuple(StoredFile(path=path, digest=digest, size=size) for path, digest, size in found)


def _next(workspace: Workspace, model: str) -> int:
    latest = workspace.ledger.record("model", model)
    return 1 if latest is None else int(str(latest.body["latest"])) + 1


def _append(workspace: Workspace, identity: Identity, manifest: Manifest) -> None:
    model = f"model:{manifest.about.name}"
    append_document(
        workspace, identity, action="version.registered", about=f"version:{manifest.about}",
        document=manifest.as_json(),
        expects={f"version:{manifest.about}": None, model: workspace.ledger.head(model)},
    )  # fmt: skip
