"""Windows of predictions made here, with a drift where a test plants one."""

from collections.abc import Mapping

import numpy as np

from evenhand.kernel.digest import digest_of
from evenhand.lifecycle.monitoring.account import Account, Profiles, account_of
from evenhand.lifecycle.monitoring.baseline import Baseline, columns_of_rows
from evenhand.lifecycle.monitoring.plan import Plan, default_plan
from evenhand.lifecycle.monitoring.rows import WatchedRows
from evenhand.lifecycle.monitoring.window import Window
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.metrics.column_values import ColumnValues

NOW = "2026-11-23T07:00:00Z"
USE_CASE = UseCase(
    name="loan", purpose="Who gets a loan.", ai_act_class="minimal", tier=2, label="repaid", favourable=1,
    protected=("sex",),
)  # fmt: skip
PLAN = default_plan(2)


def rows(
    n: int = 2000, *, seed: int = 0, year: int = 2016, shift: float = 0.0, turned: float = 0.0,
    columns: Mapping[str, np.ndarray] | None = None, unknown: float = 0.0,
) -> WatchedRows:  # fmt: skip
    """A year of predictions; ``shift`` moves the income, ``turned`` turns that share of the outcomes around."""
    draw = np.random.default_rng(seed)
    income = draw.normal(50 + shift, 12, n)
    score = 1 / (1 + np.exp(-(income - 50) / 8))
    outcome = (draw.random(n) < score).astype(np.float64)
    flipped = draw.random(n) < turned
    outcome[flipped] = 1 - outcome[flipped]
    outcome[draw.random(n) < unknown] = np.nan
    decision = (score >= 0.5).astype(np.float64)
    days = np.sort(draw.integers(0, 365, n)) * np.timedelta64(1, "D")
    named = columns if columns is not None else {"income": income}
    return WatchedRows(
        window=Window.parse(f"{year}-01-01..{year + 1}-01-01"),
        columns=tuple(ColumnValues(name=name, values=values) for name, values in named.items()),
        attributes={"sex": np.where(draw.random(n) < 0.5, "f", "m").astype(object)}, score=score, decision=decision,
        final=decision.copy(), outcome=outcome, as_of=np.datetime64(f"{year}-01-01", "us") + days,
        is_reviewed=np.zeros(n, dtype=bool), versions={"loan@1": n}, digest=digest_of(str((n, seed, year)).encode()),
    )  # fmt: skip


def baseline_of(found: WatchedRows) -> tuple[Baseline, Profiles]:
    """The baseline that a window makes."""
    profiles = Profiles.of(found, np.ones(found.n, dtype=bool))
    digest = digest_of(b"profile")
    baseline = Baseline(
        origin=f"predictions of {found.window}", window=found.window, columns=columns_of_rows(found), profile=digest,
        final=digest, decided=digest,
    )  # fmt: skip
    return baseline, profiles


def account(found: WatchedRows, before: WatchedRows, *, plan: Plan = PLAN, now: str = NOW) -> Account:
    """The account of a window beside another."""
    baseline, profiles = baseline_of(before)
    return account_of(found, plan=plan, use_case=USE_CASE, baseline=baseline, before=profiles, now=now)[0]
