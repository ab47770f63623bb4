"""The columns of the made table: their shapes, their missing values, and the drift put into eleven of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Draw = Callable[[Generator, int, float], NDArray[Any]]
"""From a generator, a number of rows and a drift (0 in the reference, 1 in the current table) to values."""


def _zero_inflated(rng: Generator, n: int, drift: float) -> NDArray[Any]:
    return np.where(rng.random(n) < 0.40 + 0.05 * drift, 0.0, rng.exponential(3.0, n))


def _bimodal(rng: Generator, n: int, drift: float) -> NDArray[Any]:
    return np.where(rng.random(n) < 0.50 + 0.05 * drift, rng.normal(-2, 1, n), rng.normal(3, 0.5, n))


NUMBERS: dict[str, Draw] = {
    "n01": lambda rng, n, drift: rng.normal(0.1 * drift, 1, n),
    "n02": lambda rng, n, drift: rng.lognormal(0.0, 1.0 + 0.1 * drift, n),
    "n03": lambda rng, n, drift: rng.standard_t(2, n) + 0.1 * drift,
    "n04": lambda rng, n, _: rng.standard_cauchy(n),
    "n05": lambda rng, n, _: rng.pareto(1.5, n),
    "n06": lambda rng, n, _: rng.random(n),
    "n07": _zero_inflated,
    "n08": lambda rng, n, drift: rng.poisson(4.0 + 0.2 * drift, n),
    "n09": lambda rng, n, drift: rng.beta(2.0 + 0.2 * drift, 5.0, n),
    "n10": _bimodal,
    "n11": lambda rng, n, _: rng.normal(1e6, 1e-6, n),
    "n12": lambda rng, n, _: rng.geometric(0.01, n),
    "n13": lambda rng, n, _: rng.normal(50, 10, n),
    "n14": lambda rng, n, _: np.round(rng.lognormal(7.0, 0.8, n), 2),
    "n15": lambda rng, n, _: rng.exponential(1.0, n),
    "n16": lambda rng, n, drift: np.clip(np.floor(rng.normal(42 + drift, 13, n)), 18, 95),
    "n17": lambda rng, n, _: rng.laplace(0, 1, n),
    "n18": lambda rng, n, _: rng.weibull(0.7, n),
    "n19": lambda rng, n, _: rng.gamma(2.0, 1e-9, n),
    "n20": lambda rng, n, _: np.round(rng.triangular(-1, 0, 4, n) * 2) / 2,
}
"""Numeric columns, all stored as float64: normal, log-normal, Student's t with 2 degrees, Cauchy, Pareto, uniform,
zero-inflated, counts, beta, bimodal, offset 1e6 with spread 1e-6, long counts, normal, money, exponential, ages,
Laplace, Weibull, tiny gamma, halves."""

NULLS: dict[str, tuple[float, float]] = {
    "n02": (0.05, 0.05), "n05": (0.02, 0.02), "n06": (0.10, 0.10), "n12": (0.01, 0.01), "n13": (0.20, 0.28),
    "n15": (0.35, 0.35),
}  # fmt: skip
"""Share of nulls in the reference and in the current table; only n13 has more."""

LEVELS: dict[str, int] = {"c1": 2, "c2": 3, "c3": 5, "c4": 8, "c5": 20, "c6": 50, "c7": 200, "c8": 1000}
"""Categorical columns; c1 is boolean, c4 whole numbers, the others texts."""

SENSITIVE: dict[str, int] = {"sex": 2, "age_band": 5, "region": 12}
"""Columns of protected attributes, all texts: 120 groups at their crossing."""

DRIFTED = frozenset({"n01", "n02", "n03", "n07", "n08", "n09", "n10", "n16", "score", "c3", "c6"})
"""Columns whose values are drawn otherwise in the current table (n13 has more nulls besides)."""

REPORTED: tuple[str, ...] = (*NUMBERS, "score", *LEVELS, *SENSITIVE)
"""The 32 columns of a drift report."""

NUMERIC: tuple[str, ...] = (*NUMBERS, "score")
TEXTS: tuple[str, ...] = (*(name for name in LEVELS if name not in {"c1", "c4"}), *SENSITIVE)
FAIRNESS: tuple[str, ...] = (*SENSITIVE, "label", "prediction")


def shares(levels: int, drift: float) -> NDArray[np.float64]:
    """How often each level comes: the first most, the last least; the drift moves 2 % from the first to the last."""
    weights = 1.0 / np.arange(1, levels + 1) ** 0.8
    weights /= weights.sum()
    weights[0] -= 0.02 * drift
    weights[-1] += 0.02 * drift
    return weights
