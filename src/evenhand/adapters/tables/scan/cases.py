"""Count the cases of a source: labels, decisions, scores and groups, batch by batch."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from evenhand.adapters.tables.arrow_kind import held_in_words
from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow, numbers_of
from evenhand.adapters.tables.scan.group_codes import GroupCodes
from evenhand.adapters.tables.scan.outcome_codes import OutcomeCodes
from evenhand.adapters.tables.scan.part import Part, batches_of, parts_of
from evenhand.adapters.tables.scan.setting import choose_kernel
from evenhand.adapters.tables.scan.shape import require_columns
from evenhand.adapters.tables.scan.source import Source
from evenhand.adapters.tables.scan.threads import in_threads
from evenhand.adapters.tables.scan.told import Told
from evenhand.errors.table import ColumnUnusable, LabelUnusable
from evenhand.lifecycle.evaluation.case_columns import CaseColumns
from evenhand.lifecycle.problem.scalar import Scalar, scalar_text
from evenhand.metrics.counting import EvaluationCounting
from evenhand.metrics.cube.batch import CodedCases
from evenhand.metrics.cube.merging import Merging
from evenhand.metrics.cube.score_grid import FEW, ScoreGrid
from evenhand.metrics.profile import EvaluationProfile, Plan

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

EXACT_ROWS = 100_000
"""A table of at most this many rows keeps each distinct score."""

_BLOCKS = 2
"""Blocks of parts, each with tables of its own."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountedCases:
    """What was counted of a source.

    Attributes:
        profile: of all rows.
        others: column of outcomes to its values beside the favourable one, in the order of text.
    """

    profile: EvaluationProfile
    others: Mapping[str, tuple[Scalar, ...]]


def cases_of(source: Source, asked: CaseColumns) -> CountedCases:
    """The profile of all rows, and which values counted as unfavourable.

    Raises:
        ColumnMissing: there is no column of a name that is asked for.
        LabelUnusable, ColumnUnusable: its values do not serve; ``OutcomeCodes`` and ``GroupCodes`` say when.

    Examples:
        >>> import pyarrow as pa
        >>> from evenhand.adapters.tables.scan.in_memory import InMemory
        >>> table = InMemory.of(pa.table({"paid": [1, 0], "given": [True, True], "sex": ["f", "m"]}))
        >>> found = cases_of(table, CaseColumns(label="paid", decision="given", attributes=("sex",)))
        >>> found.profile.n_usable, found.profile.values, found.others
        (2, (('f', 'm'),), {'paid': (0,), 'given': ()})
    """
    choose_kernel()
    require_columns(source.schema.names, asked.columns, origin=source.origin)
    grid = _grid(source, asked)
    found = _counted(source, asked, grid)
    if grid is not None and asked.grid is None and _is_outside(found.profile.scores) and not _is_outside(grid.cuts):
        # The first rows looked like probabilities and later ones are none: choose cells from all of them.
        found = _counted(source, asked, ScoreGrid.of_sample(_spread(source, str(asked.score), found.profile.n_rows)))
    return found


def _counted(source: Source, asked: CaseColumns, grid: ScoreGrid | None) -> CountedCases:
    plan = Plan.over(asked.attributes, asked.crossings, has_score=asked.score is not None, grid=grid)
    parts = parts_of(source)
    if not parts:
        profile, reader = _read(source.batches(asked.columns), source.origin, asked, plan)
        return CountedCases(profile=profile, others=reader.close())
    work = partial(_read_parts, origin=source.origin, asked=asked, plan=plan)
    merging, readers, n_done = Merging(EvaluationProfile.empty(plan)), [], 0
    for (profile, reader), n_rows in in_threads(parts, work, n_blocks=_BLOCKS):
        merging.add(profile)
        readers.append(reader)
        n_done += n_rows
        if isinstance(source, Told):
            source.progress(source.origin, n_done, source.n_rows)
    for reader in readers[1:]:
        readers[0].join(reader)
    others = readers[0].close()
    return CountedCases(profile=merging.total(), others=others)


def _read_parts(
    parts: Iterator[Part], *, origin: str, asked: CaseColumns, plan: Plan
) -> "tuple[EvaluationProfile, _Reader]":
    return _read(batches_of(parts, asked.columns), origin, asked, plan)


def _read(
    batches: "Iterable[pa.RecordBatch]", origin: str, asked: CaseColumns, plan: Plan
) -> "tuple[EvaluationProfile, _Reader]":
    reader, counting = _Reader(origin, asked, plan), EvaluationCounting(plan)
    for batch in batches:
        counting.add(reader.coded(batch))
        del batch  # so that the next one is read into its memory
    return counting.profile(), reader


