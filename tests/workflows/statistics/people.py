"""Made tables of people that decisions were made for, and what is told of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.table_report import TableReport
from evenhand.wiring.scan import TableScanner
from evenhand.workflows.statistics.measure_fairness import measure_fairness

SCANNER = TableScanner()


def fairness_of(
    table: object, *, by: Sequence[str] | str = "sex", reference_group: str | Mapping[str, str] | None = None,
    min_count: int = 10,
) -> TableReport:  # fmt: skip
    return measure_fairness(
        SCANNER, table, label="y", prediction="p", by=by, reference_group=reference_group, min_count=min_count
    )


def number_of(report: TableReport, name: str, **groups: str) -> Measurement:
    (one,) = (each for each in report.measurements if each.name == name and dict(each.groups) == groups)
    return one


def made_blocks(*blocks: tuple[str, int, int]) -> dict[str, list[Any]]:
    """Group, rows, selected; all with the favourable label."""
    sex = [group for group, n, _ in blocks for _ in range(n)]
    p = [int(row < selected) for _, n, selected in blocks for row in range(n)]
    return {"sex": sex, "y": [1] * len(sex), "p": p}


def drawn_people(n: int = 3000, seed: int = 1) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    sex, race = rng.choice(["f", "m"], n), rng.choice(["a", "b", "c"], n, p=[0.5, 0.3, 0.2])
    y = (rng.random(n) < 0.4).astype(int)
    p = (rng.random(n) < (0.2 + 0.5 * y) * np.where(sex == "f", 0.7, 1)).astype(int)
    return {"sex": sex, "race": race, "y": y, "p": p}
