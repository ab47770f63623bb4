"""Explain the score of one case: what each input accounts for, checked."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.model import ModelNotHeld
from evenhand.kernel.canonical import Json
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.evaluation.local import PAIRS, Asked, local_explanation
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import PREDICTIONS
from evenhand.ports.identity import Identity
from evenhand.ports.ledger import Entry
from evenhand.ports.sample import Models, Sample
from evenhand.ports.workspace import Workspace
from evenhand.workflows.filing import file_evidence
from evenhand.workflows.lookup import manifest_of, target_named, version_record

BACKGROUND = 64
"""Rows that a case is compared with, each as often as the others."""


def explain_row(
    workspace: Workspace,
    reference: Reference,
    *,
    case: Sample,
    background: Sample,
    models: Models,
    pairs: int = PAIRS,
    seed: int = 0,
) -> dict[str, Json]:
    """Body of an ``individual-explanation``; nothing is recorded.

    Args:
        workspace: where.
        reference: the version.
        case: the one row to explain.
        background: rows that it is compared with; some of them are drawn.
        models: opens the version in a confined child.
        pairs: of walks; more make the intervals narrower.
        seed: of the rows drawn and of the walks.

    Raises:
        ModelNotHeld: only predictions of the model were registered.
        ModelInputsDiffer: the case or the background lacks a column that the model takes.
    """
    version = version_record(workspace.ledger, reference)
    manifest = manifest_of(workspace, version)
    if manifest.loader == PREDICTIONS:
        raise ModelNotHeld(f"Of the model of {reference} only predictions were registered.")
    columns = tuple(manifest.inputs or ())
    compared = background.part(BACKGROUND, seed=seed)
    asked = Asked(
        columns=columns, n_background=compared.n_rows, pairs=pairs, seed=seed,
        cut_off=DecisionRule.from_json(manifest.decision_rule).cut_off,
    )  # fmt: skip
    with models.open(manifest) as model:
        model.predict(case.rows)  # a case that lacks a column, or that the model cannot answer, is named as it is

        def overlaid(rows: NDArray[np.int64], taken: NDArray[np.bool_]) -> NDArray[np.float64]:
            parts = {name: taken[:, place] for place, name in enumerate(columns)}
            return model.predict(compared.overlaid(case, rows, parts))

        body = local_explanation(asked, overlaid)
    return {"version": str(reference), "background_rows": compared.digest, **body}


def file_explanation(
    workspace: Workspace, identity: Identity, reference: Reference, body: Mapping[str, Json], *, case: str
) -> Entry:
    """File an explanation as evidence; no value of the case stands in it.

    Args:
        workspace: where.
        identity: who explains.
        reference: the version.
        body: of ``explain_row``.
        case: by which the case is found again where its values are kept, for example the id of a prediction.

    Raises:
        NotFound: no such version was registered.
    """
    target = target_named(workspace.ledger, reference)
    return file_evidence(
        workspace, identity, target, kind="individual-explanation", body={"case": case, **body},
        inputs=(str(body["background_rows"]),),
    )  # fmt: skip
