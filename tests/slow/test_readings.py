"""Engine and oracle give the same verdicts on random cases beyond those of every day.

Run with ``pytest tests/slow/test_readings.py``: 10,000 cases, in about 15 s of CPU; with
``EVENHAND_SLOW=full`` 100,000, in about 150 s.
"""

import os

import pytest
from tests.governance.differential import assert_that_both_say_the_same

N_CASES = 100_000 if os.environ.get("EVENHAND_SLOW") == "full" else 10_000
CASES_A_TEST = 1000


@pytest.mark.parametrize("first", range(0, N_CASES, CASES_A_TEST))
def test_engine_and_oracle_say_the_same(first: int) -> None:
    assert_that_both_say_the_same(range(first, first + CASES_A_TEST))
