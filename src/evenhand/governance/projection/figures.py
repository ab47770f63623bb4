"""The figures of a report that a gate reads from the ledger itself: rerun and shadow."""

from collections.abc import Mapping, Sequence
from math import isfinite

from evenhand.governance.audit.entry import Record
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest

WITH_FIGURES = frozenset({"reproducibility-manifest", "shadow-report"})
"""Kinds whose figures are kept with the record, so that whoever replays the ledger finds the facts of the verdict."""


def newest_figures(evidence: Sequence[Record], kind: str, *, manifest: Digest) -> dict[str, Json] | None:
    """The figures of the newest report of ``kind`` about a manifest, with where they stand; ``None`` without one.

    Args:
        evidence: records of one target.
        kind: one of ``WITH_FIGURES``.
        manifest: what the report must speak about.
    """
    found = [each for each in evidence if each.body["kind"] == kind and each.body["manifest"] == manifest]
    if not found:
        return None
    newest = max(found, key=lambda record: record.head)
    figures = newest.body.get("figures")
    told = dict(figures) if isinstance(figures, Mapping) else {}
    return {
        **numbered(told), "manifest": newest.body["manifest"], "made_at": newest.body["made_at"],
        "digest": newest.key,
    }  # fmt: skip


def numbered(figures: Mapping[str, Json]) -> dict[str, Json]:
    """The figures with the difference as a number: canonical bytes hold it as text.

    Examples:
        >>> numbered({"difference": "1e-12", "n": 64}), numbered({"difference": None}), numbered({"difference": "x"})
        ({'difference': 1e-12, 'n': 64}, {'difference': None}, {'difference': None})
    """
    told = dict(figures)
    if "difference" in told:
        told["difference"] = _number(told["difference"])
    return told


def _number(stored: Json) -> float | None:
    try:
        number = float(str(stored))
    except ValueError:
        return None
    return number if isfinite(number) else None
