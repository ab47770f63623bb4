"""One column in two tables, from their profiles alone: every measure of how it changed, gaps apart from values."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from evenhand.errors.number import ProfilesUnlike
from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.metric import metric
from evenhand.metrics.drift.cells import MOST_NAMED, NEW, cell_names, text_name
from evenhand.metrics.drift.difference import kolmogorov_smirnov, total_variation
from evenhand.metrics.drift.distance import Bins, most_moved, stability_index
from evenhand.metrics.drift.divergence import cramers_v, hellinger, jensen_shannon
from evenhand.metrics.drift.line import Line
from evenhand.metrics.drift.rates import known_new, new_values, rate_change
from evenhand.metrics.drift.transport import scaled, wasserstein
from evenhand.metrics.estimate import Reading
from evenhand.metrics.profiling.plan import KINDS_IN_WORDS, ColumnPlan
from evenhand.metrics.profiling.profile import ColumnProfile
from evenhand.metrics.tally import Integers

OVER_BINS: Mapping[str, Callable[[Bins, float], Reading] | None] = {
    "population_stability_index": stability_index,
    "jensen_shannon_distance": jensen_shannon,
    "hellinger_distance": hellinger,
    "total_variation_distance": None,
}
"""The last is measured once, since it is that of all rows too where no row has a gap."""
ORDERED_ONLY = ("kolmogorov_smirnov", "wasserstein_distance", "wasserstein_distance_scaled")
GAP_KINDS: Mapping[str, str] = {
    "null": "null", "nan": "NaN", "positive_infinity": "infinite", "negative_infinity": "minus infinite",
    "strange": "values of another kind", "absent": "in a table without the column",
}  # fmt: skip
RARE_TEXT = 10.0
"""Rows that a text is expected to hold in the smaller table, so that one which the reference lacks is truly new."""


def column_drift(
    reference: ColumnProfile, current: ColumnProfile, *, confidence: float = 0.95
) -> tuple[Measurement, ...]:
    """How a column of the current table differs from the same column of the reference.

    ``rows_elsewhere`` and ``cramers_v`` speak about all rows: values, new values and gaps alike; their ``p_value`` is
    the one test of whether anything about the column changed. Distances speak about values alone. Null, NaN and
    infinite rows and new values are measures of their own, each with its test. What cannot be measured says why, and
    the others stand. No threshold is known here.

    Args:
        reference: the column in the table that is compared with.
        current: the column in the other table, counted under the same plan.
        confidence: of each interval; the caller allows for the number of columns.

    Raises:
        ProfilesUnlike: they were counted under different plans.

    Examples:
        >>> from evenhand.metrics.profiling.batch import Numbers
        >>> from evenhand.metrics.profiling.counting import Counting
        >>> from evenhand.metrics.profiling.plan import ProfilePlan
        >>> from evenhand.metrics.profiling.planning import number_plan
        >>> ages = np.arange(1000.0)
        >>> plan = ProfilePlan(columns=(number_plan("age", ages),))
        >>> sides = [Counting(plan), Counting(plan)]
        >>> for side, older in zip(sides, (0.0, 300.0)):
        ...     side.add({"age": Numbers(values=ages + older)}, n_rows=1000)
        >>> found = {each.name: each for each in column_drift(*(side.profile().column("age") for side in sides))}
        >>> round(found["kolmogorov_smirnov"].value, 2), round(found["wasserstein_distance"].value, 2)
        (0.3, 300.0)
        >>> found["null_rate_change"].value, found["rows_elsewhere"].detail["p_value"] < 1e-9
        (0.0, True)
    """
    _require_same(reference, current)
    sides = (reference, current)
    ordered, gap = reference.plan.is_ordered, _gap(reference, current)
    values = [_values(side) for side in sides]
    bins = _bins(reference, values)
    apart = total_variation(bins, confidence)
    made = _all_rows(reference, current, bins, apart, confidence)
    moved = {} if gap else _moved(bins, reference)
    for name, measure in OVER_BINS.items():
        reading = Reading(reason=gap) if gap else measure(bins, confidence) if measure else apart
        made.append(_made(name, reading, reference, int(values[1].sum()), confidence, moved))
    if ordered:
        for name, reading in zip(ORDERED_ONLY, _on_a_line(reference, current, gap, confidence), strict=True):
            made.append(_made(name, reading, reference, current.n, confidence))
    missing = _missing(reference, current)
    for name, kinds in _changes(reference):
        before, now = ((sum(side.gaps[kind] for kind in kinds), _present(side)) for side in sides)
        reading = Reading(reason=missing) if missing else rate_change(name, before, now, confidence)
        made.append(_made(name, reading, reference, now[1], confidence))
    if reference.plan.kind == "text":
        n_texts = current.n + current.gaps["new"]
        made.append(_made("new_category_rate", _new(reference, current, confidence), reference, n_texts, confidence))
    return tuple(made)


def all_rows_bins(reference: ColumnProfile, current: ColumnProfile) -> Bins:
    """The bins on which it is tested whether anything about a column changed: values, new values and gaps.

    Args:
        reference: the column in the table that is compared with.
        current: the column in the other table, counted under the same plan.
    """
    return _joint(reference, current, _bins(reference, [_values(reference), _values(current)]))


def _all_rows(
    reference: ColumnProfile, current: ColumnProfile, bins: Bins, apart: Reading, confidence: float
) -> list[Measurement]:  # fmt: skip
    """What speaks about all rows, gaps included."""
    joint = _joint(reference, current, bins)
    reason = ""
    for side, told in ((reference, "reference"), (current, "current table")):
        if not side.n_rows:
            reason = f"The {told} holds no row."
        elif side.gaps["absent"] == side.n_rows:
            reason = f"The {told} has no such column."
    reason = reason or (bins.gap if joint.gap else "")
    test = Reading(reason=reason) if reason else cramers_v(joint, confidence)
    is_known = joint.reference is bins.reference and joint.n_pooled == bins.n_pooled
    whole = apart if is_known else total_variation(joint, confidence)
    moved = Reading(reason=reason) if reason else whole
    more: dict[str, Json] = {}
    if not test.reason:
        more = {name: test.detail[name] for name in ("chi_square", "degrees_of_freedom", "p_value")}
        place, before, now = most_moved(joint) or (0, 0.0, 0.0)
        told = _told(joint.members[place], _names(reference.plan, bins))
        more["most_moved"] = {"values": told, "reference": before, "current": now}
    return [
        _made("rows_elsewhere", moved, reference, current.n_rows, confidence, more),
        _made("cramers_v", test, reference, current.n_rows, confidence),
    ]


def _joint(reference: ColumnProfile, current: ColumnProfile, bins: Bins) -> Bins:
    """Bins of values and gaps together; of texts every value by itself, and the new ones always among the rare.

    The members are places in ``bins`` of an ordered column, else cells; beyond them the gaps. Where no row has a gap,
    the counts are those of ``bins`` themselves.
    """
    gaps = np.array([[side.gaps[kind] for kind in GAP_KINDS] for side in (reference, current)], dtype=np.int64)
    is_ordered, has_gaps = reference.plan.is_ordered, bool(gaps.any())
    if not has_gaps:
        return replace(bins, members=tuple((place,) for place in range(len(bins.members)))) if is_ordered else bins
    if is_ordered:
        joint = Bins.of(np.append(bins.reference, gaps[0]), np.append(bins.current, gaps[1]), ordered=False)
        return replace(joint, excess=bins.excess)
    sides = (_values(reference), _values(current))
    return _bins(reference, [np.append(side, more) for side, more in zip(sides, gaps, strict=True)])


def _names(plan: ColumnPlan, bins: Bins) -> Callable[[int], str]:
    """What a member of ``_joint`` is called."""
    known, gaps = len(bins.members) if plan.is_ordered else plan.n_cells + 1, tuple(GAP_KINDS.values())

    def name(place: int) -> str:
        if place >= known:
            return gaps[place - known]
        return cell_names(bins.members[place], plan) if plan.is_ordered else text_name(place, plan)

    return name


def _told(cells: tuple[int, ...], name: Callable[[int], str]) -> str:
    """Some bins by name; where they are many and new texts among them, what they are."""
    if len(cells) > MOST_NAMED and any(name(cell) == NEW for cell in cells):
        return "rare or new values"
    more = len(cells) - MOST_NAMED
    return ", ".join(name(cell) for cell in cells[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _bins(reference: ColumnProfile, counts: list[Integers]) -> Bins:
    """Bins that chance alone does not tell apart: new texts stand with rare ones, since any sample misses some."""
    if reference.plan.kind != "text":
        return Bins.of(*counts, ordered=reference.plan.is_ordered)
    return Bins.of(*counts, ordered=False, rare=(len(reference.counts),), least=RARE_TEXT)


def _values(side: ColumnProfile) -> Integers:
    """Rows of each cell; of texts and booleans a last one holds the new values."""
    return side.counts if side.plan.is_ordered else np.append(side.counts, side.gaps["new"])


def _on_a_line(
    reference: ColumnProfile, current: ColumnProfile, gap: str, confidence: float
) -> tuple[Reading, ...]:  # fmt: skip
    if gap:
        return (Reading(reason=gap),) * len(ORDERED_ONLY)
    line = Line.of(reference.counts, current.counts) if reference.n and current.n else None
    carried = wasserstein(reference, current, confidence, line)
    distance = kolmogorov_smirnov(reference.counts, current.counts, reference.plan.atoms, confidence, line)
    return distance, carried, scaled(carried, reference)


def _changes(reference: ColumnProfile) -> tuple[tuple[str, tuple[str, ...]], ...]:
    null = ("null_rate_change", ("null",))
    if reference.plan.kind != "number":
        return (null,)
    infinite = ("positive_infinity", "negative_infinity")
    return null, ("nan_rate_change", ("nan",)), ("infinity_rate_change", infinite)


def _present(side: ColumnProfile) -> int:
    """Rows of tables that have the column."""
    return side.n_rows - side.gaps["absent"]


def _new(reference: ColumnProfile, current: ColumnProfile, confidence: float) -> Reading:
    if current.gaps["strange"]:
        return Reading(reason=_gap(reference, current))
    if not reference.plan.is_complete:
        return Reading(reason="The reference has more different values than are counted one by one.")
    n_new, n_old = current.gaps["new"], reference.gaps["new"]
    if not n_old:
        return new_values(reference.counts, n_new, current.n + n_new, confidence)
    return known_new((n_old, reference.n + n_old), (n_new, current.n + n_new), confidence)


def _missing(reference: ColumnProfile, current: ColumnProfile) -> str:
    """Which of the tables lacks the column; empty where neither does."""
    for side, told in ((reference, "reference"), (current, "current table")):
        if side.n_rows and side.gaps["absent"] == side.n_rows:
            return f"The {told} has no such column."
    return ""


def _gap(reference: ColumnProfile, current: ColumnProfile) -> str:
    """Why values cannot be compared at all; empty where they can."""
    missing = _missing(reference, current)
    if missing:
        return missing
    for side, told in ((reference, "reference"), (current, "current table")):
        if side.gaps["strange"]:
            kind = KINDS_IN_WORDS[side.plan.kind]
            return f"The column is counted as {kind}, and {side.gaps['strange']:,} rows of the {told} hold none."
    return ""


def _moved(bins: Bins, reference: ColumnProfile) -> Mapping[str, Json]:
    moved = most_moved(bins)
    if moved is None:
        return {}
    place, before, now = moved
    cells = bins.members[place]
    plan = reference.plan
    told = cell_names(cells, plan) if plan.is_ordered else _told(cells, lambda cell: text_name(cell, plan))
    return {"most_moved": {"values": told, "reference": before, "current": now}}


def _made(
    name: str, reading: Reading, column: ColumnProfile, n: int, confidence: float,
    more: Mapping[str, Json] | None = None,
) -> Measurement:  # fmt: skip
    detail = {} if reading.reason else {**reading.detail, **(more or {})}
    return reading.measurement(metric(name), n=n, confidence=confidence, column=column.name, detail=detail)


def _require_same(reference: ColumnProfile, current: ColumnProfile) -> None:
    one, other = reference.plan, current.plan
    if one is not other and not (
        (one.name, one.kind, one.values) == (other.name, other.kind, other.values)
        and np.array_equal(one.cuts, other.cuts)
    ):
        raise ProfilesUnlike(f"Column {one.name!r} was counted on different cells in the two tables.")
