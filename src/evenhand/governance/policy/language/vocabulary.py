"""The names that a policy may use: metrics, evidence kinds, roles."""

from collections.abc import Iterable
from difflib import get_close_matches

from evenhand.kernel.metric import METRICS


def unknown(name: object, among: Iterable[str], noun: str) -> str:
    """Say that ``name`` is none of ``among``, with the nearest one.

    Examples:
        >>> unknown("roc_auk", ["roc_auc", "accuracy"], "metric")
        "unknown metric 'roc_auk'; did you mean roc_auc?"
    """
    near = get_close_matches(str(name), sorted(among), n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"unknown {noun} {str(name)[:80]!r}{hint}"


def is_comparison(name: str) -> bool:
    """Whether a known metric compares groups with a reference group."""
    return METRICS[name].is_comparison


def is_between_groups(name: str) -> bool:
    """Whether a known metric is one number for all groups of a table."""
    return METRICS[name].is_between_groups
