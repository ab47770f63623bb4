"""Searching for a model."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evenhand.adapters.trainer.notebook import code_of
from evenhand.adapters.trainer.running import ProcessTrainer
from evenhand.adapters.tuning.optuna_searcher import OptunaSearcher
from evenhand.errors.serving import ReasonMissing
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.training.attempt import Attempt
from evenhand.lifecycle.training.order import Order
from evenhand.surfaces.sdk.opening import Folder
from evenhand.surfaces.sdk.training import contract_of, models_in, placed
from evenhand.surfaces.sdk.workspace_use import use_case_for
from evenhand.wiring.tuning_file import tuning_plan
from evenhand.workflows.training import tune_version as tuning


def tune(
    code: str | Path | Callable[..., Any], *, why: str, space: str | Path | Mapping[str, Any] | None = None,
    data: object = None, dataset: str | None = None, attempts: int | None = None, seed: int = 0,
    use_case: str | None = None, contract: str | Path | Contract | None = None, cut_off: float = 0.5,
    inputs: Sequence[str] | None = None, classes: Sequence[Any] | None = None, threads: int = 1,
    timeout: float | None = None, listener: Callable[[Attempt], None] | None = None, actor: str | None = None,
    workspace: Folder = None,
) -> tuning.Tuned:  # fmt: skip
    """Search for a model: state space and rule, make every attempt, train and register what the rule takes.

    Only the training rows are opened. Plan and attempts are entries of the ledger, written as they happen.

    Args:
        code: as for ``train``.
        why: the rationale of architecture and rule, for the design record.
        space: the plan: a YAML file or a dict; left out, ``SPACE`` of the code file.
        data: as for ``train``.
        dataset: as for ``train``.
        attempts: in place of the plan's own number.
        seed: of sampler, folds and fits.
        use_case: as for ``train``.
        contract: as for ``train``.
        cut_off: as for ``train``.
        inputs: as for ``train``.
        classes: as for ``train``.
        threads: as for ``train``.
        timeout: seconds of one attempt; a late one has failed.
        listener: is told each attempt.
        actor: as for ``train``.
        workspace: as for ``train``.

    Raises:
        TuningUndecided: no attempt keeps to the rule.
    """
    if not why.strip():
        raise ReasonMissing("The search states no reason.")
    written = code_of(code)
    with placed(workspace, actor) as place:
        case = use_case_for(place.workspace.ledger, use_case)
        plan = tuning_plan(space, written, case, attempts=attempts)
        searcher = OptunaSearcher(plan, seed=seed)
        agreed = contract_of(place, case, data=data, dataset=dataset, contract=contract)
        rows = place.rows(data=data, dataset=dataset, use_case=case, contract=agreed, purpose="search for a model")
        order = Order(
            code=written, parameters={}, seed=seed, features=rows.features, label=case.label,
            favourable=case.favourable, unfavourable=rows.unfavourable, cut_off=cut_off, inputs=inputs,
            classes=classes, threads=threads, timeout=timeout,
        )  # fmt: skip
        return tuning.tune_version(
            place.workspace, place.identity, order, plan, rows=rows, use_case=case, contract=agreed,
            trainer=ProcessTrainer(), models=models_in(place), searcher=searcher, why=why,
            listener=listener or (lambda _: None),
        )  # fmt: skip
