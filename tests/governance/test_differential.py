"""Engine and oracle give the same verdicts on random cases; ``tests/slow/test_readings.py`` tries many more."""

import pytest
from tests.governance.differential import assert_that_both_say_the_same

N_CASES, CASES_A_TEST = 2000, 100


@pytest.mark.parametrize("first", range(0, N_CASES, CASES_A_TEST))
def test_engine_and_oracle_say_the_same(first: int) -> None:
    assert_that_both_say_the_same(range(first, first + CASES_A_TEST))
