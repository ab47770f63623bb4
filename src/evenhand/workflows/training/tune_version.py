"""Search for a model: the rule first, then the attempts, then the version that the rule takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from evenhand.errors.base import EvenhandError
from evenhand.errors.model import ModelAnswerInvalid, ModelClassUnknown, ModelInputsDiffer, ModelNotSerialisable
from evenhand.errors.training import TrainingCrashed, TrainingFailed, TrainingTimedOut, TuningUndecided
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import digest_of_json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.attempt import Attempt, chosen_attempt
from evenhand.lifecycle.training.folds import stratified_folds
from evenhand.lifecycle.training.order import Order, Trained
from evenhand.lifecycle.training.pareto_picture import pareto_picture
from evenhand.lifecycle.training.training_rows import TrainingRows
from evenhand.lifecycle.training.tuning_plan import TuningPlan
from evenhand.lifecycle.training.tuning_record import Search
from evenhand.metrics.derive import derive
from evenhand.metrics.expected_cost import expected_cost, mean_seconds
from evenhand.metrics.folded import across_folds
from evenhand.metrics.spread import largest_gap
from evenhand.ports.identity import Identity
from evenhand.ports.sample import Models
from evenhand.ports.searcher import Searcher
from evenhand.ports.trainer import Trainer
from evenhand.ports.workspace import Workspace
from evenhand.workflows.act import append_document
from evenhand.workflows.training.development import require_development, require_unheld
from evenhand.workflows.training.train_version import Training, train_version
from evenhand.workflows.training.validating import part_of, profile_of

_FAILURES = (
    TrainingFailed, TrainingCrashed, TrainingTimedOut, ModelAnswerInvalid, ModelClassUnknown, ModelInputsDiffer,
    ModelNotSerialisable,
)  # fmt: skip
_OTHER_FOLDS = 1_000_003
"""Added to the seed for the folds of the search, so that the chosen attempt is measured on others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """What a search left behind.

    Attributes:
        search: all of it.
        chosen: the attempt that the rule took.
        training: its run and version.
        picture: the attempts as SVG.
    """

    search: Search
    chosen: Attempt
    training: Training
    picture: str


def tune_version(
    workspace: Workspace, identity: Identity, order: Order, plan: TuningPlan, *, rows: TrainingRows,
    use_case: UseCase, contract: Contract, trainer: Trainer, models: Models, searcher: Searcher, why: str,
    listener: Callable[[Attempt], None],
) -> Tuned:  # fmt: skip
    """Record the plan, make every attempt and record each, choose by the rule, train and register what was chosen.

    Whatever stops the search, what was tried stays recorded.

    Raises:
        TuningUndecided: no attempt keeps to the rule, or all failed.
        FoldsUnfit, DevelopmentClosed, ParameterUnclear, TrainingCodeUnreadable: as for ``train_version``.
    """
    require_development(workspace.ledger, use_case, rows.source.dataset)
    require_unheld(workspace.ledger, use_case, rows.source.digest)
    seed = order.seed + _OTHER_FOLDS
    folds = stratified_folds(rows.labels, n_folds=plan.n_folds, seed=seed, keys=rows.keys)
    trial = replace(order, folds=folds, is_final=False)
    search = _begun(workspace, identity, order, plan, rows=rows, use_case=use_case, searcher=searcher)
    try:
        search = _searched(workspace, identity, search, trial, rows, searcher=searcher, trainer=trainer, told=listener)
        chosen = _chosen(workspace, identity, search)
        picture = pareto_picture(search.attempts, plan, chosen)
        stored = workspace.artifacts.put(picture.encode())
        training = train_version(
            workspace, identity, replace(order, parameters=chosen.parameters), rows=rows, use_case=use_case,
            contract=contract, trainer=trainer, models=models, n_folds=plan.n_folds,
            more={
                "tuning-record": search.tuning_record(chosen, picture=stored, why=why),
                "design-record": search.design_record(chosen, why=why),
            },
        )  # fmt: skip
    except TuningUndecided:
        raise
    except BaseException as stop:
        _end(workspace, identity, search.key, "interrupted" if isinstance(stop, KeyboardInterrupt) else "failed")
        raise
    _end(workspace, identity, search.key, "chosen", version=str(training.version))
    return Tuned(search=search, chosen=chosen, training=training, picture=picture)


