"""From a report that keeps its intervals at several levels to the fact of a gate."""

from collections.abc import Mapping

from evenhand.governance.policy.demand import MetricDemand
from evenhand.kernel.canonical import Json
from evenhand.workflows.gate.filed import count, mapped, measured_for

_ENOUGH = 1e-12


def n_reported(body: Mapping[str, Json], demand: MetricDemand) -> int:
    """Groups of a demand whose estimate stands on enough rows."""
    return sum(1 for each in measured_for(body, demand) if count(each, "n") >= demand.min_count)


def reported_fact(
    body: Mapping[str, Json], demand: MetricDemand, confidence: float, *, digest: str
) -> dict[str, Json] | None:
    """The demand answered at the lowest level that is high enough, else at the highest; ``None`` when not measured.

    Args:
        body: of the report.
        demand: a metric, and the groups that it is asked about.
        confidence: that an interval needs.
        digest: of the report.
    """
    found = [*measured_for(body, demand), *measured_for(body, demand, part="levels")]
    levels = sorted({float(str(each["confidence"])) for each in found})
    if not levels:
        return None
    chosen = next((level for level in levels if level >= confidence - _ENOUGH), levels[-1])
    groups = [_group(each) for each in found if float(str(each["confidence"])) == chosen]
    return {
        "name": demand.name, "by": list(demand.by), "reference_group": None, "groups": list(groups), "input": digest,
        "rows": sum(count(each, "n") for each in groups),
    }  # fmt: skip


def _group(stored: Mapping[str, Json]) -> dict[str, Json]:
    group: dict[str, Json] = {"group": dict(mapped(stored.get("groups"))), "rows": stored["n"], "n": stored["n"]}
    for name in ("value", "lower", "upper", "confidence"):
        value = stored[name]
        group[name] = None if value is None else float(str(value))
    return group
