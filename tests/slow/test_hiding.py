"""What is hidden of thousands of random tables of groups, attacked by linear programming.

Run with ``pytest tests/slow/test_hiding.py``: 400 tables; ``EVENHAND_SLOW=full``: 8,000.
"""

import os

import numpy as np
import pytest
from tests.metrics.disparity.attacker import few_left, profile_of, random_rows, ranges_left

from evenhand.metrics.disparity.hiding import spread_of
from evenhand.metrics.disparity.suppression import suppression_of

TABLES = 2000 if os.environ.get("EVENHAND_SLOW") == "full" else 100


@pytest.mark.parametrize("seed", range(4))
def test_no_small_group_can_be_worked_out_or_nearly(seed: int) -> None:
    draw = np.random.default_rng(seed)
    for _ in range(TABLES):
        rows, attributes = random_rows(draw)
        min_count = int(draw.choice([3, 5, 10, 20]))
        if sum(rows.values()) < min_count:
            continue
        found = suppression_of(profile_of(rows, attributes), by=attributes, min_count=min_count)
        left = ranges_left(rows, attributes, found, min_count)
        assert all(found.hides(dict(key)) for key in left), rows
        assert min(left.values(), default=min_count) >= spread_of(min_count) - 1e-6, (rows, found)
        assert few_left(rows, attributes, found, min_count) == [], (rows, found)
