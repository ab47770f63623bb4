"""How the required confidence follows from looks and groups."""

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.governance.policy.level import Burden, Level

looks = st.integers(0, 10**400)
groups = st.integers(0, 10**6)


def _level(burden: Burden, *, budget: int | None = None, is_family: bool = True, confidence: float = 0.95) -> Level:
    return Level(confidence=confidence, burden=burden, is_family=is_family, looks_budget=budget)


def test_a_proof_within_a_budget_shares_the_error_over_the_budget() -> None:
    assert _level("prove", budget=5).required(looks=1, n_groups=99) == pytest.approx(0.99)


def test_a_proof_without_a_budget_spends_less_at_every_look() -> None:
    assert _level("prove").required(looks=2, n_groups=9) == pytest.approx(1 - 0.05 * 6 / (pi**2 * 4))


def test_all_looks_together_spend_the_error_once() -> None:
    level = _level("prove")
    spent = sum(1 - level.required(looks=k, n_groups=1) for k in range(1, 20_000))

    assert 0.0499 < spent < 0.05


def test_a_doubt_shares_the_error_over_the_groups() -> None:
    assert _level("disprove").required(looks=7, n_groups=10) == pytest.approx(0.995)
    assert _level("disprove", is_family=False).required(looks=7, n_groups=10) == pytest.approx(0.95)


def test_groups_do_not_burden_a_proof_nor_looks_a_doubt() -> None:
    assert len({_level("prove", budget=3).required(looks=k, n_groups=m) for k in (1, 9) for m in (1, 9)}) == 1
    assert len({_level("disprove").required(looks=k, n_groups=4) for k in (1, 9, 10**9)}) == 1


@given(st.sampled_from(["prove", "disprove"]), st.none() | st.integers(1, 10**9), looks, groups)
def test_a_required_confidence_is_a_confidence(burden: Burden, budget: int | None, k: int, m: int) -> None:
    assert 0.95 <= _level(burden, budget=budget).required(looks=k, n_groups=m) < 1


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_another_look_never_makes_it_easier(k: int, more: int) -> None:
    level = _level("prove")

    assert level.required(looks=k + more, n_groups=1) >= level.required(looks=k, n_groups=1)
