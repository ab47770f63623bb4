"""Add profiles of parts up to the profile of the whole."""

from collections.abc import Sequence

from evenhand.metrics.profiling.profile import Profile, merge
from evenhand.metrics.profiling.storage import merged_bytes


def merge_profiles(profiles: Sequence[Profile | bytes]) -> Profile:
    """The profile of all rows together, as if they had been counted at once: integers alike, sums to 1e-12.

    Args:
        profiles: at least one, all of one plan; bytes are those of ``table_profile_bytes``.

    Raises:
        ProfilesUnlike: there is none, or they were made under different plans.
        ProfileUnreadable: bytes are no profile.
    """
    written = [each for each in profiles if isinstance(each, bytes)]
    counted = [each for each in profiles if not isinstance(each, bytes)]
    if not written:
        return merge(counted)
    return merge([merged_bytes(written), *counted])
