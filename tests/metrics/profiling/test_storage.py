"""Damage to a written profile is seen, wherever it is."""

import numpy as np
import pytest

from evenhand.errors.number import ProfileUnreadable
from evenhand.metrics.profiling.plan import ColumnPlan, ProfilePlan
from evenhand.metrics.profiling.profile import Profile
from evenhand.metrics.profiling.storage import read_table_profile, table_profile_bytes

PLAN = ProfilePlan(columns=(ColumnPlan(name="age", kind="number", cuts=np.array([30.0, 40.0])),))


@pytest.mark.parametrize("bit", range(8))
def test_one_changed_bit_anywhere_is_refused(bit: int) -> None:
    written = table_profile_bytes(Profile.empty(PLAN))
    for place in range(len(written)):
        changed = bytearray(written)
        changed[place] ^= 1 << bit
        with pytest.raises(ProfileUnreadable):
            read_table_profile(bytes(changed))


def test_a_cut_profile_is_refused_wherever_it_ends() -> None:
    written = table_profile_bytes(Profile.empty(PLAN))
    for end in range(len(written)):
        with pytest.raises(ProfileUnreadable):
            read_table_profile(written[:end])
