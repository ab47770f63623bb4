"""Processes that answer are killed at any moment: no acknowledged prediction is lost, doubled or renumbered.

Run with ``pytest tests/slow/test_prediction_log_kill.py``: 50 rounds; ``EVENHAND_SLOW=full``: 500.
"""

import os
import random
from pathlib import Path

import pytest
from tests.adapters.predictions.killing import ask_and_kill, check_round

ROUNDS = 500 if os.environ.get("EVENHAND_SLOW") == "full" else 50


@pytest.mark.parametrize("power_safe", [False, True])
@pytest.mark.parametrize("n_threads", [1, 4])
def test_no_acknowledged_prediction_is_lost(tmp_path: Path, n_threads: int, *, power_safe: bool) -> None:
    chance = random.Random(20_261_129)
    n_found = n_acknowledged = 0
    for number in range(ROUNDS):
        root = tmp_path / str(number // 10)
        told = ask_and_kill(
            root, after=chance.uniform(0, 0.05), number=number, power_safe=power_safe, n_threads=n_threads
        )
        n_acknowledged += len(told)
        found = check_round(root, told)
        n_found += found if number % 10 == 9 else 0
    assert n_found >= n_acknowledged > ROUNDS
