"""What a gate wants measured, so that a workflow can derive it from the stored profile at the right level."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.governance.policy.level import Level
from evenhand.governance.policy.rule import MetricRule, Policy, ReferenceGroup, Split


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDemand:
    """One metric over one item.

    Attributes:
        check: id of the check, the key under which the fact belongs.
        name: of the metric.
        by: the attributes to split by at once; empty for the whole table.
        reference_group: for comparisons.
        min_count: rows that an estimate must stand on before its group is judged.
        budget: moves for a search; ``None`` for other metrics.
        level, looks: what ``confidence_for`` rests on.
    """

    check: str
    name: str
    by: Split
    reference_group: ReferenceGroup | None
    min_count: int
    budget: int | None
    level: Level
    looks: int

    def confidence_for(self, n_judged_groups: int) -> float:
        """The confidence that every interval of the check must have, in ``(0, 1)``.

        Args:
            n_judged_groups: groups with ``n`` of at least ``min_count``, over **all** demands of the same check.
        """
        return self.level.required(looks=self.looks, n_groups=n_judged_groups)


def demands(
    policy: Policy, gate: str, looks: int, *, protected: Sequence[str] | None = None
) -> tuple[MetricDemand, ...]:
    """What ``gate`` wants measured, in the policy's order; nothing when the policy holds no such gate.

    Args:
        policy: from ``load_policy``.
        gate: name.
        looks: at the holdout so far, this one included.
        protected: columns that the contract marks so, for ``by: protected``; put the same list into the facts.
    """
    columns = tuple((name,) for name in protected or ())
    return tuple(
        _demand(check.rule, item, looks)
        for check in policy.gates.get(gate, ())
        if isinstance(check.rule, MetricRule)
        for item in (columns if check.rule.items is None else check.rule.items)
    )


def _demand(rule: MetricRule, item: Split, looks: int) -> MetricDemand:
    return MetricDemand(
        check=rule.check, name=rule.name, by=item, reference_group=rule.reference_group, min_count=rule.min_count,
        budget=rule.budget, level=rule.level, looks=looks,
    )  # fmt: skip
