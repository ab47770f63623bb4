"""The groups of a profile: who they are, their counts and their score cells."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evenhand.metrics.cube.batch import TERMS
from evenhand.metrics.cube.members import check_by, members_of, names_of
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.remembered import remembered
from evenhand.metrics.score_cells import ScoreCells, binned_cells
from evenhand.metrics.tally import Integers, Tally

OUTCOMES = (2, 2, 3)
"""Shape of one group's counts: label, decision, decision of current practice (2: unknown)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Groups:
    """The groups of one crossing that occur, in the order of their values.

    Attributes:
        names: per group attribute to value; one empty map for the whole table.
        counts: shape ``(groups, 2, 2, 3)``, see ``OUTCOMES``.
        unusable: rows of the group that stand in no count.
    """

    names: tuple[dict[str, str], ...]
    counts: Integers
    unusable: Integers

    @cached_property
    def rows(self) -> Integers:
        """Usable rows of each group."""
        return np.asarray(self.counts.sum(axis=(1, 2, 3)))


@remembered
def groups_of(profile: EvaluationProfile, by: tuple[str, ...]) -> Groups:
    """The groups of the crossing ``by``; the whole table when it is empty.

    Raises:
        AttributeUnknown: ``by`` names what is no attribute, or one twice.

    Examples:
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.array([1, 0, 1]), decision=np.array([1, 0, 0]), attributes={"sex": np.array(["f", "f", "m"])},
        ... ))
        >>> found = groups_of(profile, ("sex",))
        >>> found.names, found.rows.tolist()
        (({'sex': 'f'}, {'sex': 'm'}), [2, 1])
    """
    places = _places(profile, by)
    cells, lost = profile.cells, profile.unusable
    members, (held, gone) = members_of([cells, lost], places)
    counts = np.zeros((len(members), *OUTCOMES), dtype=np.int64)
    np.add.at(counts, (held, *cells.keys[:, -len(OUTCOMES) :].T), cells.counts)
    unusable = np.zeros(len(members), dtype=np.int64)
    np.add.at(unusable, gone, lost.counts)
    names = names_of(members, by, places, profile.values)
    return Groups(names=names, counts=counts, unusable=unusable)


@remembered
def score_cells_of(profile: EvaluationProfile, by: tuple[str, ...]) -> list[ScoreCells] | None:
    """Score cells of each group of ``groups_of(profile, by)``, in its order; ``None`` when the profile keeps none."""
    crossing = tuple(sorted(by))
    if crossing not in profile.score_cells:
        return None
    order = [crossing.index(name) for name in by]
    tally = profile.score_cells[crossing].onto([*order, len(by), len(by) + 1])
    # Combinations come in lexicographic order, so a group's lie side by side.
    found = _runs(tally.keys[:, : len(by)])
    place = [{value: code for code, value in enumerate(profile.values[at])} for at in _places(profile, by)]
    wanted = (
        tuple(place[index][name[attribute]] for index, attribute in enumerate(by))
        for name in groups_of(profile, by).names
    )
    return [_cells(profile, tally, found.get(member, slice(0, 0)), len(by)) for member in wanted]


def _runs(members: Integers) -> dict[tuple[int, ...], slice]:
    if not len(members):
        return {}
    starts = np.flatnonzero(np.concatenate([[True], (members[1:] != members[:-1]).any(axis=1)]))
    ends = [*starts[1:].tolist(), len(members)]
    names = members[starts].tolist()
    return {tuple(name): slice(start, end) for name, start, end in zip(names, starts.tolist(), ends, strict=True)}


def _cells(profile: EvaluationProfile, tally: Tally, mine: slice, width: int) -> ScoreCells:
    codes, labels, counts = tally.keys[mine, width], tally.keys[mine, width + 1], tally.counts[mine]
    starts = np.flatnonzero(np.concatenate([[True], codes[1:] != codes[:-1]])) if len(codes) else codes
    held, place = codes[starts], np.zeros(len(codes), dtype=np.int64)
    place[starts[1:]] = 1
    place = np.cumsum(place)
    by_label = np.zeros((2, len(held)), dtype=np.int64)
    by_label[labels, place] = counts
    grid = profile.plan.grid
    if grid is None or tally.sums is None:
        return ScoreCells(score=profile.scores[held], negatives=by_label[0], positives=by_label[1])
    sums = np.zeros((2, len(held), len(TERMS)))
    sums[labels, place] = tally.sums[mine]
    return binned_cells(grid, held, by_label, sums)


def _places(profile: EvaluationProfile, by: tuple[str, ...]) -> list[int]:
    check_by(by, profile.plan.attributes)
    return [profile.plan.attributes.index(name) for name in by]
