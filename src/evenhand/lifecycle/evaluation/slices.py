"""What the evaluation report says about where the model is weak."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evenhand.kernel.canonical import Json
from evenhand.kernel.measurement import Measurement
from evenhand.metrics.slicing import Confirmed, Facet, Search, confirm_slices, search_slices
from evenhand.metrics.uncertainty import wilson

SMALLEST_SHARE = 0.01
SMALLEST_COUNT = 50
"""Rows of a half that a slice must hold, the larger of the two."""
_MEASURES = ("accuracy", "true_positive_rate")
_NOTE = (
    "Slices of one or two columns were searched on one half of the rows; the other half, which played no part in the "
    "search, gives the figures shown. Their level is corrected for the slices confirmed, not for those searched, "
    "because the second half did not choose them. A weak slice that is small or needs three columns is not found."
)

Halves = tuple[NDArray[np.int64], NDArray[np.int64]]


def weak_slices(
    facets: Sequence[Facet],
    *,
    label: NDArray[np.float64],
    decision: NDArray[np.float64],
    seed: int,
    confidence: float = 0.95,
) -> dict[str, Json]:
    """The part ``slices`` of an evaluation report.

    Args:
        facets: the columns to slice by.
        label: 1 for the favourable outcome, 0 for the other, NaN where unknown; shape ``(n,)``.
        decision: 1 for the favourable decision, 0 for the other, NaN where there is none.
        seed: of the halves.
        confidence: of all intervals shown together.

    Returns:
        ``columns``, ``searched``, ``confirmed``, ``rows``, ``smallest``, ``seed``, ``confidence``, ``note`` and
        ``found``: slices that are weaker than the rest beyond chance, the weakest first, each with ``slice``,
        ``measure`` and the measurements ``inside``, ``elsewhere`` and ``difference``.

    Examples:
        >>> codes = np.arange(4000) // 7 % 4
        >>> facet = Facet(name="region", codes=codes, values=("n", "e", "s", "w"))
        >>> wrong = (codes == 2) & (np.arange(4000) % 3 == 0)
        >>> label = (np.arange(4000) % 2).astype(float)
        >>> report = weak_slices([facet], label=label, decision=np.where(wrong, 1 - label, label), seed=0)
        >>> report["searched"], [each["slice"] for each in report["found"] if each["measure"] == "accuracy"]
        (8, [{'region': 's'}])
    """
    usable = np.flatnonzero(np.isfinite(label) & np.isfinite(decision))
    order = np.random.default_rng(seed).permutation(usable)
    halves = np.sort(order[: len(order) // 2]), np.sort(order[len(order) // 2 :])
    wrong = label != decision
    smallest = max(SMALLEST_COUNT, round(SMALLEST_SHARE * len(halves[0])))
    kept = {"accuracy": halves, "true_positive_rate": _only(halves, label == 1)}
    searches = {name: _searched(facets, wrong, rows[0], smallest) for name, rows in kept.items()}
    n_confirmed = sum(len(search.terms) for search in searches.values())
    level = 1 - (1 - confidence) / max(n_confirmed, 1)
    found = [
        _as_json(facets, name, each, level)
        for name in _MEASURES
        for each in _confirmed(facets, wrong, kept[name][1], searches[name], level)
        if each.stands
    ]
    return {
        "method": "beam-search-split", "columns": [facet.name for facet in facets],
        "searched": sum(search.n_searched for search in searches.values()), "confirmed": n_confirmed,
        "rows": {"searched": len(halves[0]), "confirmed": len(halves[1])}, "smallest": smallest, "seed": seed,
        "confidence": confidence, "note": _NOTE, "found": found,
    }  # fmt: skip


def slices_in_words(report: Mapping[str, Json]) -> list[str]:
    """The part ``slices`` of an evaluation report, as lines for a screen; none where there is no such part."""
    part = report.get("slices")
    if not isinstance(part, Mapping):
        return []
    searched, confirmed, found = int(str(part["searched"])), part["confirmed"], part["found"]
    listed = [each for each in found if isinstance(each, Mapping)] if isinstance(found, Sequence) else []
    opening = (
        f"Weakest slices: {searched:,} searched on one half of the rows, {confirmed} confirmed on the other, "
        f"{len(listed)} stand after correction."
    )
    return [opening, *(f"  {_sentence(each)}" for each in listed)]


def slice_sentences(report: Mapping[str, Json]) -> tuple[str, ...]:
    """The same without indents; none where a filed report holds something else under that name."""
    try:
        return tuple(line.strip() for line in slices_in_words(report))
    except (KeyError, TypeError, ValueError):
        return ()


def _sentence(each: Mapping[str, Json]) -> str:
    terms = each["slice"]
    name = " and ".join(f"{column} {value}" for column, value in terms.items()) if isinstance(terms, Mapping) else ""
    inner, outer, gap = (_figure(each[part]) for part in ("inside", "elsewhere", "difference"))
    return (
        f"{name}: {each['measure']} {inner[0]:.3f} against {outer[0]:.3f} elsewhere "
        f"({gap[0]:+.3f}, {gap[1]:+.3f} to {gap[2]:+.3f}; {inner[3]:,.0f} rows)"
    )


def _figure(stored: Json) -> tuple[float, float, float, float]:
    body = stored if isinstance(stored, Mapping) else {}
    value, lower, upper, n = (float(str(body[key])) for key in ("value", "lower", "upper", "n"))
    return value, lower, upper, n


def _only(halves: Halves, is_kept: NDArray[np.bool_]) -> Halves:
    return halves[0][is_kept[halves[0]]], halves[1][is_kept[halves[1]]]


def _part(facets: Sequence[Facet], rows: NDArray[np.int64]) -> list[Facet]:
    return [facet.at(rows) for facet in facets]


def _searched(facets: Sequence[Facet], wrong: NDArray[np.bool_], rows: NDArray[np.int64], smallest: int) -> Search:
    if not facets or not len(rows):
        return Search(terms=(), n_searched=0)
    return search_slices(_part(facets, rows), wrong[rows], smallest=smallest)


def _confirmed(
    facets: Sequence[Facet], wrong: NDArray[np.bool_], rows: NDArray[np.int64], search: Search, level: float
) -> list[Confirmed]:
    found = confirm_slices(_part(facets, rows), wrong[rows], search.terms, confidence=level)
    return sorted(found, key=lambda each: each.difference[0])


def _as_json(facets: Sequence[Facet], name: str, found: Confirmed, level: float) -> dict[str, Json]:
    groups = {facets[place].name: facets[place].values[code] for place, code in found.terms}
    value, lower, upper = found.difference
    difference = Measurement(
        name=f"{name}_difference", value=value, lower=lower, upper=upper, confidence=level, n=found.n,
        unit="difference", method="mover-wilson", groups=groups, detail={"reference_group": "rest"},
    )  # fmt: skip
    return {
        "slice": dict(groups), "measure": name,
        "inside": _rate(name, found.hits, found.n, level, groups).as_json(),
        "elsewhere": _rate(name, found.elsewhere_hits, found.elsewhere_n, level, {}).as_json(),
        "difference": difference.as_json(),
    }  # fmt: skip


def _rate(name: str, hits: int, n: int, level: float, groups: Mapping[str, str]) -> Measurement:
    lower, upper = wilson(hits, n, level)
    return Measurement(
        name=name, value=hits / n, lower=float(lower), upper=float(upper), confidence=level, n=n, unit="share",
        method="wilson", groups=groups,
    )  # fmt: skip