def _begun(
    workspace: Workspace, identity: Identity, order: Order, plan: TuningPlan, *, rows: TrainingRows,
    use_case: UseCase, searcher: Searcher,
) -> Search:  # fmt: skip
    document: dict[str, Json] = {
        "use_case": use_case.name, "plan": plan.as_json(), "data": rows.source.as_json(), "code": order.code.digest,
        "seed": order.seed, "sampler": dict(searcher.made_with),
    }  # fmt: skip
    key = f"T-{len(workspace.ledger.records('tuning')) + 1}"
    append_document(workspace, identity, action="tuning.begun", about=f"tuning:{key}", document=document)
    return Search(
        key=key, plan=plan, stated=digest_of_json(document), source=rows.source, code=order.code.digest,
        seed=order.seed, made_with=searcher.made_with, attempts=(),
    )  # fmt: skip


def _searched(
    workspace: Workspace, identity: Identity, search: Search, trial: Order, rows: TrainingRows, *,
    searcher: Searcher, trainer: Trainer, told: Callable[[Attempt], None],
) -> Search:  # fmt: skip
    attempts: list[Attempt] = []
    for number in range(1, search.plan.n_attempts + 1):
        parameters = searcher.ask()
        attempt = _attempted(replace(trial, parameters=parameters), rows, search.plan, number, trainer)
        append_document(
            workspace, identity, action="tuning.attempted", about=f"tuning:{search.key}", document=attempt.as_json()
        )
        searcher.tell([attempt.value(name) for name in search.plan.names] if attempt.is_usable else None)
        attempts.append(attempt)
        told(attempt)
    return replace(search, attempts=tuple(attempts))


def _attempted(order: Order, rows: TrainingRows, plan: TuningPlan, number: int, trainer: Trainer) -> Attempt:
    try:
        trained = trainer.run(order, rows.table)
    except _FAILURES as failure:
        return Attempt(number=number, parameters=order.parameters, failure=_words(failure))
    seconds = float(str(trained.resources["wall_seconds"]))
    return Attempt(
        number=number, parameters=order.parameters, values=_values(order, trained, rows, plan), seconds=seconds
    )


def _values(order: Order, trained: Trained, rows: TrainingRows, plan: TuningPlan) -> Mapping[str, Measurement]:
    if trained.scores is None:
        raise TrainingFailed("The process scored nothing.")
    parts = [part_of(order, rows, trained.scores, fold) for fold in range(order.n_folds)]
    folded = [derive(part, name=plan.accuracy)[0].value for part in parts]
    values = {"accuracy": across_folds(plan.accuracy, folded, n=len(order.folds))}
    if plan.gap:
        whole = profile_of(order, rows, trained.scores)
        values["fairness"] = largest_gap(whole, name=plan.gap, by=plan.by)
    if isinstance(plan.cost, str):
        values["cost"] = mean_seconds(trained.fit_seconds)
    elif plan.cost is not None:
        decisions = (trained.scores >= order.cut_off).astype(float)
        values["cost"] = expected_cost(rows.cases.label, decisions, plan.cost)
    return values


def _chosen(workspace: Workspace, identity: Identity, search: Search) -> Attempt:
    chosen = chosen_attempt(search.attempts, search.plan)
    if chosen is not None:
        return chosen
    usable: Sequence[Attempt] = [each for each in search.attempts if each.is_usable]
    _end(workspace, identity, search.key, "none-fits" if usable else "failed")
    rule = search.plan.rule.sentence(search.plan.names)
    if usable:
        fact = f"None of {len(usable)} attempts of {search.key} keeps to the rule: {rule}."
        raise TuningUndecided(fact, search=search.key)
    failure = search.attempts[-1].failure if search.attempts else "nothing was tried."
    fact = f"All {len(search.attempts)} attempts of {search.key} failed; the last: {failure}"
    raise TuningUndecided(fact, search=search.key, remedy="Mend the code or the space; the attempts stay recorded.")


def _end(workspace: Workspace, identity: Identity, key: str, how: str, *, version: str | None = None) -> None:
    document: dict[str, Json] = {"end": how, "version": version}
    append_document(workspace, identity, action="tuning.ended", about=f"tuning:{key}", document=document)


def _words(failure: EvenhandError) -> str:
    return f"{failure.code}: {failure.fact}"
