"""Which groups may be shown: small ones are not, nor others from which a small one could be worked out.

A group of fewer than ``min_count`` usable rows is hidden. The whole table, every group of one attribute and every group
of the crossing that is shown are published sums, so further groups are hidden until what is shown, the names of the
small groups included, leaves each small group at least half of the counts that a small group can have, and no sum of
small groups with fewer than ``min_count`` rows together follows from it.

This protects who belongs to a small group. It does not keep a large group's uniform outcome from telling that of each
member, which is true of every published rate; and where a table is so small that all of its groups are hidden, its
number of rows may tell theirs, though never what was decided for them.

Source:
    Hundepool and others, Statistical Disclosure Control (2012), chapter 4: threshold rule, secondary suppression and
    protection by intervals of feasibility.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.disparity.crossing import Crossing, Group
from evenhand.metrics.disparity.hiding import hidden_of
from evenhand.metrics.disparity.swap import grids_of
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.tally import Integers, Tally

_LARGEST = 7_000_000
"""Groups times sums of a crossing in which single groups are chosen; of a larger one, all groups are hidden."""
_MOST_SUMS = 1500
"""Groups of single attributes among which single ones are chosen; of more, only the first attribute's are shown."""
_MOST_MOVED = 4000
"""Groups of a crossing that is not shown, in which the rows of what is shown may lie otherwise; the rest stay as they
are, which hides more rather than less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Which groups are hidden.

    Attributes:
        small: hidden because they hold too few rows.
        beside: hidden because a small one would follow from them. All that is hidden stands here where the rows are so
            few that the mere names of the small groups would tell how many rows they hold.
        is_coarse: whether there are so many groups that more is hidden than need be: all groups of the crossing, or, of
            very many, those of all attributes but the first. They stand in ``beside``, small or not.
    """

    small: frozenset[Group] = field(default_factory=frozenset)
    beside: frozenset[Group] = field(default_factory=frozenset)
    is_coarse: bool = False

    def hides(self, groups: Mapping[str, str]) -> bool:
        """Whether nothing of the group may be shown."""
        key = frozenset(groups.items())
        return key in self.small or key in self.beside

    def names(self, groups: Mapping[str, str]) -> bool:
        """Whether it may be said that there is such a group: not of a crossing within a small group."""
        return len(groups) < 2 or not any(frozenset({pair}) in self.small for pair in groups.items())

    def plus(self, other: "Suppression") -> "Suppression":
        """What either hides."""
        return Suppression(
            small=self.small | other.small, beside=self.beside | other.beside,
            is_coarse=self.is_coarse or other.is_coarse,
        )  # fmt: skip


def suppression_of(profile: EvaluationProfile, *, by: tuple[str, ...], min_count: int) -> Suppression:
    """What is hidden of the whole table, of the groups of each attribute of ``by`` and of the crossing of them all.

    Args:
        profile: whose groups are shown.
        by: attributes.
        min_count: least usable rows of a group that is shown; groups without any are shown as empty.

    Raises:
        AttributeUnknown: ``by`` names what is no attribute, or one twice.

    Examples:
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.ones(80), decision=np.ones(80), attributes={"race": np.repeat(list("abc"), [50, 26, 4])},
        ... ))
        >>> found = suppression_of(profile, by=("race",), min_count=10)
        >>> found.hides({"race": "c"}), found.hides({"race": "b"}), found.hides({"race": "a"})
        (True, True, False)
    """
    return _beyond_each(_crossing(profile, by), min_count, _crossed)


def suppression_of_rest(
    profile: EvaluationProfile, part: EvaluationProfile, *, by: tuple[str, ...], min_count: int
) -> Suppression:  # fmt: skip
    """What must not be shown of both tables, because the rows of one that are not in the other would follow from them.

    Args:
        profile: of all rows.
        part: of some of them.
        by: attributes.
        min_count: least number of these rows that a group may have, if it has any.
    """
    return _beyond_each(_crossing(profile, by).without(_crossing(part, by)), min_count, _crossed)


def suppression_of_each(crossing: Crossing, *, min_count: int) -> Suppression:
    """What is hidden of the whole table and of the groups of each attribute, where their crossing is not shown.

    Args:
        crossing: of all attributes that are shown.
        min_count: least usable rows of a group that is shown.

    Examples:
        A county of 4 rows, the rest of its state, and another state:

        >>> from evenhand.metrics.tally import Tally
        >>> cells = Tally.of([np.array([0, 1, 2, 3]), np.array([0, 0, 1, 1])], np.array([4, 50, 60, 20]))
        >>> values = ("u", "v", "w", "x"), ("S", "T")
        >>> found = suppression_of_each(
        ...     Crossing.of(cells, ("county", "state"), attributes=("county", "state"), values=values), min_count=10
        ... )
        >>> [value for value in "uvwx" if found.hides({"county": value})]
        ['u', 'v']
    """
    return _beyond_each(crossing, min_count, _uncrossed)


def _beyond_each(
    crossing: Crossing, min_count: int, beyond: Callable[[Crossing, Suppression, int], Suppression]
) -> Suppression:  # fmt: skip
    parts, totals = crossing.parts(), crossing.totals()
    if totals[0] < min_count:
        return Suppression(small=frozenset([*parts, *crossing.keys()])) if totals[0] else Suppression()
    found = Suppression()
    for name in crossing.by:
        places = [place for place, part in enumerate(parts) if any(name == held for held, _ in part)]
        found = found.plus(_alone([parts[place] for place in places], totals[places], min_count))
    return found if len(crossing.by) < 2 else beyond(crossing, found, min_count)


