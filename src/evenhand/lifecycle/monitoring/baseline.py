"""What later windows are compared with: the profile of every column, and the profile of decisions and outcomes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.monitoring.rows import DECISION, SCORE, WatchedRows
from evenhand.lifecycle.monitoring.window import Window
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.grouping import score_cells_of
from evenhand.metrics.profile import EvaluationProfile
from evenhand.metrics.profiling.plan import ProfilePlan
from evenhand.metrics.profiling.profile import GAPS, Profile
from evenhand.metrics.profiling.rowwise import plan_of_columns, profile_of_columns
from evenhand.metrics.profiling.storage import table_profile_digest

SCHEMA = "evenhand/monitoring-baseline/v2"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Baseline:
    """The baseline window.

    Attributes:
        origin: a sentence on where it comes from.
        window: of predictions, where it is one.
        columns: of its rows.
        profile: digest of the evaluation profile of its rows.
        final: digest of the profile of what was decided in the end.
        decided: digest of the profile of what was decided in the end, for everybody.
    """

    origin: str
    window: Window | None
    columns: Profile
    profile: Digest
    final: Digest
    decided: Digest

    def content(self) -> bytes:
        """The bytes under which it is stored; those of ``columns`` are stored beside them."""
        return canonical_bytes({
            "schema": SCHEMA, "origin": self.origin, "profile": self.profile, "final": self.final,
            "decided": self.decided, "window": None if self.window is None else self.window.as_json(),
            "columns": table_profile_digest(self.columns),
        })  # fmt: skip

    @classmethod
    def read(cls, content: bytes, columns: Callable[[Digest], Profile]) -> "Baseline":
        """Read what ``content`` wrote.

        Args:
            content: the bytes.
            columns: reads the profile of the columns by its digest.

        Raises:
            ValueError: the bytes are no baseline.
        """
        stored = from_canonical(content)
        if not isinstance(stored, Mapping) or stored.get("schema") != SCHEMA:
            raise ValueError("the bytes are no baseline")
        window = stored["window"]
        return cls(
            origin=str(stored["origin"]), profile=str(stored["profile"]), final=str(stored["final"]),
            decided=str(stored["decided"]), columns=columns(str(stored["columns"])),
            window=Window(start=str(window["start"]), end=str(window["end"])) if isinstance(window, Mapping) else None,
        )  # fmt: skip


def counted(columns: Sequence[ColumnValues]) -> Profile:
    """Columns of one table under the plan that they make themselves."""
    return profile_of_columns(columns, plan_of_columns(columns))


def columns_of_rows(rows: WatchedRows) -> Profile:
    """The columns of a window of predictions."""
    return counted(rows.watched)


def columns_of_profile(profile: EvaluationProfile) -> Profile:
    """Groups, score and decision of rows that were evaluated: all that an evaluation profile still knows of them.

    Examples:
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.array([1, 0]), decision=np.array([1, 1]), score=np.array([0.7, 0.6]),
        ...     attributes={"sex": np.array(["f", "m"])}))
        >>> sorted(columns_of_profile(profile).plan.place)
        ['(decision)', '(score)', 'sex']
    """
    made: list[ColumnValues] = []
    for place, (name, values) in enumerate(zip(profile.plan.attributes, profile.values, strict=True)):
        tally = profile.cells.onto([place])
        texts = np.array([values[code] for code in tally.keys[:, 0].tolist()], dtype=object)
        made.append(ColumnValues(name=name, values=np.repeat(texts, tally.counts)))
    decided = profile.cells.onto([len(profile.plan.attributes) + 1])
    texts = np.array([str(code) for code in decided.keys[:, 0].tolist()], dtype=object)
    made.append(ColumnValues(name=DECISION, values=np.repeat(texts, decided.counts)))
    if profile.plan.has_score:
        [cells] = score_cells_of(profile, ()) or []
        made.append(ColumnValues(name=SCORE, values=np.repeat(cells.score, cells.negatives + cells.positives)))
    return counted(made)


def joined(one: Profile, other: Profile) -> Profile:
    """The columns of two tables as those of one, in which the rows of either lack the columns of the other.

    Args:
        one: whose columns all stay.
        other: of which the columns that ``one`` has too are left out.

    Examples:
        >>> ages, sexes = (counted([ColumnValues(name=name, values=np.array(values))])
        ...     for name, values in (("age", [30, 40]), ("sex", ["f"])))
        >>> found = joined(ages, sexes)
        >>> found.n_rows, found.column("age").gaps["absent"], found.column("sex").gaps["absent"]
        (3, 1, 2)
    """
    kept = [place for place, column in enumerate(other.plan.columns) if column.name not in one.plan.place]
    cells = [cell for place in kept for cell in range(other.plan.ends[place], other.plan.ends[place + 1])]
    chosen, absent = np.array(cells, dtype=np.int64), GAPS.index("absent")
    gaps = np.concatenate([one.gaps, other.gaps[kept]])
    gaps[: len(one.gaps), absent] += other.n_rows
    gaps[len(one.gaps) :, absent] += one.n_rows
    return Profile(
        plan=ProfilePlan(columns=(*one.plan.columns, *(other.plan.columns[place] for place in kept))),
        n_rows=one.n_rows + other.n_rows, counts=np.concatenate([one.counts, other.counts[chosen]]),
        sums=np.concatenate([one.sums, other.sums[chosen]]), gaps=gaps,
        moments=np.concatenate([one.moments, other.moments[kept]]),
    )  # fmt: skip


def described(baseline: Baseline) -> dict[str, Json]:
    """What a report says about it."""
    return {
        "origin": baseline.origin, "window": None if baseline.window is None else baseline.window.as_json(),
        "columns": sorted(baseline.columns.plan.place),
    }  # fmt: skip
