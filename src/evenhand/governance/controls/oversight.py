"""How loud an alert is, how soon somebody must act, and who is told next: the catalogue's ``oversight.yaml``."""

from dataclasses import dataclass
from datetime import timedelta

from evenhand.governance.controls.resource import catalogue_file, entries, names, node, word
from evenhand.kernel.instant import Instant, instant, moment

LEVELS = ("warning", "action", "critical")
SEVERITY = {"warning": "medium", "action": "high", "critical": "critical"}
"""Of the finding that an alert opens."""
_HOURS = {"h": 1, "d": 24}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLevel:
    """One level of alert.

    Attributes:
        name: ``warning``, ``action`` or ``critical``.
        acknowledge_hours: in which somebody must say that he has seen it.
        act_hours: in which it must be dealt with.
        notify: roles that are told.
    """

    name: str
    acknowledge_hours: int
    act_hours: int
    notify: tuple[str, ...]

    def acknowledge_by(self, raised_at: Instant) -> Instant:
        """Until when somebody must have seen it."""
        return _after(raised_at, self.acknowledge_hours)

    def act_by(self, raised_at: Instant) -> Instant:
        """Until when it must be dealt with."""
        return _after(raised_at, self.act_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """Where an open alert stands in the chain.

    Attributes:
        overdue: what was not done in time, in words.
        told: roles that should have been told by now.
        next: the role that is told next; ``None`` at the end of the chain.
        next_at: when.
    """

    overdue: tuple[str, ...]
    told: tuple[str, ...]
    next: str | None
    next_at: Instant | None


def alert_level(name: str) -> AlertLevel:
    """One level of the catalogue.

    Raises:
        KeyError: it has none of this name with times to answer in.

    Examples:
        >>> alert_level("critical").act_hours, alert_level("warning").notify
        (4, ('operations', 'model-owner'))
    """
    for each in entries(catalogue_file("oversight"), "alert_levels"):
        if word(each, "level") == name and name in LEVELS:
            return AlertLevel(
                name=name, acknowledge_hours=_whole(each["acknowledge_hours"]), act_hours=_whole(each["act_hours"]),
                notify=names(each, "notify"),
            )  # fmt: skip
    raise KeyError(name)


def escalation(level: str, *, raised_at: Instant, acknowledged_at: Instant | None, now: Instant) -> Escalation:
    """How far an open alert has gone up.

    Examples:
        >>> found = escalation("critical", raised_at="2026-11-23T07:00:00Z", acknowledged_at=None,
        ...                    now="2026-11-23T08:30:00Z")
        >>> found.overdue, found.told, found.next, found.next_at
        (('not acknowledged',), ('operations', 'model-owner'), 'model-risk', '2026-11-23T11:00:00.000000Z')
    """
    times = alert_level(level)
    overdue = []
    if acknowledged_at is None and now > times.acknowledge_by(raised_at):
        overdue.append("not acknowledged")
    if now > times.act_by(raised_at):
        overdue.append("not acted on")
    told: list[str] = []
    for step in entries(catalogue_file("oversight"), "escalation"):
        hours = _span(node(step, "after").get(level))
        told = told or [word(step, "from")]
        answered = word(step, "when") == "not acknowledged in time" and acknowledged_at is not None
        if hours is None or answered:
            continue
        at = _after(raised_at, hours)
        if now < at:
            return Escalation(overdue=tuple(overdue), told=tuple(told), next=word(step, "to"), next_at=at)
        told.append(word(step, "to"))
    return Escalation(overdue=tuple(overdue), told=tuple(told), next=None, next_at=None)


def _after(at: Instant, hours: int) -> Instant:
    return instant(moment(at) + timedelta(hours=hours))


def _span(stored: object) -> int | None:
    if not isinstance(stored, str):
        return None
    return int(stored[:-1]) * _HOURS[stored[-1]]


def _whole(stored: object) -> int:
    if not isinstance(stored, int):
        raise TypeError(f"{stored!r} is no number of hours")
    return stored
