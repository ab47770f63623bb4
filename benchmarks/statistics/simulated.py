"""How often intervals hold the truth, on tables drawn from populations that are known."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from math import erf, log2, sqrt
from typing import Any

import numpy as np
import pyarrow as pa
from clock import Clock
from numpy.random import Generator

OLD = np.array([0.05, 0.10, 0.15, 0.30, 0.40])
NEW = OLD * np.exp(np.linspace(-0.3, 0.3, 5))
NEW /= NEW.sum()
SHIFT = 0.3
NULLS = (0.10, 0.14)
ROWS = (1_000, 1_500)
POPULATION = 2_000_000
MORE: Mapping[str, int] = {"drift": 4}
"""How many times as often a family is drawn: one that is quickly measured."""
SCORED = (
    "roc_auc", "average_precision", "brier_score", "log_loss", "accuracy", "precision", "true_positive_rate",
    "false_positive_rate", "f1", "balanced_accuracy", "matthews_correlation",
)  # fmt: skip
RATES = ("selection_rate", "true_positive_rate", "false_positive_rate", "precision", "accuracy")


def coverage(clock: Clock, *, draws: int) -> dict[str, Any]:
    """Per family and measure, how many intervals of 95 % hold the truth: ``[held, intervals]``."""
    from evenhand.wiring.scan import TableScanner
    from evenhand.workflows.statistics.measure_drift import measure_drift
    from evenhand.workflows.statistics.measure_fairness import measure_fairness
    from evenhand.workflows.statistics.measure_performance import measure_performance

    def drift(rng: Generator) -> Iterable[Any]:
        return measure_drift(TableScanner(), _old(rng), _new(rng)).measurements

    def performance(rng: Generator, n: int = ROWS[0]) -> Iterable[Any]:
        return measure_performance(
            TableScanner(), _scored(rng, n), label="label", score="score", prediction="prediction"
        ).measurements  # fmt: skip

    def fairness(rng: Generator, n: int = ROWS[0]) -> Iterable[Any]:
        return measure_fairness(
            TableScanner(), _scored(rng, n), label="label", prediction="prediction", by=("group",)
        ).measurements  # fmt: skip

    whole, many = np.random.default_rng(99), POPULATION if draws > 10 else ROWS[0]
    truths = {
        "drift": (drift, _drift_truth()),
        "performance": (performance, _values(performance(whole, many), SCORED)),
        "fairness": (fairness, _values(fairness(whole, many), RATES)),
    }
    found = {}
    for family, (measure, truth) in truths.items():
        with clock.part(family):
            found[family] = _held(measure, truth, draws * MORE.get(family, 1))
    return {"held": found, "rows": ROWS}


def _held(measure: Callable[[Generator], Iterable[Any]], truth: dict[Any, float], draws: int) -> dict[str, list[int]]:
    rng, held, seen = np.random.default_rng([3, draws]), Counter(), Counter()
    for _ in range(draws):
        for one in measure(rng):
            true = truth.get(_key(one))
            if true is None or one.value is None:
                continue
            name = f"{one.name} ({one.method})"
            seen[name] += 1
            held[name] += one.lower - 1e-12 <= true <= one.upper + 1e-12
    return {name: [held[name], seen[name]] for name in seen}


def _key(one: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a measurement
    return one.name, one.column if one.column in {"text", "number", "nulls"} else None, tuple(one.groups.items())


def _values(found: Iterable[Any], names: tuple[str, ...]) -> dict[Any, float]:
    return {_key(one): one.value for one in found if one.name in names and one.value is not None}


def _drift_truth() -> dict[Any, float]:
    middle, step = (OLD + NEW) / 2, NEW - OLD
    bits = sum(share * log2(share / half) for side in (OLD, NEW) for share, half in zip(side, middle, strict=True)) / 2
    total = sum(ROWS)
    both = (ROWS[0] * OLD + ROWS[1] * NEW) / total
    found = {
        ("population_stability_index", "text"): float((step * np.log(NEW / OLD)).sum()),
        ("total_variation_distance", "text"): float(np.abs(step).sum() / 2),
        ("rows_elsewhere", "text"): float(np.abs(step).sum() / 2),
        ("jensen_shannon_distance", "text"): sqrt(bits),
        ("hellinger_distance", "text"): sqrt(1 - float(np.sqrt(OLD * NEW).sum())),
        ("cramers_v", "text"): sqrt(ROWS[0] * ROWS[1] / total**2 * float((step**2 / both).sum())),
        ("kolmogorov_smirnov", "number"): erf(SHIFT / 2 / sqrt(2)),
        ("wasserstein_distance", "number"): SHIFT,
        ("null_rate_change", "nulls"): NULLS[1] - NULLS[0],
    }
    return {(*key, ()): true for key, true in found.items()}


def _old(rng: Generator) -> pa.Table:
    return _drawn(rng, ROWS[0], OLD, 0.0, NULLS[0])


def _new(rng: Generator) -> pa.Table:
    return _drawn(rng, ROWS[1], NEW, SHIFT, NULLS[1])


def _drawn(rng: Generator, n: int, shares: "np.ndarray", shift: float, nulls: float) -> pa.Table:
    return pa.table({
        "text": np.array(list("abcde"))[rng.choice(5, n, p=shares)], "number": rng.normal(shift, 1, n),
        "nulls": pa.array(rng.random(n), mask=rng.random(n) < nulls),
    })  # fmt: skip


def _scored(rng: Generator, n: int) -> pa.Table:
    score = np.clip(rng.beta(1.5, 2, n), 1e-9, 1 - 1e-9)
    group = np.array(["a", "b", "c"])[rng.choice(3, n, p=[0.5, 0.3, 0.2])]
    label = (rng.random(n) < np.where(group == "a", score, 0.8 * score)).astype(np.int64)
    return pa.table({"score": score, "label": label, "prediction": (score >= 0.5).astype(np.int64), "group": group})


CASES = {"coverage": coverage}
