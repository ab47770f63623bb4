"""The evaluation profile: exact counts of what a model decided, for whom and rightly or not.

A small, mergeable summary of a table from which every number about its decisions and scores is derived. Whoever holds
it needs the rows no more. How it is written as bytes is a matter of ``storage``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.number import AttributeUnknown, ProfilesUnlike, WeightsRefused
from evenhand.metrics import coding
from evenhand.metrics.tally import Integers, Tally

REASONS = ("label is null", "decision is null", "score is null or NaN", "score is infinite")
"""Why a row is unusable; a row counts under the first that holds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cases:
    """One array per column, one entry per case, all of one length.

    Attributes:
        label: 1 where the favourable outcome is true, else 0; null where it is not known.
        decision: 1 where the favourable decision was given, else 0.
        score: higher means closer to the favourable decision; a probability where calibration is asked.
        practice: the decision that current practice would give; null where it is not known.
        attributes: name to text values, numbers banded beforehand; null becomes the group ``(missing)``.
        weights: refused for now.
    """

    label: coding.Array
    decision: coding.Array
    score: coding.Array | None = None
    practice: coding.Array | None = None
    attributes: Mapping[str, coding.Array] = field(default_factory=dict)
    weights: coding.Array | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a profile holds; only profiles of one plan merge.

    Attributes:
        attributes: names, in the order of text.
        crossings: the groupings that keep score cells: the whole table, each attribute, and those asked for.
        has_score: whether scores were given.
        has_practice: whether decisions of current practice were given.
    """

    attributes: tuple[str, ...]
    crossings: tuple[tuple[str, ...], ...]
    has_score: bool
    has_practice: bool

    @classmethod
    def of(cls, cases: Cases, crossings: Iterable[Iterable[str]] = ()) -> "Plan":
        """The plan that fits ``cases``, with score cells for the further ``crossings``.

        Raises:
            AttributeUnknown: a crossing names what is no attribute, or one twice.
        """
        attributes = tuple(sorted(cases.attributes))
        asked = {tuple(sorted(crossing)) for crossing in crossings}
        for crossing in asked:
            check_by(crossing, attributes)
        kept = {(), *((name,) for name in attributes), *asked} if cases.score is not None else set()
        return cls(
            attributes=attributes, crossings=tuple(sorted(kept)), has_score=cases.score is not None,
            has_practice=cases.practice is not None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvaluationProfile:
    """Counts and cells of one evaluated table, exact; equal profiles have equal bytes.

    Attributes:
        plan: what it holds.
        values: per attribute the values that occur, in the order of text.
        scores: the distinct scores, ascending.
        cells: counts over (attributes..., label, decision, practice); practice is 2 where unknown.
        score_cells: per crossing counts over (its attributes..., index into ``scores``, label).
        unusable: counts over (attributes..., index into ``REASONS``); these rows stand in no other count.

    Examples:
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.array([1, 0, 1, 1]), decision=np.array([1, 0, 0, 1]),
        ...     attributes={"sex": np.array(["f", "f", "m", "m"])},
        ... ))
        >>> profile.n_rows, profile.n_usable, profile.values
        (4, 4, (('f', 'm'),))
    """

    plan: Plan
    values: tuple[tuple[str, ...], ...]
    scores: NDArray[np.float64]
    cells: Tally
    score_cells: Mapping[tuple[str, ...], Tally]
    unusable: Tally

    @classmethod
    def of(cls, cases: Cases, *, crossings: Iterable[Iterable[str]] = ()) -> "EvaluationProfile":
        """Count ``cases``. A row without label, decision or finite score (where scores are given) is unusable.

        Raises:
            CasesUnequal, OutcomeNotBinary, ScoreNotNumber, AttributeNotText, WeightsRefused, AttributeUnknown:
                the cases or the crossings are not as ``Cases`` and ``Plan`` say.
        """
        if cases.weights is not None:
            raise WeightsRefused("Weighted cases are not measured yet.")
        plan = Plan.of(cases, crossings)
        n_rows = coding.line_up(_named(cases))
        coded = [coding.attribute_codes(cases.attributes[name], name=name) for name in plan.attributes]
        label = coding.outcome_codes(cases.label, name="label")
        decision = coding.outcome_codes(cases.decision, name="decision")
        score = None if cases.score is None else coding.score_values(cases.score)
        practice = np.full(n_rows, coding.UNKNOWN, dtype=np.int64)
        if cases.practice is not None:
            practice = coding.outcome_codes(cases.practice, name="practice")
        reason = _reasons(label, decision, score)
        good = reason < 0
        groups = [codes for _, codes in coded]
        kept = [codes[good] for codes in groups]
        scores, places = np.unique(np.empty(0) if score is None else score[good], return_inverse=True)
        where = {name: kept[index] for index, name in enumerate(plan.attributes)}
        return cls(
            plan=plan, values=tuple(values for values, _ in coded), scores=scores,
            cells=Tally.of([*kept, label[good], decision[good], practice[good]]),
            score_cells={
                crossing: Tally.of([*(where[name] for name in crossing), places.reshape(-1), label[good]])
                for crossing in plan.crossings
            },
            unusable=Tally.of([*(codes[~good] for codes in groups), reason[~good]]),
        )  # fmt: skip

    @property
    def n_usable(self) -> int:
        """Rows that every number stands on."""
        return self.cells.total

    @property
    def n_unusable(self) -> dict[str, int]:
        """Rows that no number stands on, by reason."""
        reasons = self.unusable.onto([self.unusable.keys.shape[1] - 1])
        found = dict(zip(reasons.keys[:, 0].tolist(), reasons.counts.tolist(), strict=True))
        return {text: found.get(index, 0) for index, text in enumerate(REASONS)}

    @property
    def n_rows(self) -> int:
        """Rows of the table, usable or not."""
        return self.n_usable + self.unusable.total

    def merged(self, other: "EvaluationProfile") -> "EvaluationProfile":
        """The profile of both tables, as if their rows had been counted together.

        Raises:
            ProfilesUnlike: the plans differ.
        """
        if self.plan != other.plan:
            raise ProfilesUnlike(f"One holds {self.plan}, the other {other.plan}.")
        values = tuple(tuple(sorted({*mine, *theirs})) for mine, theirs in zip(self.values, other.values, strict=True))
        scores = np.union1d(self.scores, other.scores)
        mine, theirs = self.within(values, scores), other.within(values, scores)
        return EvaluationProfile(
            plan=self.plan, values=values, scores=scores, cells=mine.cells.plus(theirs.cells),
            score_cells={key: mine.score_cells[key].plus(theirs.score_cells[key]) for key in self.plan.crossings},
            unusable=mine.unusable.plus(theirs.unusable),
        )  # fmt: skip

    def relabelled(self, renames: Mapping[str, Mapping[str, str]]) -> "EvaluationProfile":
        """The profile with values of attributes renamed; values given one name become one group.

        Raises:
            AttributeUnknown: a key of ``renames`` is no attribute.
        """
        check_by(tuple(renames), self.plan.attributes)
        named = [
            [renames.get(name, {}).get(value, value) for value in values]
            for name, values in zip(self.plan.attributes, self.values, strict=True)
        ]
        values = tuple(tuple(sorted(set(names))) for names in named)
        maps = [_map(tuple(old), new) for old, new in zip(named, values, strict=True)]
        return self._recoded(values, self.scores, maps, None)

    def within(self, values: tuple[tuple[str, ...], ...], scores: NDArray[np.float64]) -> "EvaluationProfile":
        """The same counts coded by longer lists of values and scores, as merging needs it."""
        maps = [_map(old, new) for old, new in zip(self.values, values, strict=True)]
        return self._recoded(values, scores, maps, np.searchsorted(scores, self.scores).astype(np.int64))

    def _recoded(
        self, values: tuple[tuple[str, ...], ...], scores: NDArray[np.float64], maps: list[Integers],
        score_map: Integers | None,
    ) -> "EvaluationProfile":  # fmt: skip
        where = dict(zip(self.plan.attributes, maps, strict=True))
        return EvaluationProfile(
            plan=self.plan, values=values, scores=scores, cells=self.cells.recoded([*maps, None, None, None]),
            score_cells={
                crossing: tally.recoded([*(where[name] for name in crossing), score_map, None])
                for crossing, tally in self.score_cells.items()
            },
            unusable=self.unusable.recoded([*maps, None]),
        )  # fmt: skip


def check_by(by: tuple[str, ...], attributes: tuple[str, ...]) -> None:
    """Refuse a grouping that names what is no attribute, or one twice.

    Raises:
        AttributeUnknown: it does.
    """
    for name in by:
        if name not in attributes:
            known = ", ".join(attributes) or "none"
            raise AttributeUnknown(f"{name!r} is no attribute of this profile; it holds {known}.", name=name)
    if len(set(by)) < len(by):
        raise AttributeUnknown(f"{by} names an attribute twice.", by=by)


def _named(cases: Cases) -> dict[str, coding.Array]:
    arrays = {"label": cases.label, "decision": cases.decision, "score": cases.score, "practice": cases.practice}
    given = {name: array for name, array in arrays.items() if array is not None}
    return {**given, **{f"attribute {name}": array for name, array in cases.attributes.items()}}


def _reasons(label: Integers, decision: Integers, score: NDArray[np.float64] | None) -> Integers:
    reason = np.full(len(label), -1, dtype=np.int64)
    if score is not None:
        reason[np.isinf(score)] = 3
        reason[np.isnan(score)] = 2
    reason[decision == coding.UNKNOWN] = 1
    reason[label == coding.UNKNOWN] = 0
    return reason


def _map(old: tuple[str, ...], new: tuple[str, ...]) -> Integers:
    place = {value: index for index, value in enumerate(new)}
    return np.array([place[value] for value in old], dtype=np.int64)
