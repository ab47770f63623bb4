import numpy as np
import pytest

from evenhand.metrics.cost import cost_of, matrix_of
from evenhand.metrics.expected_cost import expected_cost

COSTS = [
    {"false_favourable": 5, "false_unfavourable": 1},
    {"false_favourable": 100, "false_unfavourable": 10},
    {"false_favourable": 5, "false_unfavourable": 2, "true_favourable": -3, "true_unfavourable": 1},
]
CHANCES = [[0.5, 0.1, 0.2, 0.2], [0.85, 0.05, 0.05, 0.05], [0.45, 0.05, 0.05, 0.45]]


@pytest.mark.parametrize("costs", COSTS)
@pytest.mark.parametrize("chances", CHANCES)
def test_its_bounds_hold_the_truth_as_often_as_they_say(chances: list[float], costs: dict[str, float]) -> None:
    counts = np.zeros((10_000, 2, 2, 3), dtype=np.int64)
    counts[..., 2] = np.random.default_rng(7).multinomial(300, chances, size=10_000).reshape(-1, 2, 2)
    truth = float((np.array(chances).reshape(2, 2) * matrix_of(costs)).sum())
    found = cost_of(counts, costs, 0.95)

    assert abs(float(((found.lower <= truth) & (truth <= found.upper)).mean()) - 0.95) <= 0.015


@pytest.mark.parametrize("costs", COSTS)
def test_it_is_the_mean_of_the_costs(costs: dict[str, float]) -> None:
    rng = np.random.default_rng(1)
    label, decision = rng.integers(0, 2, 200), rng.integers(0, 2, 200)
    each = matrix_of(costs)[label, decision]

    assert expected_cost(label, decision, costs).value == pytest.approx(each.mean(), abs=1e-12)


def test_a_table_without_mistakes_is_not_certain_to_stay_so() -> None:
    found = expected_cost(np.ones(50), np.ones(50), COSTS[0])

    assert (found.value, found.lower) == (0, 0)
    assert 0.05 < found.upper < 5


def test_no_rows_cost_nothing_that_could_be_named() -> None:
    found = expected_cost(np.empty(0), np.empty(0), COSTS[0])

    assert found.value is None
    assert found.undefined == "The group holds no usable rows."


@pytest.mark.parametrize("costs", [{"false_positive": 1.0}, {"false_favourable": float("nan")}])
def test_a_cost_of_nothing_known_is_refused(costs: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="known are true_favourable"):
        matrix_of(costs)
