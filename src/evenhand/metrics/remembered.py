"""What was once worked out about a profile, kept as long as the profile lives."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple
from weakref import WeakKeyDictionary

from evenhand.metrics.profile import EvaluationProfile

Ts = TypeVarTuple("Ts")
T = TypeVar("T")


def remembered(function: Callable[[EvaluationProfile, *Ts], T]) -> Callable[[EvaluationProfile, *Ts], T]:
    """Let a pure function answer the same question about the same profile from memory.

    A report asks dozens of metrics of one profile, each of which needs its groups, its score cells and its digest. What
    is answered is shared and must not be written into, as little as the profile itself. Further arguments are passed
    by position and are hashable.

    Examples:
        >>> import numpy as np
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(label=np.array([1, 0]), decision=np.array([1, 1])))
        >>> asked = remembered(lambda profile: [profile.n_rows])
        >>> asked(profile), asked(profile) is asked(profile)
        ([2], True)
    """
    kept: WeakKeyDictionary[EvaluationProfile, dict[tuple[object, ...], T]] = WeakKeyDictionary()

    @wraps(function)
    def answer(profile: EvaluationProfile, *args: *Ts) -> T:
        known = kept.setdefault(profile, {})
        if args not in known:
            known[args] = function(profile, *args)
        return known[args]

    return answer
