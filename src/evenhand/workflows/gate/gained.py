"""What the model gains over the baseline, as a fact of a gate: counted anew from what an evaluation filed."""

from collections.abc import Mapping, Sequence

from evenhand.governance.policy.demand import MetricDemand
from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.workflows.gate.filed import listed

GAINS: Mapping[str, str] = {"accuracy_gain": "accuracy", "value_gain": "value_per_case"}
"""Metric of a gate to the metric of the comparison."""


def gained_fact(
    body: Mapping[str, Json], demand: MetricDemand, use_case: UseCase, *, digest: str
) -> dict[str, Json] | None:
    """The difference to the baseline that is hardest to beat; ``None`` when it was not measured.

    Args:
        body: of the evaluation report.
        demand: one of ``GAINS``, of the whole table.
        use_case: says what the outcomes are worth.
        digest: of the report.
    """
    if demand.by:
        return None
    confidence = demand.confidence_for(1)
    found = [
        difference
        for part in listed(body.get("baselines"))
        if (difference := _difference(part, GAINS[demand.name], use_case, confidence)) is not None
    ]
    if not found or any(each.value is None for each in found):
        return None
    least = min(found, key=lambda each: each.lower or 0.0)
    group: dict[str, Json] = {
        "group": {}, "rows": least.n, "n": least.n, "value": least.value, "lower": least.lower, "upper": least.upper,
        "confidence": least.confidence,
    }  # fmt: skip
    return {
        "name": demand.name, "by": [], "reference_group": None, "rows": least.n, "groups": [group], "input": digest,
    }  # fmt: skip


def _difference(part: Mapping[str, Json], metric: str, use_case: UseCase, confidence: float) -> Measurement | None:
    import numpy as np  # noqa: PLC0415 - needs arrays; approving does not

    from evenhand.metrics.paired import SHAPE, compared  # noqa: PLC0415 - likewise

    counts, worth = part.get("counts"), use_case.statement.value
    table = np.asarray(counts, dtype=np.int64) if isinstance(counts, Sequence) else np.zeros(0, dtype=np.int64)
    if table.shape != SHAPE:
        return None
    amounts = None if worth is None else worth.amounts
    both = compared(table, confidence=confidence, worth=amounts, is_constant=part.get("stated") is not True)
    return next((each.difference for each in both if each.model.name == metric), None)
