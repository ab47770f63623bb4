"""Small groups joined with their like, up a hierarchy that was declared beforehand."""

from collections import Counter
from collections.abc import Mapping

from evenhand.errors.number import HierarchyUnfit
from evenhand.metrics.cube.members import check_by
from evenhand.metrics.profile import EvaluationProfile


def pooled(
    profile: EvaluationProfile, hierarchy: Mapping[str, Mapping[str, str]], *, min_count: int = 100
) -> EvaluationProfile:
    """The profile with each value of an attribute that has fewer than ``min_count`` usable rows renamed to its parent.

    A parent that is still too small goes up in turn; a value without a parent stays as it is. Values that are large
    enough stay apart, also where a small sibling moves up.

    Args:
        profile: what is pooled.
        hierarchy: attribute to (value to parent).
        min_count: least usable rows of a value that stays.

    Raises:
        AttributeUnknown: the hierarchy names what is no attribute.
        HierarchyUnfit: it runs in a circle.

    Examples:
        >>> import numpy as np
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.zeros(6), decision=np.zeros(6), attributes={"race": np.array(list("aaabcd"))},
        ... ))
        >>> pooled(profile, {"race": {"b": "other", "c": "other"}}, min_count=2).values
        (('a', 'd', 'other'),)
    """
    check_by(tuple(hierarchy), profile.plan.attributes)
    for attribute, parents in hierarchy.items():
        _refuse_circle(attribute, parents)
    renames = {name: _renames(profile, name, parents, min_count) for name, parents in hierarchy.items()}
    return profile.relabelled(renames)


def _renames(profile: EvaluationProfile, attribute: str, parents: Mapping[str, str], min_count: int) -> dict[str, str]:
    place = profile.plan.attributes.index(attribute)
    values, marginal = profile.values[place], profile.cells.onto([place])
    rows = dict.fromkeys(values, 0)
    for (code,), count in zip(marginal.keys.tolist(), marginal.counts.tolist(), strict=True):
        rows[values[code]] = count
    names = {value: value for value in values}
    while True:
        totals: Counter[str] = Counter()
        for value, name in names.items():
            totals[name] += rows[value]
        small = {name for name, total in totals.items() if total < min_count and name in parents}
        if not small:
            return names
        names = {value: parents[name] if name in small else name for value, name in names.items()}


def _refuse_circle(attribute: str, parents: Mapping[str, str]) -> None:
    for start in parents:
        seen, value = [start], parents[start]
        while value in parents and value not in seen:
            seen.append(value)
            value = parents[value]
        if value in seen:
            raise HierarchyUnfit(f"{attribute}: {' > '.join([*seen, value])} runs in a circle.", attribute=attribute)
