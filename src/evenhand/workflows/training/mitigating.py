"""A mitigation beside the same training without it."""

from collections.abc import Sequence
from dataclasses import replace

from evenhand.errors.training import MitigationUnfit
from evenhand.kernel.part import did_you_mean
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.decision_rule import DecisionRule
from evenhand.lifecycle.training.mitigation import Mitigation
from evenhand.lifecycle.training.mitigation_record import MitigationEffect
from evenhand.lifecycle.training.order import Order, Trained
from evenhand.lifecycle.training.training_rows import TrainingRows
from evenhand.metrics.paired_change import Paired
from evenhand.ports.trainer import Trainer


def mitigated_order(order: Order, mitigation: Mitigation, rows: TrainingRows, use_case: UseCase) -> Order:
    """The order with the mitigation and the groups that it looks at.

    Raises:
        MitigationUnfit: an attribute is no protected one of the use case, or nothing is held out to measure on.
    """
    for name in mitigation.attributes:
        if name not in use_case.protected:
            hint = did_you_mean(name, use_case.protected)
            known = ", ".join(use_case.protected) or "none"
            raise MitigationUnfit(f"{name!r} is no protected attribute{hint}; the use case names {known}.", name=name)
    if not order.folds:
        raise MitigationUnfit(
            "Without folds nothing shows what the mitigation does and costs.",
            remedy="Ask for cross-validation: --cross-validation 5.",
        )
    return replace(order, mitigation=mitigation, groups=rows.groups(mitigation.attributes), outcome=rows.labels)


def effect_of(
    order: Order, trained: Trained, rows: TrainingRows, *, trainer: Trainer, reason: str | None
) -> MitigationEffect:
    """Train once more without the mitigation, on the same folds, and compare what both say about the held-out rows.

    Raises:
        MitigationUnfit: there is nothing to compare.
    """
    if order.mitigation is None or trained.scores is None:
        raise MitigationUnfit("There is no mitigated run to compare.")
    plain = trainer.run(replace(order, mitigation=None, groups=(), outcome=(), is_final=False), rows.table)
    if plain.scores is None:
        raise MitigationUnfit("The run without the mitigation scored nothing.")
    rule = DecisionRule(cut_off=order.cut_off, favourable=order.favourable)
    pair = Paired(
        label=rows.cases.label, before=plain.scores, after=trained.scores, decided_before=rule.decide(plain.scores),
        decided_after=rule.decide(trained.scores), groups=rows.cases.attributes,
    )  # fmt: skip
    return MitigationEffect.of(order.mitigation, pair, seed=order.seed, reason=reason)


def chosen_attributes(named: Sequence[str], use_case: UseCase) -> tuple[str, ...]:
    """Those named, or the only protected one.

    Raises:
        MitigationUnfit: none is named, and there is not exactly one.
    """
    if named:
        return tuple(named)
    if len(use_case.protected) == 1:
        return tuple(use_case.protected)
    known = ", ".join(use_case.protected) or "none"
    raise MitigationUnfit(
        f"The use case protects {known}; say whose groups are to be made more alike.",
        remedy="Name it: --attribute NAME, several times for their crossing.",
    )
