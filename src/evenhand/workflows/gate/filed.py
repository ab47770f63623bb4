"""Reading the measurements of filed reports that a gate asks about."""

from collections.abc import Mapping, Sequence

from evenhand.governance.policy.demand import MetricDemand
from evenhand.kernel.canonical import Json


def measured_for(
    body: Mapping[str, Json], demand: MetricDemand, *, part: str = "measurements"
) -> list[Mapping[str, Json]]:
    """Measurements of the metric that a demand names, of the groups that it names, on one row at least."""
    return [
        each
        for each in listed(body.get(part))
        if each.get("name") == demand.name
        and sorted(mapped(each.get("groups"))) == sorted(demand.by)
        and count(each, "n") > 0
    ]


def listed(stored: Json) -> list[Mapping[str, Json]]:
    """The maps of a stored list; none where there is no list."""
    if not isinstance(stored, Sequence) or isinstance(stored, str):
        return []
    return [each for each in stored if isinstance(each, Mapping)]


def mapped(stored: Json) -> Mapping[str, Json]:
    """A stored map; an empty one where there is none."""
    return stored if isinstance(stored, Mapping) else {}


def count(each: Mapping[str, Json], name: str) -> int:
    """A stored whole number; 0 where there is none."""
    stored = each.get(name)
    return stored if isinstance(stored, int) and not isinstance(stored, bool) else 0
