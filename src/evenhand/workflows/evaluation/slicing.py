"""Which columns an evaluation slices by, and what it finds."""

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.evaluation.slices import weak_slices
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.manifest import Manifest
from evenhand.metrics.profile import Cases
from evenhand.metrics.slicing import Facet
from evenhand.ports.sample import Sample


def slices_of(cases: Cases, holdout: Sample, manifest: Manifest, use_case: UseCase, *, seed: int) -> dict[str, Json]:
    """The part ``slices`` of the evaluation report: by every attribute and every feature of the contract."""
    attributes = [_facet(name, cases) for name in use_case.attributes]
    features = holdout.facets(sliced_columns(manifest, use_case))
    return weak_slices(
        [*attributes, *features], label=np.asarray(cases.label, dtype=np.float64),
        decision=np.asarray(cases.decision, dtype=np.float64), seed=seed,
    )  # fmt: skip


def sliced_columns(manifest: Manifest, use_case: UseCase) -> tuple[str, ...]:
    """Inputs and features that are neither an attribute, nor the label, nor an answer of the model."""
    features = Contract.from_json(manifest.contract).by_role("feature")
    taken = {use_case.label, *use_case.attributes, *map(str, manifest.outputs.values())}
    return tuple(name for name in dict.fromkeys((*(manifest.inputs or ()), *features)) if name not in taken)


def _facet(name: str, cases: Cases) -> Facet:
    values, codes = np.unique(np.asarray(cases.attributes[name]).astype(str), return_inverse=True)
    return Facet(name=name, codes=codes.astype(np.int64), values=tuple(values.tolist()))
