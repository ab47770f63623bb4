"""The explanation report: what the order of cases rests on, how stable that is, how much of the model it tells."""

from collections.abc import Mapping, Sequence

import numpy as np

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.evaluation.explanation import Answers, explanation_report, fidelity
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import Manifest
from evenhand.ports.sample import Scorer
from evenhand.workflows.evaluation.asking import Rows, answered

EXPLAINED = 2_000
"""Rows that the model is asked about five times for each column."""
REPEATED = 4_000
"""Rows that the surrogate is fitted to and measured on, half and half."""


def explained(model: Scorer, manifest: Manifest, use_case: UseCase, rows: Rows) -> dict[str, Json]:
    """Body of the explanation report."""
    inputs = tuple(manifest.inputs or ())
    part = rows.holdout.part(EXPLAINED, seed=rows.seed)
    asked = answered(model, use_case, part)
    body = explanation_report(
        columns=inputs, label=asked.label, scores=asked.scores, seed=rows.seed,
        shuffled=lambda column, order: model.predict(part.shuffled(column, order)),
    )  # fmt: skip
    sample = rows.holdout.part(REPEATED, seed=rows.seed + 1)
    facets, scores = sample.facets(inputs), model.predict(sample.rows)
    order = [name for name in _ordered(body) if name in {facet.name for facet in facets}]
    if order and sample.n_rows > 1:
        drawn = np.random.default_rng(rows.seed).permutation(sample.n_rows)
        one, other = (
            Answers(facets=[facet.at(half) for facet in facets], scores=scores[half])
            for half in np.array_split(drawn, 2)
        )
        rule = DecisionRule.from_json(manifest.decision_rule)
        body["fidelity"] = fidelity(one, other, order=order, cut_off=rule.cut_off, seed=rows.seed)
    return body


def _ordered(body: Mapping[str, Json]) -> list[str]:
    measured = body["measurements"]
    listed = measured if isinstance(measured, Sequence) and not isinstance(measured, str) else ()
    return [str(each["column"]) for each in listed if isinstance(each, Mapping)]
