"""The robustness report: the model asked about rows that differ from real ones by a few allowed changes."""

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.model import ModelAnswerInvalid, ModelFailed
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.evaluation.attacked import attacked_rows
from evenhand.lifecycle.evaluation.robustness import Attack, missing_part, robustness_report
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.manifest import Manifest
from evenhand.ports.sample import Scorer
from evenhand.workflows.evaluation.asking import Effort, Rows

FRAME = 20_000
"""Rows whose values a move may take."""


def attacked(model: Scorer, manifest: Manifest, use_case: UseCase, rows: Rows, effort: Effort) -> dict[str, Json]:
    """Body of the robustness report."""
    frame = rows.holdout.part(FRAME, seed=rows.seed)
    contract = Contract.from_json(manifest.contract)
    columns = [_column(contract, name) for name in manifest.inputs or ()]
    levels = frame.levels(columns)
    fixed = {column.name: why for column in columns if (why := _why_fixed(column, contract, use_case))}
    attack = Attack(
        levels=levels, fixed=fixed, budget=effort.budget, seed=rows.seed,
        cut_off=DecisionRule.from_json(manifest.decision_rule).cut_off,
    )  # fmt: skip
    unknown = np.zeros(frame.n_rows)
    groups = frame.cases(use_case, scores=unknown, decisions=unknown).attributes
    drawn = attacked_rows(
        groups, n_rows=frame.n_rows, whole=effort.attacked, per_group=effort.per_group, seed=rows.seed
    )

    def ask(asked: NDArray[np.int64]) -> NDArray[np.float64]:
        places = {
            each.name: np.append(each.places, -1)[asked[:, column]]  # the place of -1 is the last one
            for column, each in enumerate(levels)
        }
        return model.predict(frame.composed(places))

    body = robustness_report(attack, drawn, ask)
    nullable = [column.name for column in columns if column.nullable]
    body["missing"] = missing_part(attack, drawn, ask, nullable, (ModelFailed, ModelAnswerInvalid))
    return body


def _column(contract: Contract, name: str) -> Column:
    return contract.column(name) if name in contract.names else Column(name=name, kind="text", role="context")


def _why_fixed(column: Column, contract: Contract, use_case: UseCase) -> str:
    """Why no move changes a column; empty when moves do."""
    if column.name not in contract.names:
        return "not in the contract"
    if column.role != "feature":
        return f"its role is {column.role}"
    if column.is_immutable:
        return "immutable in the contract"
    if column.name in use_case.attributes:
        return "an attribute of the use case"
    return "an instant" if column.kind == "instant" else ""
