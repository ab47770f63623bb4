"""Engine and oracle give the same verdicts on random cases beyond the 2,000 of every day.

Run with ``pytest tests/slow/test_readings.py``: 4,000 more cases, in about 5 s of CPU; with
``EVENHAND_SLOW=full`` 100,000, in about 150 s.
"""

import os

import pytest
from tests.governance.differential import assert_that_both_say_the_same
from tests.governance.test_differential import N_CASES as OF_EVERY_DAY

N_CASES = 100_000 if os.environ.get("EVENHAND_SLOW") == "full" else 4000
CASES_A_TEST = 1000


@pytest.mark.parametrize("first", range(OF_EVERY_DAY, OF_EVERY_DAY + N_CASES, CASES_A_TEST))
def test_engine_and_oracle_say_the_same(first: int) -> None:
    assert_that_both_say_the_same(range(first, first + CASES_A_TEST))
