from statistics import NormalDist

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from evenhand.metrics.family import adjusted_p_values, simultaneous_confidence

REFERENCES = {
    "bonferroni": "bonferroni", "sidak": "sidak", "holm": "holm", "benjamini-hochberg": "fdr_bh",
    "benjamini-yekutieli": "fdr_by",
}  # fmt: skip


@pytest.mark.parametrize("method", REFERENCES)
def test_p_values_are_adjusted_as_statsmodels_does(method: str) -> None:
    rng = np.random.default_rng(1)
    for n in (1, 2, 7, 40):
        p = rng.random(n) ** 3
        expected = multipletests(p, method=REFERENCES[method])[1]

        assert adjusted_p_values(p, method) == pytest.approx(expected, abs=1e-12)  # type: ignore[arg-type]


def test_equal_p_values_stay_equal() -> None:
    assert len(set(adjusted_p_values([0.02] * 5).tolist())) == 1


def test_no_test_at_all_is_no_error() -> None:
    assert adjusted_p_values([]).tolist() == []


@pytest.mark.parametrize("p_values", [[0.1, float("nan")], [-0.1], [1.1]])
def test_what_is_no_p_value_is_refused(p_values: list[float]) -> None:
    with pytest.raises(ValueError, match="p-values"):
        adjusted_p_values(p_values)


def test_one_interval_needs_no_more_confidence() -> None:
    assert simultaneous_confidence(0.9, 1) == pytest.approx(0.9)
    assert simultaneous_confidence(0.9, 0, method="sidak") == pytest.approx(0.9)


def test_all_intervals_hold_together_as_often_as_said() -> None:
    rng = np.random.default_rng(2)

    half = NormalDist().inv_cdf(0.5 + simultaneous_confidence(0.9, 20, method="sidak") / 2)
    held = (np.abs(rng.normal(size=(20_000, 20))) <= half).all(axis=1).mean()

    assert held == pytest.approx(0.9, abs=0.01)


def test_a_confidence_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="confidence"):
        simultaneous_confidence(1.0, 3)
