"""Two readings of one text: the engine, and an oracle by somebody who never saw it."""

import json
import os
from random import Random

import pytest
import yaml

from evenhand.governance.policy.document import load_policy
from evenhand.governance.policy.engine import judge
from tests.governance import oracle
from tests.governance.random_facts import random_case

CASES_A_TEST = 250
N_SEEDS = {"short": 2_000, "full": 100_000}[os.environ.get("EVENHAND_SLOW", "short")]


@pytest.mark.parametrize("first", range(0, N_SEEDS, CASES_A_TEST))
def test_engine_and_oracle_say_the_same(first: int) -> None:
    for seed in range(first, first + CASES_A_TEST):
        policy, gate, facts = random_case(Random(seed))
        expected = oracle.judge(policy, gate, facts)

        found = judge(load_policy(yaml.safe_dump(policy, sort_keys=False)), gate, facts)

        said = {"verdict": found.verdict, "checks": [{"id": each.id, "verdict": each.verdict} for each in found.checks]}
        assert said == expected, f"seed {seed}: {json.dumps([policy, gate, facts], default=str)[:4000]}"
