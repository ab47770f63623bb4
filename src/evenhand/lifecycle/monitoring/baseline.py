"""What later windows are compared with: counts of every column, and the profile of decisions and outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.monitoring.rows import DECISION, SCORE, WatchedRows
from evenhand.lifecycle.monitoring.window import Window
from evenhand.metrics.column_values import ColumnValues
from evenhand.metrics.drift.column import ColumnCounts, Scale
from evenhand.metrics.profile import EvaluationProfile

SCHEMA = "evenhand/monitoring-baseline/v1"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Baseline:
    """The baseline window.

    Attributes:
        origin: a sentence on where it comes from.
        window: of predictions, where it is one.
        columns: name to counts.
        profile: digest of the evaluation profile of its rows.
        final: digest of the profile of what was decided in the end.
        decided: digest of the profile of what was decided in the end, for everybody.
    """

    origin: str
    window: Window | None
    columns: Mapping[str, ColumnCounts]
    profile: Digest
    final: Digest
    decided: Digest

    def content(self) -> bytes:
        """The bytes under which it is stored."""
        return canonical_bytes({
            "schema": SCHEMA, "origin": self.origin, "profile": self.profile, "final": self.final,
            "decided": self.decided,
            "window": None if self.window is None else self.window.as_json(),
            "columns": [counts.as_json() for counts in self.columns.values()],
        })  # fmt: skip

    @classmethod
    def read(cls, content: bytes) -> "Baseline":
        """Read what ``content`` wrote."""
        stored = from_canonical(content)
        if not isinstance(stored, Mapping) or stored.get("schema") != SCHEMA:
            raise ValueError("the bytes are no baseline")
        window, listed = stored["window"], stored["columns"]
        columns = [ColumnCounts.from_json(each) for each in listed if isinstance(each, Mapping)] if isinstance(
            listed, list) else []  # fmt: skip
        return cls(
            origin=str(stored["origin"]), profile=str(stored["profile"]), final=str(stored["final"]),
            decided=str(stored["decided"]),
            window=Window(start=str(window["start"]), end=str(window["end"])) if isinstance(window, Mapping) else None,
            columns={each.name: each for each in columns},
        )  # fmt: skip


def counted(columns: tuple[ColumnValues, ...]) -> dict[str, ColumnCounts]:
    """Columns on the scales that they make themselves."""
    return {each.name: ColumnCounts.of(each, Scale.of(each)) for each in columns}


def columns_of_rows(rows: WatchedRows) -> dict[str, ColumnCounts]:
    """The columns of a window of predictions."""
    return counted(rows.watched)


def columns_of_profile(profile: EvaluationProfile) -> dict[str, ColumnCounts]:
    """Groups, score and decision of rows that were evaluated: all that an evaluation profile still knows of them.

    Examples:
        >>> from evenhand.metrics.profile import Cases
        >>> profile = EvaluationProfile.of(Cases(
        ...     label=np.array([1, 0]), decision=np.array([1, 1]), score=np.array([0.7, 0.6]),
        ...     attributes={"sex": np.array(["f", "m"])}))
        >>> sorted(columns_of_profile(profile))
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
        tally = profile.score_cells[()].onto([0])
        scores = profile.scores[tally.keys[:, 0]]
        made.append(ColumnValues(name=SCORE, values=np.repeat(scores, tally.counts)))
    return counted(tuple(made))


def described(baseline: Baseline) -> dict[str, Json]:
    """What a report says about it."""
    return {
        "origin": baseline.origin, "window": None if baseline.window is None else baseline.window.as_json(),
        "columns": sorted(baseline.columns),
    }  # fmt: skip
