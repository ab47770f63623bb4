"""Training: run it, repeat it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from evenhand.adapters.trainer.notebook import code_of
from evenhand.adapters.trainer.running import ProcessTrainer
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.mitigation import Mitigation
from evenhand.lifecycle.training.order import Order
from evenhand.surfaces.sdk.model import contract_for
from evenhand.surfaces.sdk.opening import Folder, opened, reference_of, settings_for
from evenhand.surfaces.sdk.workspace_use import use_case_for
from evenhand.wiring.artifacts import artifacts_for
from evenhand.wiring.models import SandboxedModels
from evenhand.wiring.parameters import plain_parameters
from evenhand.wiring.training_place import Place
from evenhand.workflows.training import reproduce_version as reproducing
from evenhand.workflows.training import train_version as training
from evenhand.workflows.training.mitigating import chosen_attributes

Listener = Callable[[str], None]


def train(
    code: str | Path | Callable[..., Any], *, data: object = None, dataset: str | None = None,
    parameters: Mapping[str, Any] | None = None, seed: int = 0, cross_validation: int = 5,
    use_case: str | None = None, contract: str | Path | Contract | None = None, cut_off: float = 0.5,
    inputs: Sequence[str] | None = None, classes: Sequence[Any] | None = None, mitigate: str | None = None,
    attributes: Sequence[str] = (), constraint: str = "demographic-parity", slack: float = 0.01,
    why: str | None = None, threads: int = 1,
    timeout: float | None = None, listener: Listener | None = None, actor: str | None = None,
    workspace: Folder = None,
) -> training.Training:  # fmt: skip
    """Train a model in a process of its own and register it, with a record from which it can be repeated.

    Args:
        code: a Python file (``train.py``, or ``train.py:fit`` for another function than ``train``), or a function of
            this notebook: ``train(data, parameters, seed)`` returns the fitted object. ``data`` is a pandas frame of
            the features and the label, without any protected column, key or time.
        data: the training rows: a path, or a pandas, Polars or Arrow table.
        dataset: in place of ``data``: a registered dataset, for example ``adult@1``, of which the part ``training`` is
            opened and nothing else.
        parameters: name to plain value.
        seed: passed on; ``random`` and numpy begin with it too.
        cross_validation: folds; 0 for none. Rows of one key stay together.
        use_case: as for ``register``.
        contract: as for ``register``; a dataset has its own.
        cut_off: as for ``register``.
        inputs: as for ``register``.
        classes: as for ``register``.
        mitigate: ``reweighing`` or ``reductions``, against differences between groups while training; the version
            then carries a record of what it did and cost. There are no cut-offs per group.
        attributes: protected attributes whose groups are made more alike, crossed; the only one when left out.
        constraint: of ``reductions``: ``demographic-parity``, ``true-positive-rate-parity`` or ``equalized-odds``.
        slack: difference that the constraint allows.
        why: the reason for this trade-off, for the record.
        threads: of the numeric libraries; with one a rerun adds in the same order.
        timeout: seconds after which the process is ended.
        listener: is told each line that the code prints, and how far it is.
        actor: as for ``register``.
        workspace: as for ``register``.
    """
    written, values = code_of(code), plain_parameters(parameters or {})
    with placed(workspace, actor) as place:
        case = use_case_for(place.workspace.ledger, use_case)
        agreed = contract_of(place, case, data=data, dataset=dataset, contract=contract)
        rows = place.rows(data=data, dataset=dataset, use_case=case, contract=agreed, purpose="train a model")
        order = Order(
            code=written, parameters=values, seed=seed, features=rows.features, label=case.label,
            favourable=case.favourable, unfavourable=rows.unfavourable, cut_off=cut_off, inputs=inputs,
            classes=classes, threads=threads, timeout=timeout,
        )  # fmt: skip
        return training.train_version(
            place.workspace, place.identity, order, rows=rows, use_case=case, contract=agreed,
            trainer=ProcessTrainer(listener), models=models_in(place), n_folds=cross_validation,
            mitigation=mitigation_of(mitigate, case, attributes=attributes, constraint=constraint, slack=slack),
            reason=why,
        )  # fmt: skip


def reproduce(
    version: str | Reference, *, data: object = None, timeout: float | None = None, listener: Listener | None = None,
    actor: str | None = None, workspace: Folder = None,
) -> reproducing.Reproduced:  # fmt: skip
    """Do the recorded run of a version again and compare: the same bytes, or how far the scores lie apart.

    Args:
        version: one that came by ``train``.
        data: its training rows, when they are no longer where they were; they must have the recorded digest.
        timeout: as for ``train``.
        listener: as for ``train``.
        actor: as for ``register``.
        workspace: as for ``register``.

    Raises:
        RunMissing: no run of it is recorded.
        RunUnrepeatable: rows or code are gone, or have changed.
    """
    with placed(workspace, actor) as place:
        return reproducing.reproduce_version(
            place.workspace, place.identity, reference_of(version), find_rows=partial(place.found_again, data=data),
            trainer=ProcessTrainer(listener), models=models_in(place), timeout=timeout,
        )  # fmt: skip


@contextmanager
def placed(workspace: Folder, actor: str | None) -> Iterator[Place]:
    """The workspace and who acts in it, with what finds rows."""
    with opened(workspace, actor) as (place, identity):
        yield Place(workspace=place, settings=settings_for(workspace), identity=identity)


def contract_of(
    place: Place, use_case: UseCase, *, data: object, dataset: str | None, contract: str | Path | Contract | None
) -> Contract:
    """The contract given, that of the dataset, or the one that the rows suggest."""
    if contract is None and dataset is not None and data is None:
        return place.dataset_contract(dataset)
    if contract is None and data is None:
        from evenhand.errors.workspace import CommandUnclear

        raise CommandUnclear("No training rows are named.", remedy="Give --data FILE or --dataset NAME@N.")
    return contract_for(data, use_case, contract)


def mitigation_of(
    method: str | None, use_case: UseCase, *, attributes: Sequence[str], constraint: str, slack: float
) -> Mitigation | None:
    """The mitigation that a caller names."""
    if method is None:
        return None
    chosen = chosen_attributes(attributes, use_case)
    return Mitigation(method=method, attributes=chosen, constraint=constraint, slack=slack)


def models_in(place: Place) -> SandboxedModels:
    """What opens the versions of a workspace."""
    return SandboxedModels(artifacts_for(place.settings))
