"""Who a dataset should stand for, and how far its rows do."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evenhand.errors.dataset import PopulationInvalid
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json
from evenhand.kernel.measurement import Measurement
from evenhand.kernel.part import Part
from evenhand.metrics.uncertainty import wilson

_TOLERANCE = 0.005
"""Published shares are rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Stated shares of the people that a system is meant for.

    Attributes:
        name: who they are.
        source: where the shares were published.
        shares: attribute to group to share.
    """

    name: str
    source: str
    shares: Mapping[str, Mapping[str, float]]

    @classmethod
    def from_json(cls, stored: Json) -> "Population":
        """Read a population file.

        Raises:
            PopulationInvalid: it does not read so, or the shares of an attribute do not add up to 1.

        Examples:
            >>> found = Population.from_json({"population": {"name": "Adults", "source": "Census 2015",
            ...                                              "shares": {"sex": {"f": 0.51, "m": 0.49}}}})
            >>> found.shares["sex"]["f"]
            0.51
        """
        whole = Part(value=stored, path="", refusal=PopulationInvalid).fields(needed=("population",))["population"]
        fields = whole.fields(needed=("name", "source", "shares"))
        shares = {name: _shares(part) for name, part in fields["shares"].entries().items()}
        if not shares:
            raise fields["shares"].refuse("names no attribute")
        return cls(name=fields["name"].text(), source=fields["source"].text(), shares=shares)

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "name": self.name, "source": self.source,
            "shares": {name: dict(shares) for name, shares in self.shares.items()},
        }  # fmt: skip

    @property
    def digest(self) -> Digest:
        """The name of what was stated."""
        return digest_of_json(self.as_json())


def representation(
    counts: Mapping[str, Mapping[str, int]], population: Population, *, confidence: float = 0.95
) -> dict[str, Json]:
    """The body of the data-representativeness report.

    Every group's share has a Wilson interval; the intervals of all groups together hold with ``confidence``
    (Bonferroni). ``reading`` is ``under`` or ``over`` when the whole interval lies below or above the stated share,
    ``missing`` when no row is of the group, ``unstated`` when the population names no such group, and
    ``not-told-apart`` otherwise.

    Args:
        counts: attribute to group to rows.
        population: the stated shares.
        confidence: of all intervals together.

    Raises:
        PopulationInvalid: it states shares of an attribute that was not counted.

    Examples:
        >>> stated = Population(name="Adults", source="Census", shares={"sex": {"f": 0.5, "m": 0.4, "x": 0.1}})
        >>> report = representation({"sex": {"f": 500, "m": 500}}, stated)
        >>> [(row["group"], row["reading"]) for row in report["groups"]], report["missing"]
        ([('f', 'not-told-apart'), ('m', 'over'), ('x', 'missing')], [{'attribute': 'sex', 'group': 'x', 'share': 0.1}])
    """
    unknown = [name for name in population.shares if name not in counts]
    if unknown:
        raise PopulationInvalid(
            f"The population states shares of {', '.join(unknown)}, which is no column of the rows."
        )
    n_groups = sum(len({*counts[name], *shares}) for name, shares in population.shares.items())
    each = 1 - (1 - confidence) / n_groups
    rows: list[Json] = []
    missing: list[Json] = []
    for name, shares in population.shares.items():
        n = sum(counts[name].values())
        for group in sorted({*counts[name], *shares}):
            found, stated = _measured(name, group, (counts[name].get(group, 0), n), each), shares.get(group)
            rows.append({
                "attribute": name, "group": group, "n": counts[name].get(group, 0), "population": stated,
                "reading": _reading(found, stated, counts[name].get(group, 0)), "measurement": found.as_json(),
            })  # fmt: skip
            if stated and not counts[name].get(group):
                missing.append({"attribute": name, "group": group, "share": stated})
    return {
        "population": population.as_json(), "confidence_together": confidence, "confidence_each": each, "groups": rows,
        "missing": missing, "unstated_attributes": sorted(set(counts) - set(population.shares)),
    }  # fmt: skip


def _measured(name: str, group: str, count: tuple[int, int], confidence: float) -> Measurement:
    n_group, n = count
    if n == 0:
        return Measurement(
            name="share", value=None, lower=None, upper=None, confidence=confidence, n=0, unit="share",
            method="wilson, simultaneous", groups={name: group}, undefined="There are no rows.",
        )  # fmt: skip
    lower, upper = (float(bound) for bound in wilson(np.asarray(n_group), np.asarray(n), confidence))
    return Measurement(
        name="share", value=n_group / n, lower=lower, upper=upper, confidence=confidence, n=n, unit="share",
        method="wilson, simultaneous", groups={name: group},
    )  # fmt: skip


def _reading(found: Measurement, stated: float | None, n: int) -> str:
    if stated is None:
        return "unstated"
    if n == 0:
        return "missing"
    if found.upper is not None and found.upper < stated:
        return "under"
    return "over" if found.lower is not None and found.lower > stated else "not-told-apart"


def _shares(part: Part) -> dict[str, float]:
    shares = {group: each.number() for group, each in part.entries().items()}
    for group, share in shares.items():
        if not 0 <= share <= 1:
            raise part.refuse(f"gives {group!r} the share {share:g}, outside 0 to 1")
    total = sum(shares.values())
    if abs(total - 1) > _TOLERANCE:
        raise part.refuse(f"adds up to {total:g}, not to 1")
    return shares
