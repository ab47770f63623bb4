"""One use case, and measurements as a fairness report holds them, for the tests of reviews."""

from collections.abc import Sequence

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.problem.practice import PracticeColumn
from evenhand.lifecycle.problem.use_case import UseCase

LOAN = UseCase(
    name="loan", purpose="Decide who is offered a small loan.", ai_act_class="minimal", tier=4, label="repaid",
    favourable=1, protected=("sex",), judged_by=("age",), bands={"age": (18, 25)},
    meanings={"sex": {"2": "women"}, "repaid": {"1": "repaid in time"}},
    current_practice=PracticeColumn(column="today", favourable="yes"),
)  # fmt: skip


def measured(
    name: str, attribute: str, group: str, *, count: int, n: int, rows: int | None = None, undefined: str | None = None
) -> Measurement:
    """A share of one group, ten points to either side."""
    value = None if undefined else count / n
    return Measurement(
        name=name, value=value, lower=None if value is None else max(0.0, value - 0.1),
        upper=None if value is None else min(1.0, value + 0.1), confidence=0.95, n=n, unit="share", method="wilson",
        groups={attribute: group}, undefined=undefined,
        detail={"rows": n if rows is None else rows, "unusable": 0, "table_rows": 1000},
    )  # fmt: skip


def by_sex(women: int = 300, men: int = 280) -> Sequence[Measurement]:
    """Favourable decisions among 500 women and 480 men."""
    return [
        measured("selection_rate", "sex", "1", count=men, n=480),
        measured("selection_rate", "sex", "2", count=women, n=500),
        measured("gains", "sex", "2", count=40, n=500),
        measured("losses", "sex", "2", count=2, n=500),
    ]
