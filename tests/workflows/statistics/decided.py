"""A made table of scores, decisions, classes and numbers, and looks at how well they are told."""

import numpy as np
import pyarrow as pa

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.evaluation.table_report import TableReport
from evenhand.wiring.scan import TableScanner
from evenhand.workflows.statistics.measure_performance import measure_performance

RNG = np.random.default_rng(0)
N = 2000
SCORE = np.round(RNG.beta(2, 3, N), 3)
PAID = (RNG.random(N) < SCORE**1.3).astype(np.int64)
SEX = np.where(RNG.random(N) < 0.4, "f", "m")
PRICE = SCORE * 100 + RNG.normal(0, 9, N)
ANIMAL = RNG.choice(["cat", "cow", "dog"], N)
SAID = np.where(RNG.random(N) < 0.7, ANIMAL, "cat")
TABLE = pa.table({
    "paid": PAID, "score": SCORE, "sex": SEX, "given": (SCORE >= 0.4), "price": PRICE, "guess": SCORE * 95 + 4,
    "animal": ANIMAL, "said": SAID, "paid_text": np.where(PAID == 1, "yes", "no"), "margin": SCORE * 8 - 4,
    "stars": np.clip(np.round(SCORE * 8), 1, 5).astype(np.int64), "stars_said": RNG.integers(1, 6, N),
})  # fmt: skip


def performance_of(table: object = TABLE, **asked: object) -> TableReport:
    return measure_performance(TableScanner(), table, **asked)


def numbers_of_all(report: TableReport) -> dict[str, Measurement]:
    return {each.name: each for each in report.measurements if not each.groups}


def words_of(report: TableReport) -> str:
    return "\n".join(each.text for each in report.sentences)
