"""The Theil index equals AIF360's formula, and its interval holds the truth as often as it says."""

import numpy as np
import pytest
from tests.metrics.drawn import population

from evenhand.metrics.derive import derive
from evenhand.metrics.disparity.benefit import theil_index
from evenhand.metrics.profile import Cases, EvaluationProfile


def _by_rows(label: object, decision: object) -> float:
    """Generalised entropy with alpha 1 over the rows, as AIF360's ``generalized_entropy_error`` computes it."""
    benefit = 1 + np.asarray(decision, dtype=np.float64) - np.asarray(label, dtype=np.float64)
    part = benefit / benefit.mean()
    return float(np.mean(np.log(part**part)))


@pytest.mark.parametrize("seed", range(5))
def test_it_equals_the_formula_over_the_rows(seed: int) -> None:
    table = population(400, seed=seed)
    profile = EvaluationProfile.of(table)
    sex = np.asarray(table.attributes["sex"])

    (whole,) = derive(profile, name="theil_index")
    assert whole.value == pytest.approx(_by_rows(table.label, table.decision), abs=1e-12)
    for part in derive(profile, name="theil_index", by=("sex",)):
        mine = sex == part.groups["sex"]
        assert part.value == pytest.approx(_by_rows(table.label[mine], table.decision[mine]), abs=1e-12)
        assert part.n == mine.sum()


def test_without_a_mistake_it_is_zero_and_has_a_width() -> None:
    profile = EvaluationProfile.of(Cases(label=np.tile([0, 1], 50), decision=np.tile([0, 1], 50)))
    (whole,) = derive(profile, name="theil_index")

    assert (whole.value, whole.lower) == (0, 0)
    assert 0 < float(whole.upper or 0) < 0.1


def test_nobody_with_a_benefit_has_no_index() -> None:
    (whole,) = derive(EvaluationProfile.of(Cases(label=np.ones(9), decision=np.zeros(9))), name="theil_index")

    assert whole.undefined == "Nobody in the group has a benefit."


@pytest.mark.parametrize("n", [100, 300, 1000])
@pytest.mark.parametrize("shares", [(0.1, 0.8, 0.1), (0.05, 0.9, 0.05), (0.3, 0.5, 0.2), (0.2, 0.79, 0.01)])
def test_the_interval_holds_the_truth(shares: tuple[float, float, float], n: int) -> None:
    generator, repeats = np.random.default_rng(3), 20_000
    drawn = generator.multinomial(n, shares, size=repeats)
    counts = np.zeros((repeats, 2, 2, 3), dtype=np.int64)
    counts[:, 1, 0, 2], counts[:, 1, 1, 2], counts[:, 0, 1, 2] = drawn.T
    mean = shares[1] + 2 * shares[2]
    truth = 2 * shares[2] * np.log(2) / mean - np.log(mean)
    found = theil_index(counts, 0.95)

    assert abs(float(np.mean((found.lower <= truth) & (truth <= found.upper))) - 0.95) <= 0.015
