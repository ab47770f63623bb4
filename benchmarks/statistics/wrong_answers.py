"""Small tables whose truth is known, on which tools of today have been seen to answer wrongly."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

TRIALS = 20
Case = tuple[str, bool, Callable[[np.random.Generator], tuple[dict[str, Any], dict[str, Any]]]]


def _grown(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"x": _letters(rng, 2_000)}, {"x": _letters(rng, 20_000)}


def _tiny(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"x": rng.normal(0, 1e-6, 5_000)}, {"x": rng.normal(5e-6, 1e-6, 5_000)}


def _with_nan(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    shifted = rng.normal(5, 1, 5_000)
    return {"x": _holes(rng, rng.normal(0, 1, 5_000), 0.02)}, {"x": _holes(rng, shifted, 0.02)}


def _more_null(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"x": rng.normal(0, 1, 5_000)}, {"x": _holes(rng, rng.normal(0, 1, 5_000), 0.6)}


def _all_null(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    sound = [rng.normal(0, 1, 5_000) for _ in range(3)]
    return {"x": sound[0], "y": sound[1]}, {"x": np.full(5_000, np.nan), "y": sound[2] + 5}


CASES: tuple[Case, ...] = (
    ("no drift, 8 categories, current ten times the reference", False, _grown),
    ("a shift of five deviations, deviation 1e-6", True, _tiny),
    ("a shift of five deviations, 2 % NaN", True, _with_nan),
    ("60 % of the column turned null", True, _more_null),
    ("one column all null, another shifted by five deviations", True, _all_null),
)
"""What is in the table, whether there is drift, and the two tables."""


def tables() -> Iterator[tuple[str, bool, list[tuple[pd.DataFrame, pd.DataFrame]]]]:
    """Each case with its tables: twenty where there is no drift, one where there is."""
    for number, (name, has_drift, make) in enumerate(CASES):
        made = [make(np.random.default_rng([number, trial])) for trial in range(1 if has_drift else TRIALS)]
        yield name, has_drift, [(pd.DataFrame(old), pd.DataFrame(new)) for old, new in made]


def ask(drift: Callable[..., dict[str, bool | None]]) -> dict[str, str]:
    """What one tool answers in each case.

    Args:
        drift: from reference, current and the names of text columns to column -> whether it drifted.
    """
    answers = {}
    for name, has_drift, pairs in tables():
        texts = [] if has_drift else ["x"]
        try:
            found = [drift(old, new, texts) for old, new in pairs]
        except Exception as problem:  # noqa: BLE001 - a tool's failure is its answer
            answers[name] = f"fails: {type(problem).__name__}: {str(problem)[:80]}"
            continue
        answers[name] = _drift_seen(found[0]) if has_drift else _false_alarms(found)
    return answers


def _drift_seen(found: dict[str, bool | None]) -> str:
    words = {True: "drift", False: "no drift", None: "no answer"}
    said = {name: words[found.get(name)] for name in sorted({"x", *found})}
    return said["x"] if len(said) == 1 else ", ".join(f"{name}: {word}" for name, word in said.items())


def _false_alarms(found: list[dict[str, bool | None]]) -> str:
    if all(one.get("x") is None for one in found):
        return "no answer"
    return f"{sum(bool(one.get('x')) for one in found)} of {len(found)} false alarms"


def _letters(rng: np.random.Generator, n: int) -> "np.typing.NDArray[Any]":
    return np.array(list("abcdefgh"), dtype=object)[rng.integers(0, 8, n)]


def _holes(rng: np.random.Generator, values: "np.typing.NDArray[Any]", share: float) -> "np.typing.NDArray[Any]":
    return np.where(rng.random(len(values)) < share, np.nan, values)
