"""From a filed search to the fact of a gate: counts are stored, so the interval is made at the level that is asked."""

from collections.abc import Mapping, Sequence

from evenhand.governance.policy.demand import MetricDemand
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.evaluation.robustness import flips_bounds


def n_searched(body: Mapping[str, Json], demand: MetricDemand) -> int:
    """Groups of a demand whose share stands on enough rows."""
    return sum(1 for each in _found(body, demand) if _count(each, "n") >= demand.min_count)


def searched_fact(
    body: Mapping[str, Json], demand: MetricDemand, confidence: float, *, digest: str
) -> dict[str, Json] | None:
    """The demand answered by a robustness report; ``None`` when it did not search so far, or not by these groups.

    Args:
        body: of the report.
        demand: a share, its budget, and the groups that it is asked about.
        confidence: of the interval.
        digest: of the report.
    """
    found = _found(body, demand)
    if not found:
        return None
    groups: list[Json] = []
    for each in found:
        n, hits = _count(each, "n"), _count(_detail(each), "hits")
        value, lower, upper = flips_bounds(hits, n, confidence)
        groups.append({
            "group": each["groups"], "rows": _count(_detail(each), "rows"), "n": n, "value": value, "lower": lower,
            "upper": upper, "confidence": confidence,
        })  # fmt: skip
    return {
        "name": demand.name, "by": list(demand.by), "reference_group": None, "groups": groups, "input": digest,
        "rows": sum(_count(_detail(each), "rows") for each in found), "budget": demand.budget,
        "effort": sum(_count(_detail(each), "effort") for each in found),
    }  # fmt: skip


def _found(body: Mapping[str, Json], demand: MetricDemand) -> list[Mapping[str, Json]]:
    measured = body.get("measurements")
    listed = measured if isinstance(measured, Sequence) and not isinstance(measured, str) else ()
    return [
        each
        for each in listed
        if isinstance(each, Mapping)
        and each.get("name") == demand.name
        and _detail(each).get("budget") == demand.budget
        and sorted(_groups(each)) == sorted(demand.by)
        and _count(each, "n") > 0
    ]


def _groups(each: Mapping[str, Json]) -> Mapping[str, Json]:
    groups = each.get("groups")
    return groups if isinstance(groups, Mapping) else {}


def _detail(each: Mapping[str, Json]) -> Mapping[str, Json]:
    detail = each.get("detail")
    return detail if isinstance(detail, Mapping) else {}


def _count(each: Mapping[str, Json], name: str) -> int:
    stored = each.get(name)
    return stored if isinstance(stored, int) and not isinstance(stored, bool) else 0