class _Reader:
    def __init__(self, origin: str, asked: CaseColumns, plan: Plan) -> None:
        self._asked, self._origin = asked, origin
        self.label = self.decision = None
        if asked.label is not None:
            self.label = OutcomeCodes(asked.label, origin, positive=asked.positive, refusal=LabelUnusable)
        if asked.decision is not None:
            self.decision = OutcomeCodes(asked.decision, origin, positive=asked.positive)
        self.groups = {
            name: GroupCodes(name, origin, cuts=asked.bands.get(name, ())) for name in plan.attributes
        }  # fmt: skip

    def coded(self, batch: "pa.RecordBatch") -> CodedCases:
        score = None if self._asked.score is None else scores_in(batch, self._asked.score, self._origin)
        decision = self._decided(batch, score)
        # Without a label, a row lacks nothing but a decision: 0 and 1 stay what they are, UNKNOWN becomes 0.
        label = decision & 1 if self.label is None else self.label.of(batch.column(self._asked.label))
        return CodedCases(
            label=label, decision=decision, score=score,
            attributes=tuple(codes.of(batch.column(name)) for name, codes in self.groups.items()),
        )  # fmt: skip

    def join(self, other: "_Reader") -> None:
        if self.label is not None and other.label is not None:
            self.label.join(other.label)
        if self.decision is not None and other.decision is not None:
            self.decision.join(other.decision)
        for name, codes in self.groups.items():
            codes.join(other.groups[name])

    def close(self) -> dict[str, tuple[Scalar, ...]]:
        named = {self._asked.label: self.label, self._asked.decision: self.decision}
        others = {}
        for name, codes in named.items():
            if name is not None and codes is not None:
                codes.close()
                others[name] = tuple(sorted(codes.others, key=scalar_text))
        return others

    def _decided(self, batch: "pa.RecordBatch", score: "NDArray[np.float64] | None") -> "NDArray[np.uint8]":
        if self.decision is not None:
            return self.decision.of(batch.column(self._asked.decision))
        return np.asarray(score >= self._asked.threshold).view(np.uint8)  # type: ignore[operator]


def scores_in(batch: "pa.RecordBatch", name: str, origin: str) -> "NDArray[np.float64]":
    """The scores of a batch, NaN where there is none.

    Raises:
        ColumnUnusable: it holds no numbers.
    """
    import pyarrow as pa

    array = batch.column(name)
    if pa.types.is_null(array.type):
        return np.full(len(array), np.nan)
    if kind_of_arrow(array.type) != "number":
        raise ColumnUnusable(f"{name!r} of {origin} holds {held_in_words(array.type)}, no scores.", column=name)
    numbers = numbers_of(array)
    values = numbers.values.astype(np.float64, copy=False)
    return values if numbers.is_null is None else np.where(numbers.is_null, np.nan, values)


def _grid(source: Source, asked: CaseColumns) -> ScoreGrid | None:
    if asked.score is None or asked.grid is not None or asked.is_exact:
        return asked.grid
    is_small = source.n_rows is not None and source.n_rows <= EXACT_ROWS
    if is_small and asked.is_exact is None:
        return None
    head: list[NDArray[np.float64]] = []
    n_rows = 0
    for batch in source.batches([asked.score]):
        head.append(scores_in(batch, asked.score, source.origin))
        n_rows += batch.num_rows
        if n_rows > EXACT_ROWS:
            break
    if n_rows <= EXACT_ROWS and asked.is_exact is None:
        return None
    return _chosen(np.concatenate(head))


def _chosen(sample: "NDArray[np.float64]") -> ScoreGrid:
    finite = sample[np.isfinite(sample)]
    if _is_outside(finite):
        return ScoreGrid.of_sample(finite)
    grid, head = ScoreGrid.of_probabilities(), finite[:EXACT_ROWS]
    # Where a few rows show many different scores already, the rest need not be sorted.
    if len(np.unique(head[: 4 * FEW])) > FEW:
        return grid
    distinct = np.unique(head)
    return grid.with_atoms(distinct) if len(distinct) <= FEW else grid


def _spread(source: Source, score: str, n_rows: int) -> "NDArray[np.float64]":
    step = max(1, n_rows // EXACT_ROWS)
    parts = [scores_in(batch, score, source.origin)[::step] for batch in islice(source.batches([score]), None)]
    found = np.concatenate(parts)
    return found[np.isfinite(found)]


def _is_outside(scores: "NDArray[np.float64]") -> bool:
    return bool(len(scores) and (scores.min() < 0 or scores.max() > np.nextafter(1.0, 2)))
