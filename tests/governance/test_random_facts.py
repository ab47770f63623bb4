"""The random cases reach every verdict that a predicate can have, and every predicate under both burdens."""

from collections import Counter
from functools import lru_cache
from random import Random

import pytest
from tests.governance.oracle import judge, predicate_of
from tests.governance.random_facts import random_case

VERDICTS = {
    "gate": "fail missing stale insufficient waived pass",
    "applies": "fail missing pass",
    "mode": "fail missing pass",
    "inputs": "fail missing waived pass",
    "prove": "fail missing insufficient waived pass",
    "disprove": "fail missing insufficient waived pass",
    "evidence": "missing stale waived pass",
    "reproduced": "fail missing waived pass",
    "shadow": "missing insufficient waived pass",
    "looks": "fail missing waived pass",
    "approvals": "fail missing stale pass",
    "separation": "fail missing pass",
    "no_open": "fail missing waived pass",
}
N_SEEDS, LEAST = 2000, 5


@lru_cache(maxsize=1)
def seen() -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for seed in range(N_SEEDS):
        policy, gate, facts = random_case(Random(seed))
        judged = judge(policy, gate, facts)
        counts["gate", judged["verdict"]] += 1
        names = ["applies", "mode"]
        for check in policy["gates"].get(gate, []):
            rule = check.get("metric")
            names.append(predicate_of(check) if rule is None else rule.get("burden", "prove"))
        for name, check in zip(names if judged["checks"] else [], judged["checks"], strict=True):
            counts[name, check["verdict"]] += 1
    return counts


@pytest.mark.parametrize("name", VERDICTS)
def test_every_verdict_is_reached_often_and_no_other(name: str) -> None:
    counts = {verdict: count for (other, verdict), count in seen().items() if other == name}

    assert sorted(counts) == sorted(VERDICTS[name].split())
    assert min(counts.values()) >= LEAST
