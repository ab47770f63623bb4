"""Engine and oracle give the same verdicts on random cases; ``tests/slow/test_readings.py`` tries many more."""

import json
from random import Random

import pytest
from tests.governance.differential import assert_that_both_say_the_same
from tests.governance.random_flaw import random_flawed_policy

from evenhand.errors.policy import PolicyUnreadable
from evenhand.governance.policy.document import load_policy

N_CASES, CASES_A_TEST = 2000, 100


@pytest.mark.parametrize("first", range(0, N_CASES, CASES_A_TEST))
def test_engine_and_oracle_say_the_same(first: int) -> None:
    assert_that_both_say_the_same(range(first, first + CASES_A_TEST))


def _is_refused(text: str) -> bool:
    try:
        load_policy(text)
    except PolicyUnreadable:
        return True
    return False


@pytest.mark.parametrize("first", range(0, 1000, 200))
def test_a_valid_policy_with_one_flaw_is_refused(first: int) -> None:
    for seed in range(first, first + 200):
        flaw, policy = random_flawed_policy(Random(seed))

        assert _is_refused(json.dumps(policy)), f"seed {seed}: {flaw}"
