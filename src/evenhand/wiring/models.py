"""Versions as loaded models: the stored files, handed to the confined child with the digests of their manifest."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from evenhand.adapters.files.artifacts import FileArtifacts
from evenhand.adapters.runner.handover import Handover, ModelFile
from evenhand.adapters.runner.limits import Limits
from evenhand.adapters.runner.model import Model, open_model
from evenhand.adapters.runner.scoring import Scoring, columns_for
from evenhand.adapters.tables.golden_table import golden_table
from evenhand.errors.model import ModelAnswerInvalid, ModelFailed
from evenhand.kernel.canonical import canonical_bytes, from_canonical
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.scalar import scalar_from_json
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.golden import Golden, GoldenColumn, golden_rows
from evenhand.lifecycle.training.manifest import Manifest, StoredFile

GOLDEN = 64
"""Made-up rows that a version answers when it comes in and again at every load."""


class SandboxedModels:
    """Opens versions in a child process.

    Args:
        artifacts: where their files lie.
        sandbox: ``required`` refuses a machine that cannot keep the model from files and network; ``limits`` goes on
            with resource limits alone. Left out: what ``EVENHAND_SANDBOX`` says, else ``required``.
        limits: of the child.
    """

    def __init__(
        self, artifacts: FileArtifacts, *, sandbox: Literal["required", "limits"] | None = None,
        limits: Limits | None = None,
    ) -> None:  # fmt: skip
        self._artifacts = artifacts
        named = sandbox or os.environ.get("EVENHAND_SANDBOX")
        self._sandbox: Literal["required", "limits"] = "limits" if named == "limits" else "required"
        self._limits = limits

    @contextmanager
    def open(self, manifest: Manifest) -> Iterator[Model]:
        """See ``Models``."""
        with self._opened(manifest) as model:
            if manifest.golden is not None:
                stored = from_canonical(self._artifacts.read(manifest.golden))
                golden = Golden.from_json(stored if isinstance(stored, Mapping) else {})
                golden.compare(model.predict(golden_table(golden.columns)).tolist())
            yield model

    def tried(self, manifest: Manifest) -> tuple[Sequence[str] | None, Digest]:
        """See ``Models``."""
        contract = Contract.from_json(manifest.contract)
        with self._opened(manifest) as model:
            inputs = columns_for(model.facts, manifest.inputs)
            columns = golden_rows(contract, inputs=inputs, n=GOLDEN, seed=0)
            golden = Golden(columns=columns, scores=_first_scores(model, columns))
        return inputs, self._artifacts.put(canonical_bytes(golden.as_json()))

    @contextmanager
    def _opened(self, manifest: Manifest) -> Iterator[Model]:
        rule = DecisionRule.from_json(manifest.decision_rule)
        classes = manifest.outputs.get("classes")
        scoring = Scoring(
            favourable=rule.favourable, inputs=manifest.inputs,
            classes=tuple(map(scalar_from_json, classes)) if isinstance(classes, list) else None,
        )  # fmt: skip
        with self._artifacts.laid_out(file.digest for file in (*manifest.files, *manifest.code)) as place:
            handover = Handover(
                loader=manifest.loader, files=_files(manifest.files, place), code=_files(manifest.code, place)
            )
            with open_model(handover, scoring=scoring, limits=self._limits, sandbox=self._sandbox) as model:
                yield model


def _files(files: Sequence[StoredFile], place: Callable[[Digest], Path]) -> list[ModelFile]:
    return [ModelFile(path=file.path, source=place(file.digest), digest=file.digest) for file in files]


def _first_scores(model: Model, columns: Sequence[GoldenColumn]) -> list[float]:
    try:
        scores: list[float] = model.predict(golden_table(columns)).tolist()
    except (ModelFailed, ModelAnswerInvalid) as failure:
        raise type(failure)(
            f"{failure.fact} It was asked about {GOLDEN} rows made up from the contract.",
            remedy="Mend the model, or narrow the contract (kind, range, nullable) to what it can answer.",
            **failure.facts,
        ) from failure
    return scores
