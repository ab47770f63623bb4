"""Look for columns that tell the label too well to have been known when the decision was taken."""

from dataclasses import replace

import numpy as np

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.data.column_quality import Asked
from evenhand.metrics.columns.leak import cells_leakage
from evenhand.metrics.profiling.profile import ColumnProfile, Profile
from evenhand.ports.scan import Scanner

_SEED = 20_261_123


def leakage(
    scanner: Scanner, table: object, profile: Profile, asked: Asked
) -> tuple[list[Measurement], list[str]]:  # fmt: skip
    """How well each other column tells the label, from two passes over the rows; and why it could not be told."""
    if asked.label is None or not scanner.holds_rows(table):
        return [], []
    if asked.label not in profile.plan.place:
        scanner.plan(table, columns=[asked.label])  # says what is wrong with the name
        return [], [f"The label {asked.label!r} cannot be counted, so no column is held against it."]
    values = _values(profile.column(asked.label))
    if len(values) != 2:
        n = "more than two" if len(values) > 2 else len(values)
        return [], [f"The label {asked.label!r} takes {n} values, not two: no column is held against it."]
    one, other = (scanner.part(table, profile.plan, column=asked.label, value=value) for value in values)
    others = [column.name for column in profile.plan.columns if column.name not in (asked.label, *asked.key)]
    return [
        _declared(cells_leakage(one.column(name), other.column(name), seed=_SEED, confidence=asked.confidence))
        for name in others
    ], []


def _values(label: ColumnProfile) -> list[str] | list[float]:
    """The values that the label takes; more than two where it cannot be told which."""
    held = np.flatnonzero(label.counts)
    if not label.plan.is_ordered:
        texts = list(label.plan.values)
        return [texts[cell] if cell < len(texts) else "" for cell in held]
    if not label.plan.atoms[held].all():
        return [float(label.minimum), float(label.maximum), float("nan")]
    return [float(label.plan.cuts[cell - 1]) for cell in held]


def _declared(found: Measurement) -> Measurement:
    return replace(found, detail={**found.detail, "needs": "rows"})
