import pytest
from scipy import stats

from evenhand.metrics.drift.chance import (
    chi_square_below,
    chi_square_quantile,
    gamma_below,
    kolmogorov_quantile,
    noncentrality_bounds,
)


@pytest.mark.parametrize("x", [0.5, 3.0, 10.0, 50.0, 300.0])
@pytest.mark.parametrize("freedom", [1, 4, 9, 30])
def test_the_central_distribution_is_that_of_scipy(x: float, freedom: int) -> None:
    assert chi_square_below(x, freedom) == pytest.approx(stats.chi2.cdf(x, freedom), abs=1e-11)
    assert gamma_below(freedom / 2, x / 2) == pytest.approx(stats.chi2.cdf(x, freedom), abs=1e-11)


@pytest.mark.parametrize("noncentrality", [0.1, 3.0, 40.0, 300.0, 2500.0])
@pytest.mark.parametrize("freedom", [1, 9])
def test_the_noncentral_distribution_is_that_of_scipy(noncentrality: float, freedom: int) -> None:
    for x in (freedom / 2, freedom + noncentrality, freedom + 1.2 * noncentrality):
        assert chi_square_below(x, freedom, noncentrality) == pytest.approx(
            stats.ncx2.cdf(x, freedom, noncentrality), abs=1e-6
        )


def test_quantiles_are_those_of_scipy() -> None:
    assert chi_square_quantile(0.999, 4) == pytest.approx(stats.chi2.ppf(0.999, 4), rel=1e-9)
    assert kolmogorov_quantile(0.99) == pytest.approx(stats.kstwobign.ppf(0.99), rel=1e-6)


def test_the_bounds_of_the_noncentrality_turn_the_distribution_around() -> None:
    low, high = noncentrality_bounds(40.0, 9, 0.95)

    assert stats.ncx2.cdf(40.0, 9, low) == pytest.approx(0.975, abs=1e-6)
    assert stats.ncx2.cdf(40.0, 9, high) == pytest.approx(0.025, abs=1e-6)


@pytest.mark.parametrize("x", [0.3, 2.0, 20.0, 400.0, 3000.0])
@pytest.mark.parametrize("freedom", [1, 2, 9, 60])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
def test_bounds_far_and_near_are_those_of_scipy(x: float, freedom: int, confidence: float) -> None:
    for bound, below in zip(
        noncentrality_bounds(x, freedom, confidence), ((1 + confidence) / 2, (1 - confidence) / 2), strict=True
    ):
        central = stats.chi2.cdf(x, freedom)
        reached = stats.ncx2.cdf(x, freedom, bound) if bound else central
        wanted = min(central, below)
        assert stats.norm.ppf(reached) == pytest.approx(stats.norm.ppf(wanted), abs=2e-5)


def test_what_is_not_surprising_has_no_lower_bound() -> None:
    assert noncentrality_bounds(9.0, 9, 0.95)[0] == 0
    assert chi_square_below(-1.0, 3) == 0
