"""Two readings of one text: the engine, and an oracle by somebody who never saw it."""

import json
from random import Random
from typing import Any

from tests.governance import oracle
from tests.governance.random_facts import random_case

from evenhand.governance.policy.document import load_policy
from evenhand.governance.policy.engine import judge

Case = tuple[dict[str, Any], str, dict[str, Any]]


def by_the_engine(case: Case) -> dict[str, Any]:
    """The engine's verdicts in the oracle's form; JSON is the YAML that is quickest to write."""
    policy, gate, facts = case
    found = judge(load_policy(json.dumps(policy)), gate, facts)
    return {"verdict": found.verdict, "checks": [{"id": each.id, "verdict": each.verdict} for each in found.checks]}


def assert_that_both_say_the_same(seeds: range) -> None:
    for seed in seeds:
        case = random_case(Random(seed))
        said, expected = by_the_engine(case), oracle.judge(*case)

        assert said == expected, f"seed {seed}: {json.dumps(case, default=str)[:4000]}"
