"""Versions: register them, evaluate them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evenhand.adapters.tables.describe import infer_contract
from evenhand.errors.table import LabelUnusable
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.data.inference import Parts
from evenhand.lifecycle.problem.scalar import scalar_kind
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.surfaces.sdk.evaluation_rows import effort_of, given_rows, parts_of, require_no_table
from evenhand.surfaces.sdk.opening import Folder, opened, reference_of, settings_for
from evenhand.surfaces.sdk.workspace_use import use_case_for
from evenhand.wiring.artifacts import artifacts_for
from evenhand.wiring.candidate import fitted_candidate, predictions_candidate
from evenhand.wiring.contract_file import read_contract
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.sample import TableSample
from evenhand.workflows.evaluation import evaluate_version as evaluating
from evenhand.workflows.lookup import manifest_of, version_record
from evenhand.workflows.model import register_version as registering


def register(
    fitted: Any, *, data: object = None, use_case: str | None = None, code: Sequence[str | Path] = (),
    contract: str | Path | Contract | None = None, cut_off: float = 0.5, inputs: Sequence[str] | None = None,
    classes: Sequence[Any] | None = None, dataset: str | None = None, actor: str | None = None,
    workspace: Folder = None,
) -> Reference:  # fmt: skip
    """Record a fitted model as a new version.

    Args:
        fitted: an object that predicts (scikit-learn, LightGBM, ONNX), or the path of a model's file or folder.
        data: rows like those that it will meet: a path, or a pandas, Polars or Arrow table. The contract is inferred
            from them when ``contract`` is left out.
        use_case: the use case that it serves; may be left out when only one is in force.
        code: Python files or folders that the model needs.
        contract: a contract, or the path of one.
        cut_off: a score that reaches it gives the favourable decision.
        inputs: columns that the model takes, when it does not know them itself.
        classes: label values in the order of the model's outputs, when it does not know them itself.
        dataset: the registered dataset that it learned from, for example ``adult@1``.
        actor: who acts; the only identity when left out.
        workspace: where; from the current folder upwards when left out.

    Returns:
        The reference of the new version, for example ``credit@3``.
    """
    with opened(workspace, actor) as (place, identity):
        case = use_case_for(place.ledger, use_case)
        agreed = contract_for(data, case, contract)
        candidate = fitted_candidate(
            fitted, use_case=case, contract=agreed, cut_off=cut_off, code=code, inputs=inputs, classes=classes
        )
        candidate = replace(candidate, dataset=dataset)
        return registering.register_version(place, identity, candidate, models=_models(workspace))


def register_predictions(
    file: str | Path, *, use_case: str | None = None, score: str | None = None, prediction: str | None = None,
    contract: str | Path | Contract | None = None, cut_off: float = 0.5, inputs: Sequence[str] | None = None,
    dataset: str | None = None, actor: str | None = None, workspace: Folder = None,
) -> Reference:  # fmt: skip
    """Record a model that evenhand never sees (vendor, R, SAS, spreadsheet) by a table with its answers.

    Args:
        file: Parquet or CSV with the label, the attributes and the answers.
        use_case: as for ``register``.
        score: column with the probability of the favourable outcome.
        prediction: column with the decision, written as the label is.
        contract: as for ``register``.
        cut_off: as for ``register``.
        actor: as for ``register``.
        workspace: as for ``register``.
        inputs: columns that the model takes; left out, nobody knows, and a gate that asks judges ``missing``.
        dataset: a registered dataset that stands for what it learned from; a policy with a gate ``development`` asks.

    Raises:
        ColumnMissing, ColumnUnusable, LabelUnusable: the table lacks the answers or the label, or they are none.
    """
    with opened(workspace, actor) as (place, identity):
        case = use_case_for(place.ledger, use_case)
        agreed = contract_for(file, case, contract)
        candidate = predictions_candidate(
            file, use_case=case, contract=agreed, cut_off=cut_off, score=score, prediction=prediction, inputs=inputs
        )
        TableSample.of(file, contract=agreed).require(case, outputs=candidate.outputs)
        candidate = replace(candidate, dataset=dataset)
        return registering.register_version(place, identity, candidate, models=_models(workspace))


def evaluate(
    version: str | Reference, *, data: object = None, training: object = None, dataset: str | Reference | None = None,
    without: Sequence[str] = (), moves: int = 2, attacked: int = 300, answers: int = 2_000, seed: int = 0,
    actor: str | None = None, workspace: Folder = None,
) -> evaluating.Evaluation:  # fmt: skip
    """Measure a version on rows that training has not seen, and file the evidence.

    Args:
        version: for example ``credit@3``.
        data: the held-out rows.
        training: the rows that it was trained on, for the privacy report.
        dataset: instead of both, a registered dataset version: its parts ``holdout`` and ``training``.
        without: kinds of report that ask the model much and are to be left out, for example ``robustness-report``.
        moves: that the search for flips may make; more where a policy in force asks for more.
        attacked: rows that it attacks for the whole table.
        answers: from how many a copy of the model is made, at most.
        seed: of every sample that is drawn.
        actor: as for ``register``.
        workspace: as for ``register``.

    Raises:
        TrainingRows: ``data`` and ``training`` are the same rows.
        RowsUnclear: neither ``data`` nor ``dataset`` is given, or both.
        KindUnknown: ``without`` names no report that could be left out.
    """
    with opened(workspace, actor) as (place, identity):
        reference = reference_of(version)
        contract = Contract.from_json(manifest_of(place, version_record(place.ledger, reference)).contract)
        effort = effort_of(without=without, moves=moves, attacked=attacked, answers=answers)
        if dataset is None:
            holdout, trained = given_rows(data, training, contract)
        else:
            require_no_table(data, training)
            holdout, trained = parts_of(place, identity, settings_for(workspace), dataset, f"evaluating {reference}")
        return evaluating.evaluate_version(
            place, identity, reference, holdout=holdout, models=_models(workspace), training=trained, seed=seed,
            effort=effort,
        )  # fmt: skip


def contract_for(data: object, use_case: UseCase, contract: str | Path | Contract | None) -> Contract:
    """The contract given, or the one that ``data`` suggests with the roles of the use case."""
    if isinstance(contract, Contract):
        return contract
    if contract is not None:
        return read_contract(Path(contract))
    table = TableSample.of(data).table
    agreed = infer_contract(table, Parts(label=use_case.label, protected=use_case.protected))
    _require_favourable(agreed, use_case, table.origin)
    return agreed


def _require_favourable(contract: Contract, use_case: UseCase, origin: str) -> None:
    """Tell at once that 'favourable' is not written as the table writes it, not only when a look has been spent."""
    seen = next(column.categories for column in contract.columns if column.name == use_case.label)
    wanted = (scalar_kind(use_case.favourable), use_case.favourable)
    if seen and wanted not in [(scalar_kind(value), value) for value in seen]:
        shown = ", ".join(map(repr, seen[:5]))
        place = f"The label {use_case.label!r} of {origin}"
        fact = f"{place} never is {use_case.favourable!r} ({wanted[0]}); it holds {shown}."
        raise LabelUnusable(fact, column=use_case.label)


def _models(workspace: Folder) -> SandboxedModels:
    return SandboxedModels(artifacts_for(settings_for(workspace)))
