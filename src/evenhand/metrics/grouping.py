"""The groups of a profile: who they are, their counts and their score cells."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.metrics.profile import EvaluationProfile, check_by
from evenhand.metrics.tally import Integers, Tally

OUTCOMES = (2, 2, 3)
"""Shape of one group's counts: label, decision, decision of current practice (2: unknown)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreCells:
    """How often each score came with either label, in one group.

    Attributes:
        score: distinct, ascending.
        negatives, positives: rows with label 0 and 1.
    """

    score: NDArray[np.float64]
    negatives: Integers
    positives: Integers

    @classmethod
    def of(cls, *, negatives: NDArray[np.float64], positives: NDArray[np.float64]) -> "ScoreCells":
        """Count the scores of rows with label 0 and of rows with label 1.

        Examples:
            >>> ScoreCells.of(negatives=np.array([0.1, 0.2]), positives=np.array([0.2])).positives.tolist()
            [0, 1]
        """
        score, place = np.unique(np.concatenate([negatives, positives]), return_inverse=True)
        split = len(negatives)
        return cls(
            score=score, negatives=np.bincount(place[:split], minlength=len(score)),
            positives=np.bincount(place[split:], minlength=len(score)),
        )  # fmt: skip

    def less(self, part: "ScoreCells") -> "ScoreCells":
        """The cells of the rows that are not in ``part``, which must be among these."""
        place = np.searchsorted(self.score, part.score)
        negatives, positives = self.negatives.copy(), self.positives.copy()
        negatives[place] -= part.negatives
        positives[place] -= part.positives
        held = (negatives + positives) > 0
        return ScoreCells(score=self.score[held], negatives=negatives[held], positives=positives[held])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
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

    @property
    def rows(self) -> Integers:
        """Usable rows of each group."""
        return np.asarray(self.counts.sum(axis=(1, 2, 3)))


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
    n_outcomes = len(OUTCOMES)
    width = len(profile.plan.attributes)
    held = _by_group(profile.cells, places, n_outcomes, width)
    lost = _by_group(profile.unusable, places, 1, width)
    members = np.unique(np.concatenate([held.keys[:, : len(by)], lost.keys[:, : len(by)]]), axis=0)
    if not by:
        members = np.zeros((1, 0), dtype=np.int64)
    index = {tuple(member): row for row, member in enumerate(members.tolist())}
    counts = np.zeros((len(members), *OUTCOMES), dtype=np.int64)
    unusable = np.zeros(len(members), dtype=np.int64)
    for key, count in zip(held.keys.tolist(), held.counts.tolist(), strict=True):
        counts[(index[tuple(key[: len(by)])], *key[len(by) :])] += count
    for key, count in zip(lost.keys.tolist(), lost.counts.tolist(), strict=True):
        unusable[index[tuple(key[: len(by)])]] += count
    names = tuple(
        {name: profile.values[place][code] for name, place, code in zip(by, places, member, strict=True)}
        for member in members.tolist()
    )
    return Groups(names=names, counts=counts, unusable=unusable)


def score_cells_of(profile: EvaluationProfile, by: tuple[str, ...]) -> list[ScoreCells] | None:
    """Score cells of each group of ``groups_of(profile, by)``, in its order; ``None`` when the profile keeps none."""
    crossing = tuple(sorted(by))
    if crossing not in profile.score_cells:
        return None
    tally = profile.score_cells[crossing]
    order = [crossing.index(name) for name in by]
    tally = tally.onto([*order, len(by), len(by) + 1])
    place = [{value: code for code, value in enumerate(profile.values[at])} for at in _places(profile, by)]
    cells = []
    for name in groups_of(profile, by).names:
        member = [place[index][name[attribute]] for index, attribute in enumerate(by)]
        cells.append(_cells(profile, tally, np.array(member, dtype=np.int64)))
    return cells


def _cells(profile: EvaluationProfile, tally: Tally, member: Integers) -> ScoreCells:
    width = len(member)
    mine = (tally.keys[:, :width] == member).all(axis=1)
    codes, labels, counts = tally.keys[mine, width], tally.keys[mine, width + 1], tally.counts[mine]
    held, place = np.unique(codes, return_inverse=True)
    by_label = np.zeros((2, len(held)), dtype=np.int64)
    np.add.at(by_label, (labels, place.reshape(-1)), counts)
    return ScoreCells(score=profile.scores[held], negatives=by_label[0], positives=by_label[1])


def _places(profile: EvaluationProfile, by: tuple[str, ...]) -> list[int]:
    check_by(by, profile.plan.attributes)
    return [profile.plan.attributes.index(name) for name in by]


def _by_group(tally: Tally, places: list[int], n_outcomes: int, width: int) -> Tally:
    return tally.onto([*places, *range(width, width + n_outcomes)])
