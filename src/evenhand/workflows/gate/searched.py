"""From a filed search to the fact of a gate: counts are stored, so the interval is made at the level that is asked."""

from collections.abc import Mapping

from evenhand.governance.policy.demand import MetricDemand
from evenhand.kernel.canonical import Json
from evenhand.workflows.gate.filed import count, mapped, measured_for


def n_searched(body: Mapping[str, Json], demand: MetricDemand) -> int:
    """Groups of a demand whose share stands on enough rows."""
    return sum(1 for each in _found(body, demand) if count(each, "n") >= demand.min_count)


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
    from evenhand.lifecycle.evaluation.robustness import flips_bounds  # noqa: PLC0415 - needs arrays; approving does not

    found = _found(body, demand)
    if not found:
        return None
    groups: list[Json] = []
    for each in found:
        n, detail = count(each, "n"), mapped(each.get("detail"))
        value, lower, upper = flips_bounds(count(detail, "hits"), n, confidence)
        groups.append({
            "group": mapped(each.get("groups")), "rows": count(detail, "rows"), "n": n, "value": value, "lower": lower,
            "upper": upper, "confidence": confidence,
        })  # fmt: skip
    details = [mapped(each.get("detail")) for each in found]
    return {
        "name": demand.name, "by": list(demand.by), "reference_group": None, "groups": groups, "input": digest,
        "rows": sum(count(detail, "rows") for detail in details), "budget": demand.budget,
        "effort": sum(count(detail, "effort") for detail in details),
    }  # fmt: skip


def _found(body: Mapping[str, Json], demand: MetricDemand) -> list[Mapping[str, Json]]:
    return [each for each in measured_for(body, demand) if mapped(each.get("detail")).get("budget") == demand.budget]
