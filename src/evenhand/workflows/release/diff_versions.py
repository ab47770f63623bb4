"""Compare two versions: what is another, what it does to the numbers, and to whom."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.model import ModelNotHeld
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.release.comparison import Comparison, Moved
from evenhand.lifecycle.release.diff import difference
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import PREDICTIONS, Manifest
from evenhand.metrics.two_deciders import Decided, PairedDifference, paired_differences
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Record
from evenhand.ports.sample import Models, Sample
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.answering import scores_for
from evenhand.workflows.lookup import manifest_of, use_case_in_force, version_record
from evenhand.workflows.release.compared_origin import origin_of
from evenhand.workflows.release.reviewed_evidence import Filed


def diff_versions(workspace: Workspace, before: Reference, after: Reference) -> Comparison:
    """What is another in ``after``, from what is recorded; nothing is asked of a model and nothing is recorded.

    Figures are those that were filed; their differences are given as if measured on different rows.

    Raises:
        NotFound: one of them was never registered.
    """
    old, new = (version_record(workspace.ledger, reference) for reference in (before, after))
    sides = [Filed.of(workspace, version).side(workspace) for version in (old, new)]
    return Comparison(
        before=str(before), after=str(after), diff=difference(sides[0], sides[1]),
        origins=(origin_of(workspace, old, sides[0].manifest), origin_of(workspace, new, sides[1].manifest)),
    )  # fmt: skip


def diff_on_rows(
    workspace: Workspace, identity: Identity, before: Reference, after: Reference, *, rows: Sample, models: Models
) -> Comparison:
    """The same, with both models asked about the same rows; each look at them is recorded first.

    Args:
        workspace: where.
        identity: who looks.
        before: the earlier version.
        after: the later version.
        rows: with the label and the attributes of the use case of ``after``.
        models: opens the versions in confined children.

    Raises:
        ModelNotHeld: of one of them only predictions were registered.
        NotFound: one of them was never registered.
    """
    compared = diff_versions(workspace, before, after)
    records = [version_record(workspace.ledger, reference) for reference in (before, after)]
    manifests = [manifest_of(workspace, record) for record in records]
    use_case, _ = use_case_in_force(workspace.ledger, manifests[1].use_case)
    for manifest in manifests:
        if manifest.loader == PREDICTIONS:
            raise ModelNotHeld(f"Of the model of {manifest.about} only predictions were registered.")
        rows.require(use_case, inputs=manifest.inputs, outputs=manifest.outputs)
    for record in records:
        _open_holdout(workspace, identity, record, use_case.name, rows)
    scores = [_scores(manifest, rows, models) for manifest in manifests]
    decisions = [_decided(manifest, each) for manifest, each in zip(manifests, scores, strict=True)]
    cases = rows.cases(use_case, scores=scores[1], decisions=decisions[1])
    decided = Decided(
        label=np.asarray(cases.label) == 1, before=decisions[0], after=decisions[1], scores=(scores[0], scores[1])
    )
    groups = {name: np.asarray(values).astype(str) for name, values in cases.attributes.items()}
    return replace(compared, paired=_paired(decided, groups), moved=_moved(decided, groups))


def _paired(rows: Decided, groups: Mapping[str, NDArray[Any]]) -> tuple[PairedDifference, ...]:
    found = list(paired_differences(rows))
    for name, values in groups.items():
        for group in np.unique(values).tolist():
            part = paired_differences(rows.at(values == group))
            found += [replace(each, groups={name: group}) for each in part if each.name != "roc_auc"]
    return tuple(found)


def _moved(rows: Decided, groups: Mapping[str, NDArray[Any]]) -> tuple[Moved, ...]:
    gained, lost = ~rows.before & rows.after, rows.before & ~rows.after
    found = [Moved(groups={}, n=len(gained), gained=int(gained.sum()), lost=int(lost.sum()))]
    for name, values in groups.items():
        for group in np.unique(values).tolist():
            kept = values == group
            found.append(Moved(
                groups={name: group}, n=int(kept.sum()), gained=int(gained[kept].sum()), lost=int(lost[kept].sum())
            ))  # fmt: skip
    return tuple(found)


def _scores(manifest: Manifest, rows: Sample, models: Models) -> NDArray[np.float64]:
    with models.open(manifest) as model:
        scores: NDArray[np.float64] = scores_for(model, rows, Contract.from_json(manifest.contract))
    return scores


def _decided(manifest: Manifest, scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    return scores >= DecisionRule.from_json(manifest.decision_rule).cut_off


def _open_holdout(workspace: Workspace, identity: Identity, version: Record, use_case: str, rows: Sample) -> None:
    document: dict[str, Json] = {
        "version": version.key, "use_case": use_case, "rows_digest": rows.digest, "n_rows": rows.n_rows,
    }  # fmt: skip
    append_document(workspace, identity, action="holdout.opened", about=f"version:{version.key}", document=document)
