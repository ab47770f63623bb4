"""The plan of a retirement: why, when, what follows, who uses the version, how long its records are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.errors.retirement import PlanUnreadable
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json
from evenhand.kernel.instant import Instant

SCHEMA = "evenhand/retirement/v1"
LONGEST = 5_000
"""Characters of a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumer:
    """Somebody who got answers of a version, as the prediction log says.

    Attributes:
        name: as it named itself; empty where it did not.
        deployment: through which.
        n: predictions; those of a shadow reached nobody and are not counted.
        first_at, last_at: of the first and the last.
    """

    name: str
    deployment: str
    n: int
    first_at: Instant
    last_at: Instant

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "name": self.name, "deployment": self.deployment, "n": self.n, "first_at": self.first_at,
            "last_at": self.last_at,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is announced.

    Attributes:
        version: for example ``credit@3``.
        manifest: digest of what the version consists of.
        reason: why it is withdrawn.
        successor: the version that follows; ``None`` when none does.
        retire_on: the last day on which it may serve.
        keep_until: the day until which records and files are kept.
        consumers: known when it was proposed.
        deployments: in which it was champion or shadow then.

    Examples:
        >>> Plan(version="credit@3", manifest="sha256:..", reason="Replaced.", successor=None, retire_on="2026-12-31",
        ...      keep_until="2026-01-01", consumers=(), deployments={})
        Traceback (most recent call last):
        evenhand.errors.retirement.PlanUnreadable: [PLAN-UNREADABLE] Records would be kept until 2026-01-01, ...
    """

    version: str
    manifest: Digest
    reason: str
    successor: str | None
    retire_on: str
    keep_until: str
    consumers: Sequence[Consumer]
    deployments: Mapping[str, str]

    def __post_init__(self) -> None:
        if not self.reason.strip() or len(self.reason) > LONGEST:
            raise PlanUnreadable(f"The reason is blank, or longer than {LONGEST:,} characters.")
        if self.successor == self.version:
            raise PlanUnreadable(f"{self.version} cannot follow itself.")
        if day(self.keep_until) < day(self.retire_on):
            fact = f"Records would be kept until {self.keep_until}, and the version may serve until {self.retire_on}."
            raise PlanUnreadable(fact)

    @property
    def digest(self) -> Digest:
        """The plan's name: what a gate judges and what is approved."""
        return digest_of_json(self.as_json())

    def as_json(self) -> dict[str, Json]:
        """The plan as it is stored."""
        return {
            "schema": SCHEMA, "version": self.version, "manifest": self.manifest, "reason": self.reason,
            "successor": self.successor, "retire_on": self.retire_on, "keep_until": self.keep_until,
            "consumers": [each.as_json() for each in self.consumers], "deployments": dict(self.deployments),
        }  # fmt: skip


def day(text: str) -> date:
    """Read a day.

    Raises:
        PlanUnreadable: it is none.

    Examples:
        >>> day("2026-12-31").year
        2026
    """
    try:
        if len(text) != len("2026-12-31"):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as mistake:
        raise PlanUnreadable(f"{text[:40]!r} is no day.") from mistake
