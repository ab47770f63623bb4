"""The figures of a report that a gate reads from the ledger itself: rerun and shadow."""

from collections.abc import Mapping, Sequence
from math import inf, isfinite

from evenhand.errors.release import EntryRefused
from evenhand.governance.audit.entry import Reader, Record
from evenhand.governance.projection.target import Target
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest

SHADOW_REPORT = "shadow-report"
WITH_FIGURES = frozenset({"reproducibility-manifest", SHADOW_REPORT})
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


def require_scored(state: Reader, target: Target, kind: str, figures: Json) -> None:
    """Refuse a report on a shadow run about more cases than the ledger says that the shadow scored.

    Raises:
        EntryRefused: it counts more, in all or in one group.
    """
    if kind != SHADOW_REPORT or not isinstance(figures, Mapping):
        return
    groups = figures.get("groups")
    counted = [figures, *(groups if isinstance(groups, list) else [])]
    scored = sum(int(str(each.body["n_rows"])) for each in _runs(state, target))
    if any(not isinstance(each, Mapping) or _count(each.get("n")) > scored for each in counted):
        raise EntryRefused(f"The {kind} counts more cases than the {scored:,} that {target.name} scored as a shadow.")


def _runs(state: Reader, target: Target) -> list[Record]:
    return [each for each in state.records("shadow") if each.body["version"] == target.key]


def _count(stored: Json) -> float:
    """A count as it stands; what is none counts as too many."""
    return stored if isinstance(stored, int) else inf


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
