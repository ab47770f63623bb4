"""Two hundred tries at the limit: what an author gains who tries new models on one holdout until the gate opens.

Every model's true value lies exactly on the limit, so that whoever gets through does so by chance. What opens the gate
is found with the real parts: a profile, the confidence that the policy demands, the interval, the verdict.
"""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from evenhand.governance.policy.demand import demands
from evenhand.governance.policy.document import load_policy
from evenhand.governance.policy.engine import judge
from evenhand.governance.policy.rule import Policy
from evenhand.kernel.digest import digest_of
from evenhand.metrics.derive import derive
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.metrics.uncertainty import clopper_pearson, wilson

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "looking-again.md"
GATE, TRIES, AUTHORS, ALPHA = "training-validation", 200, 20_000, 0.05
BUDGET = {"a budget of 5 looks": "    - looks: {at_holdout: 5}\n", "no budget": ""}

Counts = NDArray[np.int64]


@cache
def _policy(limit: float, budget: str) -> Policy:
    return load_policy(
        f"policy: retrying\nversion: 1\ngates:\n  {GATE}:\n"
        f"    - metric: {{name: accuracy, at_least: {limit}}}\n{BUDGET[budget]}"
    )


@cache
def _profile(good: int, n: int) -> EvaluationProfile:
    label = np.arange(n) % 2
    return EvaluationProfile.of(Cases(label=label, decision=np.where(np.arange(n) < good, label, 1 - label)))


def _opens(policy: Policy, *, good: int, n: int, look: int) -> bool:
    """Whether the gate opens at this look for a model that decides ``good`` of ``n`` held-out rows rightly."""
    [demand] = demands(policy, GATE, look)
    [found] = derive(_profile(good, n), name=demand.name, confidence=demand.confidence_for(1))
    group = {
        "group": {}, "rows": n, "n": found.n, "value": found.value, "lower": found.lower, "upper": found.upper,
        "confidence": found.confidence,
    }  # fmt: skip
    fact = {"name": demand.name, "by": [], "rows": n, "groups": [group], "input": digest_of(b"profile")}
    facts = {
        "now": "2026-11-23T07:00:00Z", "mode": "governed", "use_case": {"class": "minimal", "tier": 4}, "looks": look,
        "metrics": {demand.check: [fact]},
    }  # fmt: skip
    return judge(policy, GATE, facts).opens


@cache
def _least_that_opens(limit: float, budget: str, n: int) -> Counts:
    """For each look the least number of right decisions with which the gate opens; ``n + 1`` where none does."""
    found = []
    for look in range(1, TRIES + 1):
        closed, opened = int(limit * n) - 1, n + 1
        while opened - closed > 1:
            middle = (closed + opened) // 2
            if _opens(_policy(limit, budget), good=middle, n=n, look=look):
                opened = middle
            else:
                closed = middle
        found.append(opened)
    return np.array(found)


def _unrelated(draw: np.random.Generator, limit: float, n: int, authors: int = AUTHORS) -> Counts:
    """Right decisions of new models, each as if the others had never been."""
    return np.asarray(draw.binomial(n, limit, size=(authors, TRIES)))


def _related(draw: np.random.Generator, limit: float, n: int, authors: int = AUTHORS) -> Counts:
    """Right decisions of models that each decide a tenth of the rows otherwise than the author's first one."""
    first = draw.binomial(n, limit, size=(authors, 1))
    kept = draw.hypergeometric(np.repeat(first, TRIES, axis=1), n - first, n - n // 10)
    return np.asarray(kept + draw.binomial(n // 10, limit, size=(authors, TRIES)))


DRAWN = {"unrelated": _unrelated, "related": _related}


def _share(through: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Share of authors who get through, with its 95 % interval."""
    return float(through.mean()), *clopper_pearson(int(through.sum()), len(through), 0.95)


def _noise(share: float, n: int) -> float:
    return 4 * float(np.sqrt(share * (1 - share) / n))


def _assert_told(row: str, share: float, n: int) -> None:
    """The page states this share, as far as draws can tell."""
    line = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if row in line)
    told = float(re.findall(r"0\.\d+|1\.0+", line.split(row)[1])[0])

    assert abs(told - share) <= 2 * _noise(share, n) + 0.0005, f"{row}: the page says {told}, found {share:.4f}"


@pytest.mark.parametrize("models", DRAWN)
@pytest.mark.parametrize(("limit", "n"), [(0.75, 1000), (0.1, 400)])
@pytest.mark.parametrize("budget", BUDGET)
def test_two_hundred_tries_on_the_limit_pass_no_more_often_than_stated(
    budget: str, limit: float, n: int, models: str
) -> None:
    tries = DRAWN[models](np.random.default_rng(200), limit, n)
    share, lower, upper = _share((tries >= _least_that_opens(limit, budget, n)).any(axis=1))

    assert lower <= share <= upper
    assert share <= ALPHA + _noise(ALPHA, AUTHORS)
    _assert_told(f"| {budget} | {limit}, {n:,} rows | {models} |", share, AUTHORS)


def test_without_a_correction_nearly_all_get_through() -> None:
    tries = _unrelated(np.random.default_rng(201), 0.75, 1000, 5000)
    lower, _ = wilson(tries, np.full(tries.shape, 1000), 0.95)
    interval, bare = _share((lower >= 0.75).any(axis=1))[0], _share((tries >= 750).any(axis=1))[0]

    assert (interval > 0.98, bare) == (True, 1.0)
    _assert_told("| a 95 % interval at every try | 0.75, 1,000 rows | unrelated |", interval, 5000)
    _assert_told("| the bare value at every try | 0.75, 1,000 rows | unrelated |", bare, 5000)


def test_the_budget_closes_the_gate_after_its_last_look() -> None:
    least = _least_that_opens(0.75, "a budget of 5 looks", 1000)

    assert set(least[:5]) == {least[0]}
    assert set(least[5:]) == {1001}


def test_without_a_budget_every_further_look_asks_for_more() -> None:
    least = _least_that_opens(0.75, "no budget", 1000)

    assert (np.diff(least) >= 0).all()
    assert least[0] < _least_that_opens(0.75, "a budget of 5 looks", 1000)[0] < least[-1]


def _combined(draw: np.random.Generator, *, looks: int, n: int, authors: int) -> Counts:
    """Right decisions of random models and, last, of their vote, each turned round when it did badly.

    Decisions are drawn without regard to the label, so the true value of every model, also of the vote, is one half.
    """
    found = []
    for _ in range(authors):
        right = draw.random((looks - 1, n)) < 0.5
        told = right.sum(axis=1)
        votes = np.where(told[:, None] * 2 >= n, right, ~right).sum(axis=0) + draw.random(n) - 0.5
        found.append([*told, (votes > (looks - 1) / 2).sum()])
    return np.array(found)


VOTES = [("a budget of 5 looks", 5, 4000), ("no budget", 20, 2000), ("no budget", 50, 1000), ("no budget", 200, 300)]


@pytest.mark.parametrize(("budget", "looks", "authors"), VOTES)
def test_who_builds_on_what_each_look_told_needs_fresh_rows(budget: str, looks: int, authors: int) -> None:
    tries = _combined(np.random.default_rng(202), looks=looks, n=1000, authors=authors)
    share, _, _ = _share((tries >= _least_that_opens(0.5, budget, 1000)[:looks]).any(axis=1))

    assert (share < 0.1) if looks == 5 else (share > ALPHA)
    _assert_told(f"| {budget} | {looks} looks |", share, authors)
