"""A deployment with years of logged predictions and outcomes, for stories of monitoring."""

import numpy as np
import pyarrow as pa
from tests.scenarios.stage import Stage, table

import evenhand

NAME = "loan-live"
YEAR_2016, YEAR_2017, YEAR_2018 = (f"{year}-01-01..{year + 1}-01-01" for year in (2016, 2017, 2018))


def answers(year: int, *, n: int = 2000, shift: float = 0.0, turned: float = 0.0) -> tuple[pa.Table, pa.Table]:
    """What another server answered in a year, and the outcomes; ``turned`` is the share of outcomes turned around."""
    rows, draw = table(n, seed=year), np.random.default_rng(year)
    income = rows["income"].to_numpy() + shift
    repaid = rows["repaid"].to_numpy().copy()
    flipped = draw.random(n) < turned
    repaid[flipped] = 1 - repaid[flipped]
    days = np.sort(draw.integers(0, 364, n)) * np.timedelta64(1, "D")
    at = pa.array(np.datetime64(f"{year}-01-01", "us") + days).cast(pa.timestamp("us", tz="UTC"))
    ids = [f"p-{year}-{place}" for place in range(n)]
    asked = pa.table({
        "id": ids, "at": at, "income": income, "age": rows["age"], "sex": rows["sex"],
        "score": 1 / (1 + np.exp(-(income - 50) / 8)),
    })  # fmt: skip
    return asked, pa.table({"id": ids, "repaid": repaid})


def record(stage: Stage, year: int, *, with_outcomes: bool = True, version: str = "loan@1", **drift: float) -> None:
    """Import a year that a version answered."""
    asked, known = answers(year, **drift)  # type: ignore[arg-type] # n alone is whole
    with stage.acting("ada"):
        evenhand.import_predictions(NAME, asked, version=version, actor="ada", workspace=stage.workspace)
        if with_outcomes:
            evenhand.import_outcomes(
                NAME, known, outcome="repaid", known_at=f"{year + 1}-03-01", actor="ada", workspace=stage.workspace
            )


def deployed(stage: Stage) -> None:
    """Let loan@1 answer in the deployment."""
    with stage.acting("bo"):
        evenhand.create_deployment(NAME, environment="production", actor="bo", workspace=stage.workspace)
    with stage.acting("ada"):
        evenhand.promote("loan@1", NAME, why="First release.", actor="ada", workspace=stage.workspace)
