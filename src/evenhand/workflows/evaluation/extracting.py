"""The security test report: copies of the model, made from its answers."""

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.evaluation.explanation import Answers
from evenhand.lifecycle.evaluation.extraction import FEWEST, HELD_BACK, extraction_part
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import Manifest
from evenhand.ports.sample import Scorer
from evenhand.workflows.evaluation.asking import Effort, Rows

FEW = 500
BINS = 32


def extracted(model: Scorer, manifest: Manifest, rows: Rows, effort: Effort) -> dict[str, Json]:
    """Body of the security test report."""
    sample = rows.holdout.part(effort.answers + HELD_BACK, seed=rows.seed + 2)
    facets, scores = sample.facets(tuple(manifest.inputs or ()), bins=BINS), model.predict(sample.rows)
    n_asked = min(effort.answers, sample.n_rows // 2)
    body: dict[str, Json] = {"seed": rows.seed, "not_tested": ["poisoning", "abuse of the interface"]}
    if n_asked < FEWEST or not facets:
        body["extraction"] = {"measurements": [], "note": f"{sample.n_rows} rows are too few to make a copy from."}
        return body
    order = np.random.default_rng(rows.seed).permutation(sample.n_rows)
    asked, held_back = (
        Answers(facets=[facet.at(part) for facet in facets], scores=scores[part])
        for part in (order[:n_asked], order[n_asked:])
    )
    counts = sorted({min(FEW, n_asked), n_asked})
    cut_off = DecisionRule.from_json(manifest.decision_rule).cut_off
    body["extraction"] = extraction_part(asked, held_back, counts=counts, cut_off=cut_off)
    return body
