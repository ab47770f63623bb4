"""How often the intervals of fairness figures hold the truth, and what the bootstrap of rows says beside that of cells.

Run with ``pytest tests/slow/test_fairness.py``; ``EVENHAND_SLOW=full`` draws twenty times as often. The table of the
long form stands in ADR-0027.
"""

import os

import numpy as np
import pytest
from scipy import stats
from tests.metrics.disparity.spread import Rates, held, held_by_percentiles

from evenhand.metrics.bootstrap import percentile_bounds, redrawn
from evenhand.metrics.disparity.suppression import Suppression
from evenhand.metrics.profile import Cases, EvaluationProfile
from evenhand.workflows.statistics.grouped import Grouped

TIMES = 20 if os.environ.get("EVENHAND_SLOW") == "full" else 1
BAR = 0.015
GROUPS = [
    (0.3, 0.3), (0.29, 0.31), (0.2, 0.3), (0.05, 0.1), (0.8, 0.95), (0.3, 0.3, 0.3), (0.29, 0.3, 0.31),
    (0.25, 0.3, 0.35), (0.2, 0.3, 0.4), (0.3,) * 5, (0.28, 0.3, 0.3, 0.3, 0.32), (0.1, 0.3, 0.3, 0.3, 0.5), (0.3,) * 10,
    tuple(0.2 + 0.02 * place for place in range(10)),
]  # fmt: skip
NAMES = ("demographic_parity_difference", "demographic_parity_ratio", "selection_rate_group_min")


@pytest.mark.parametrize("n", [100, 500])
@pytest.mark.parametrize("rates", GROUPS, ids=str)
def test_extremes_are_held_at_least_as_often_as_said(rates: tuple[float, ...], n: int) -> None:
    repeats = 200 * TIMES
    for name in NAMES:
        found = held(Rates(rates=rates, n=n), name, repeats=repeats)
        # Two and a half standard errors of the draws stand beside the bar.
        assert found >= 0.95 - BAR - 2.5 * np.sqrt(0.05 * 0.95 / repeats), (name, found)


def test_percentiles_of_a_bootstrap_never_hold_a_difference_of_nothing() -> None:
    alike = Rates(rates=(0.3, 0.3, 0.3), n=200)

    for name in NAMES[:2]:
        assert held_by_percentiles(alike, name, repeats=50 * TIMES) <= 0.05


@pytest.mark.parametrize("rates", [(0.3, 0.3, 0.3), (0.25, 0.3, 0.35), (0.3,) * 5, (0.1, 0.3, 0.3, 0.3, 0.5)], ids=str)
def test_all_comparisons_with_the_best_hold_together(rates: tuple[float, ...]) -> None:
    generator, repeats, n = np.random.default_rng(9), 30 * TIMES, 400
    group = np.repeat([str(place) for place in range(len(rates))], n)
    hits = 0
    for _ in range(repeats):
        decision = (generator.random(len(group)) < np.repeat(rates, n)).astype(np.int64)
        profile = EvaluationProfile.of(Cases(label=decision, decision=decision, attributes={"g": group}))
        grouped = Grouped(
            profile=profile, by=("g",), suppression=Suppression(), reference="best", confidence=0.95, min_count=10
        )
        found = [each for each in grouped.comparisons() if each.name == "selection_rate_difference"]
        (best,) = (int(each.groups["g"]) for each in found if each.detail["is_reference"])
        hits += all(
            float(each.lower or 0) <= rates[int(each.groups["g"])] - rates[best] <= float(each.upper or 0)
            for each in found
        )

    assert hits / repeats >= 0.95 - BAR - 2.5 * np.sqrt(0.05 * 0.95 / repeats)


@pytest.mark.parametrize(("n", "share"), [(200, 0.3), (1000, 0.1), (1000, 0.5)])
def test_the_bootstrap_of_a_share_holds_it_where_rows_are_many(n: int, share: float) -> None:
    generator, repeats = np.random.default_rng(2), 500 * TIMES
    counts = generator.binomial(n, share, size=repeats)
    hits = 0
    for turn, count in enumerate(counts.tolist()):
        lower, upper = percentile_bounds(redrawn(np.array([n - count, count]), draws=400, seed=turn)[1:] / n, 0.95)
        hits += float(lower[0]) <= share <= float(upper[0])

    assert abs(hits / repeats - 0.95) <= BAR + 2.5 * np.sqrt(0.05 * 0.95 / repeats)


def test_draws_of_cells_are_distributed_as_draws_of_rows() -> None:
    """Six rates of every group of three attributes, as the research behind the engine measured them."""
    generator, n, draws = np.random.default_rng(11), 4000, 200 + 15 * TIMES
    groups = generator.integers(0, 12, n)
    label = (generator.random(n) < 0.4).astype(np.int64)
    decision = (generator.random(n) < 0.2 + 0.4 * label).astype(np.int64)
    cell = groups * 4 + label * 2 + decision
    by_rows = np.stack([np.bincount(cell[generator.integers(0, n, n)], minlength=48) for _ in range(draws)], axis=1)
    by_cells = redrawn(np.bincount(cell, minlength=48), draws=draws, seed=3)
    chances, ratios = [], []
    for ours, theirs in zip(_rates(by_cells), _rates(by_rows), strict=True):
        chances.append(stats.ks_2samp(ours, theirs).pvalue)
        ratios.append(np.std(ours) / np.std(theirs))

    # Statistics of one table move together, so the share of small p-values wavers about 0.05.
    assert float(np.mean(np.array(chances) < 0.05)) <= 0.15
    assert float(np.median(ratios)) == pytest.approx(1, abs=0.03)


def _rates(drawn: np.ndarray) -> list[np.ndarray]:  # type: ignore[type-arg]
    made = []
    for group in range(12):
        negative, false, missed, hit = drawn[group * 4 : group * 4 + 4].astype(np.float64)
        rows = negative + false + missed + hit
        made += [(false + hit) / rows, (negative + hit) / rows, (missed + hit) / rows]
        made += [hit / (missed + hit), false / (negative + false), hit / (false + hit)]
    return made