def _alone(keys: Sequence[Group], rows: Integers, min_count: int) -> Suppression:
    everything, shown = np.ones((1, len(keys)), dtype=bool), np.zeros(1, dtype=bool)
    hidden = hidden_of(rows, everything, hidden_sums=shown, min_count=min_count)
    return _told_apart(keys, rows, hidden.groups, min_count if hidden.is_safe else 0)


def _crossed(crossing: Crossing, alone: Suppression, min_count: int) -> Suppression:
    keys, parts, rows = crossing.keys(), crossing.parts(), crossing.rows
    hidden_sums = np.array([part in alone.small or part in alone.beside for part in parts])
    if not hidden_sums.any() and (rows >= min_count).all():
        return alone
    if len(rows) * len(parts) > _LARGEST:
        return _uncrossed(crossing, alone, min_count).plus(Suppression(beside=frozenset(keys), is_coarse=True))
    sums = crossing.sums(np.arange(len(rows)))
    grids = grids_of(crossing.members)
    hidden = hidden_of(rows, sums, hidden_sums=hidden_sums, min_count=min_count, grids=grids)
    least = min_count if hidden.is_safe else 0
    found = _told_apart(keys, rows, hidden.groups, least)
    return found.plus(_told_apart(parts, crossing.totals(), hidden.sums, least))


def _uncrossed(crossing: Crossing, alone: Suppression, min_count: int) -> Suppression:
    parts, totals = crossing.parts(), crossing.totals()
    hidden_sums = np.array([part in alone.small or part in alone.beside for part in parts])
    if not hidden_sums.any():
        return alone
    if len(parts) > _MOST_SUMS:
        return _first_alone(crossing, alone)
    within = _within(crossing, hidden_sums)
    order = np.lexsort((-crossing.rows, ~within))[:_MOST_MOVED]
    hidden = hidden_of(
        crossing.rows[order], crossing.sums(order), hidden_sums=hidden_sums, min_count=min_count, totals=totals
    )  # fmt: skip
    return _told_apart(parts, totals, hidden.sums, min_count if hidden.is_safe else 0)


def _first_alone(crossing: Crossing, alone: Suppression) -> Suppression:
    """What is hidden where nothing but the first attribute is shown, so that its own groups are all that could tell."""

    def of_first(groups: frozenset[Group]) -> frozenset[Group]:
        return frozenset(group for group in groups if any(name == crossing.by[0] for name, _ in group))

    others = frozenset(part for part in crossing.parts()[1:] if not of_first(frozenset({part})))
    return Suppression(small=of_first(alone.small), beside=of_first(alone.beside) | others, is_coarse=True)


def _within(crossing: Crossing, hidden_sums: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which groups lie within a sum that is hidden."""
    within, start = np.zeros(len(crossing.rows), dtype=bool), 1
    for codes in crossing.members.T:
        held, place = np.unique(codes, return_inverse=True)
        within |= hidden_sums[start : start + len(held)][place.reshape(-1)]
        start += len(held)
    return within


def _crossing(profile: EvaluationProfile, by: tuple[str, ...]) -> Crossing:
    return Crossing.of(profile.cells, by, attributes=profile.plan.attributes, values=profile.values)


def _told_apart(keys: Sequence[Group], rows: Integers, hidden: NDArray[np.bool_], min_count: int) -> Suppression:
    small = [keys[place] for place in np.flatnonzero(hidden & (rows < min_count)).tolist()]
    beside = [keys[place] for place in np.flatnonzero(hidden & (rows >= min_count)).tolist()]
    return Suppression(small=frozenset(small), beside=frozenset(beside))


def without_hidden(profile: EvaluationProfile, *, by: tuple[str, ...], suppression: Suppression) -> EvaluationProfile:
    """The profile without the decisions of hidden groups of the crossing ``by``, for numbers between the others.

    Its score cells are those of the whole table.
    """
    places = [profile.plan.attributes.index(name) for name in by]
    members, row = np.unique(profile.cells.keys[:, places], axis=0, return_inverse=True)
    is_shown = np.array([
        not suppression.hides({
            name: profile.values[place][code] for name, place, code in zip(by, places, member, strict=True)
        })
        for member in members.tolist()
    ], dtype=bool)  # fmt: skip
    if is_shown.all():
        return profile
    kept = is_shown[row.reshape(-1)]
    return replace(profile, cells=Tally(keys=profile.cells.keys[kept], counts=profile.cells.counts[kept]))


def without_groups(profile: EvaluationProfile) -> EvaluationProfile:
    """The profile of the same rows without anything of their groups.

    Examples:
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.ones(3), decision=np.ones(3), attributes={"race": np.array(list("aab"))},
        ... ))
        >>> bare = without_groups(profile)
        >>> bare.values, bare.n_usable
        ((), 3)
    """
    n, crossings = len(profile.plan.attributes), {()} & set(profile.plan.crossings)
    plan = replace(profile.plan, attributes=(), crossings=tuple(crossings))
    return replace(
        profile, plan=plan, values=(), cells=profile.cells.onto([n, n + 1, n + 2]),
        score_cells={crossing: profile.score_cells[crossing] for crossing in plan.crossings},
        unusable=profile.unusable.onto([n]),
    )  # fmt: skip
