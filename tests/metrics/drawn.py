"""Tables for properties: small, with every kind of gap, and cut into parts in every way."""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from evenhand.metrics.profile import Cases

Array = NDArray[Any]

OUTCOMES = st.sampled_from([0.0, 1.0, float("nan")])
SCORES = st.sampled_from([0.0, -0.0, 0.1, 0.25, 0.5, 1.0, float("nan"), float("inf"), float("-inf")])
TEXTS = st.sampled_from(["a", "b", "ä", "", "\U0001f600", None])

Row = tuple[float, float, float, float, str | None, str | None]
ROWS = st.lists(st.tuples(OUTCOMES, OUTCOMES, SCORES, OUTCOMES, TEXTS, TEXTS), max_size=25)


def cases(rows: list[Row]) -> Cases:
    """Cases of two attributes with scores and current practice."""
    columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(6)]
    label, decision, score, practice = (np.array(column, dtype=np.float64) for column in columns[:4])
    race, sex = (np.array(column, dtype=object) for column in columns[4:])
    return Cases(label=label, decision=decision, score=score, practice=practice, attributes={"sex": sex, "race": race})


def population(n: int = 400, *, seed: int = 0, n_races: int = 3) -> Cases:
    """A table with calibrated scores, a decision at 0.5, practice at random, and groups of unequal size."""
    rng = np.random.default_rng(seed)
    score = np.clip(np.round(rng.random(n), 2), 0.01, 0.99)
    return Cases(
        label=(rng.random(n) < score).astype(np.int64), decision=(score >= 0.5).astype(np.int64), score=score,
        practice=rng.integers(0, 2, n),
        attributes={
            "sex": rng.choice(np.array(["f", "m"]), n),
            "race": np.array([f"r{index}" for index in np.minimum(rng.geometric(0.5, n) - 1, n_races - 1)]),
        },
    )  # fmt: skip
