"""How far apart the groups of an attribute lie: the largest difference between any two of them."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from evenhand.kernel.measurement import Measurement
from evenhand.metrics.derive import derive
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.uncertainty import mover_difference


def largest_gap(
    profile: EvaluationProfile, *, name: str, by: Sequence[str], min_count: int = 30, confidence: float = 0.95
) -> Measurement:
    """The largest difference of ``name`` between two groups of one attribute, over all attributes of ``by``.

    The bounds hold for every pair at once (each at a level divided by the number of pairs), so that choosing the widest
    costs nothing: the true gap is at least the highest lower bound and at most the highest upper bound of a pair.

    Args:
        profile: what was decided.
        name: of a share, for example ``true_positive_rate``.
        by: attributes, each judged for itself.
        min_count: least rows that the share of a group stands on; smaller groups are named and left out.
        confidence: of the two-sided interval.

    Examples:
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.ones(200), decision=np.tile([1, 1, 0, 1, 0, 0, 1, 0], 25),
        ...     attributes={"sex": np.tile(["f", "f", "f", "f", "m", "m", "m", "m"], 25)},
        ... ))
        >>> gap = largest_gap(profile, name="selection_rate", by=["sex"])
        >>> gap.value, round(gap.lower, 3), round(gap.upper, 3), gap.detail["between"]
        (0.5, 0.368, 0.605, ['f', 'm'])
    """
    kept, small = _judged(profile, name, by, min_count, confidence)
    pairs = [pair for groups in kept.values() for pair in combinations(groups, 2)]
    if not pairs:
        return Measurement(
            name=f"{name}_difference", value=None, lower=None, upper=None, confidence=confidence, n=profile.n_usable,
            unit="difference", method="mover-pairs", detail={"left_out": small},
            undefined=f"No attribute has two groups of at least {min_count} rows.",
        )  # fmt: skip
    level = 1 - (1 - confidence) / len(pairs)
    kept, _ = _judged(profile, name, by, min_count, level)
    ends = [_pair(one, other) for groups in kept.values() for one, other in combinations(groups, 2)]
    value, (attribute, high, low) = max((value, key) for value, _, _, key in ends)
    return Measurement(
        name=f"{name}_difference", value=value, lower=max(0.0, *(lower for _, lower, _, _ in ends), 0.0),
        upper=min(1.0, max(upper for _, _, upper, _ in ends)), confidence=confidence,
        n=sum(each.n for groups in kept.values() for each in groups), unit="difference", method="mover-pairs",
        detail={"attribute": attribute, "between": [high, low], "pairs": len(pairs), "left_out": small},
    )  # fmt: skip


def _judged(
    profile: EvaluationProfile, name: str, by: Sequence[str], min_count: int, confidence: float
) -> tuple[dict[str, list[Measurement]], list[str]]:
    kept: dict[str, list[Measurement]] = {}
    small: list[str] = []
    for attribute in by:
        for each in derive(profile, name=name, by=(attribute,), confidence=confidence):
            if each.value is None or each.n < min_count:
                small.append(f"{attribute}={each.groups[attribute]}")
            else:
                kept.setdefault(attribute, []).append(each)
    return kept, small


def _pair(one: Measurement, other: Measurement) -> tuple[float, float, float, tuple[str, str, str]]:
    """Difference of the higher minus the lower group, its bounds, and whose it is."""
    high, low = sorted((one, other), key=lambda each: -float(each.value or 0))
    sides = [
        (np.array([each.value]), (np.array([each.lower]), np.array([each.upper]))) for each in (high, low)
    ]  # fmt: skip
    lower, upper = mover_difference(sides[0], sides[1])
    [(attribute, first)] = high.groups.items()
    value = float(high.value or 0) - float(low.value or 0)
    key = (attribute, first, low.groups[attribute])
    return value, float(lower[0]), max(float(upper[0]), value), key
