"""The evaluation profile: exact counts of what a model decided, for whom and rightly or not.

A small, mergeable summary of a table from which every number about its decisions and scores is derived. Whoever holds
it needs the rows no more. How it is written as bytes is a matter of ``storage``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenhand.errors.number import ProfilesUnlike, WeightsRefused
from evenhand.metrics import coding
from evenhand.metrics.cube.batch import CodedCases, Grouped, score_terms
from evenhand.metrics.cube.members import check_by, code_map, in_order, joined_values
from evenhand.metrics.cube.score_grid import ScoreGrid
from evenhand.metrics.tally import Integers, Tally
from evenhand.metrics.uncertainty import Floats

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
        grid: the cells that scores are counted in; ``None`` where each distinct score is kept.
    """

    attributes: tuple[str, ...]
    crossings: tuple[tuple[str, ...], ...]
    has_score: bool
    has_practice: bool
    grid: ScoreGrid | None = None

    @classmethod
    def of(cls, cases: Cases, crossings: Iterable[Iterable[str]] = (), *, grid: ScoreGrid | None = None) -> "Plan":
        """The plan that fits ``cases``, with score cells for the further ``crossings``.

        Raises:
            AttributeUnknown: a crossing names what is no attribute, or one twice.
        """
        return cls.over(
            cases.attributes, crossings, has_score=cases.score is not None, has_practice=cases.practice is not None,
            grid=grid,
        )  # fmt: skip

    @classmethod
    def over(
        cls, attributes: Iterable[str], crossings: Iterable[Iterable[str]] = (), *, has_score: bool = False,
        has_practice: bool = False, grid: ScoreGrid | None = None,
    ) -> "Plan":  # fmt: skip
        """The plan of a table with these ``attributes``, with score cells for the further ``crossings``.

        Raises:
            AttributeUnknown: a crossing names what is no attribute, or one twice.

        Examples:
            >>> Plan.over(["sex", "age"], has_score=True).crossings
            ((), ('age',), ('sex',))
        """
        names = tuple(sorted(attributes))
        asked = {tuple(sorted(crossing)) for crossing in crossings}
        for crossing in asked:
            check_by(crossing, names)
        kept = {(), *((name,) for name in names), *asked} if has_score else set()
        return cls(
            attributes=names, crossings=tuple(sorted(kept)), has_score=has_score, has_practice=has_practice,
            grid=grid if has_score else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class EvaluationProfile:
    """Counts and cells of one evaluated table, exact; equal profiles have equal bytes.

    Attributes:
        plan: what it holds.
        values: per attribute the values that occur, in the order of text.
        scores: the distinct scores, ascending; where the plan has a grid the lowest and the highest score alone.
        cells: counts over (attributes..., label, decision, practice); practice is 2 where unknown.
        score_cells: per crossing counts over (its attributes..., index into ``scores`` or cell of the grid, label);
            with a grid also the sums of ``score_terms``.
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
    def of(
        cls, cases: Cases, *, crossings: Iterable[Iterable[str]] = (), grid: ScoreGrid | None = None
    ) -> "EvaluationProfile":
        """Count ``cases``. A row without label, decision or finite score (where scores are given) is unusable.

        Raises:
            CasesUnequal, OutcomeNotBinary, ScoreNotNumber, AttributeNotText, WeightsRefused, AttributeUnknown:
                the cases or the crossings are not as ``Cases`` and ``Plan`` say.
        """
        if cases.weights is not None:
            raise WeightsRefused("Weighted cases are not measured yet.")
        plan = Plan.of(cases, crossings, grid=grid)
        coding.line_up(_named(cases))
        return cls.counted(plan, CodedCases(
            label=coding.outcome_codes(cases.label, name="label"),
            decision=coding.outcome_codes(cases.decision, name="decision"),
            score=None if cases.score is None else coding.score_values(cases.score),
            practice=None if cases.practice is None else coding.outcome_codes(cases.practice, name="practice"),
            attributes=tuple(
                Grouped(values=values, codes=codes)
                for values, codes in (coding.attribute_codes(cases.attributes[name], name=name)
                                      for name in plan.attributes)
            ),
        ))  # fmt: skip

    @classmethod
    def counted(cls, plan: Plan, batch: CodedCases) -> "EvaluationProfile":
        """Count one batch under ``plan``; many are counted by ``EvaluationCounting``."""
        reason = batch.reason
        good = reason < 0
        coded = [in_order(grouped) for grouped in batch.attributes]
        kept = {name: codes[good] for name, (_, codes) in zip(plan.attributes, coded, strict=True)}
        label = batch.label[good]
        scores, places, sums = _scored(plan, np.empty(0) if batch.score is None else batch.score[good] + 0.0, label)
        return cls(
            plan=plan, values=tuple(values for values, _ in coded), scores=scores,
            cells=Tally.of([*kept.values(), label, batch.decision[good], batch.practised[good]]),
            score_cells={
                crossing: Tally.of([*(kept[name] for name in crossing), places, label], sums=sums)
                for crossing in plan.crossings
            },
            unusable=Tally.of([*(codes[~good] for _, codes in coded), reason[~good]]),
        )  # fmt: skip

    @classmethod
    def empty(cls, plan: Plan) -> "EvaluationProfile":
        """The profile of no rows: merging it changes nothing."""
        none = np.zeros(0, dtype=np.int64)
        return cls.counted(plan, CodedCases(
            label=none, decision=none, attributes=tuple(Grouped(values=(), codes=none) for _ in plan.attributes)
        ))  # fmt: skip

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
        values = joined_values(self.values, other.values)
        scores = _joined(self, other)
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
        maps = [code_map(tuple(old), new) for old, new in zip(named, values, strict=True)]
        return self._recoded(values, self.scores, maps, None)

    def within(self, values: tuple[tuple[str, ...], ...], scores: NDArray[np.float64]) -> "EvaluationProfile":
        """The same counts coded by longer lists of values and scores, as merging needs it."""
        maps = [code_map(old, new) for old, new in zip(self.values, values, strict=True)]
        places = np.searchsorted(scores, self.scores).astype(np.int64) if self.plan.grid is None else None
        return self._recoded(values, scores, maps, places)

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


def _named(cases: Cases) -> dict[str, coding.Array]:
    arrays = {"label": cases.label, "decision": cases.decision, "score": cases.score, "practice": cases.practice}
    given = {name: array for name, array in arrays.items() if array is not None}
    return {**given, **{f"attribute {name}": array for name, array in cases.attributes.items()}}


def _scored(plan: Plan, score: Floats, label: NDArray[Any]) -> tuple[Floats, Integers, Floats | None]:
    """What ``scores`` holds, the score cell of each row, and what is summed."""
    if plan.grid is None:
        scores, places = np.unique(score, return_inverse=True)
        return scores, places.reshape(-1) if plan.has_score else np.zeros(len(label), dtype=np.int64), None
    ends = np.unique([score.min(), score.max()]) if len(score) else np.empty(0)
    return ends, plan.grid.cells(score), score_terms(score, label)


def _joined(one: EvaluationProfile, other: EvaluationProfile) -> Floats:
    scores = np.union1d(one.scores, other.scores)
    return scores if one.plan.grid is None else scores[np.unique([0, len(scores) - 1])] if len(scores) else scores
