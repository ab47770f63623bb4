"""A verdict on screen: the figures are those that the gate was judged on, read back from the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.governance.policy.rule import MetricRule
from evenhand.governance.policy.verdict import CheckVerdict, GateVerdict, Reason
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling, Tone
from evenhand.surfaces.sdk.opening import read
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import document_of, use_case_in_force

GATE = "training-validation"
TONES: Mapping[str, Tone] = {
    "pass": "pass", "fail": "refused", "insufficient": "undecided", "missing": "undecided", "stale": "undecided",
    "waived": "waived",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One verdict with what it rests on.

    Attributes:
        verdict: of the gate.
        metrics: check to its facts.
        min_counts: check to the rows that a group must have to be judged.
        use_case: says what the codes of groups mean.
    """

    verdict: GateVerdict
    metrics: Mapping[str, Sequence[Mapping[str, Any]]]
    min_counts: Mapping[str, int]
    use_case: UseCase

    @classmethod
    def of(cls, place: Place, version: Reference, verdict: GateVerdict) -> "Judged":
        """Read back what the verdict was recorded with."""
        with read(place.folder) as workspace:
            record = workspace.ledger.record("verdict", f"{version}/{verdict.gate}")
            assert record is not None  # noqa: S101 - it was recorded a moment ago
            document: Any = document_of(workspace, record)
            use_case, _ = use_case_in_force(workspace.ledger, version.name)
            checks = policy_in_force(workspace.ledger, use_case).gates[verdict.gate]
        rules = {check.id: check.rule for check in checks}
        counts = {name: rule.min_count for name, rule in rules.items() if isinstance(rule, MetricRule)}
        return cls(verdict=verdict, metrics=document["facts"]["metrics"], min_counts=counts, use_case=use_case)

    def check(self, name: str) -> CheckVerdict:
        """One check of the verdict."""
        return next(check for check in self.verdict.checks if check.id == name)

    def whole_table(self, name: str) -> tuple[float, float, float]:
        """Value, lower and upper end of a metric of the whole table."""
        group = self.metrics[name][0]["groups"][0]
        return float(group["value"]), float(group["lower"]), float(group["upper"])


def tell_check(telling: Telling, judged: Judged, name: str) -> None:
    """The check's verdict with its first reason, word for word."""
    check = judged.check(name)
    reason = check.reasons[0].text
    label = "REFUSED" if check.verdict == "fail" else check.verdict
    telling.say(label, f"{name}: {reason}", outcome=TONES[check.verdict], check=check.as_json())


def tell_groups(telling: Telling, judged: Judged, name: str) -> None:
    """One line an attribute: its lowest group, and every group that does not pass or could not be judged."""
    for fact in judged.metrics[name]:
        attribute = str(fact["by"][0])
        _tell_attribute(telling, judged, name, attribute, fact)


def _tell_attribute(
    telling: Telling, judged: Judged, name: str, attribute: str, fact: Mapping[str, Any]
) -> None:
    groups = {str(group["group"][attribute]): group for group in fact["groups"]}
    known = [key for key, group in groups.items() if group["value"] is not None]
    held = [key for key in known if int(groups[key]["n"]) >= judged.min_counts[name]]
    reasons = {
        reason.group[attribute]: reason
        for reason in judged.check(name).reasons
        if attribute in reason.group and reason.group[attribute] in held
    }
    lowest = min(held, key=lambda key: float(groups[key]["value"]))
    worst = reasons.get(lowest)
    outcome = worst.verdict if worst is not None else "pass"
    text = f"{_called(judged, attribute, lowest)} {_interval(groups[lowest])}: {outcome}"
    text += _settled_by(worst)
    others = [key for key, reason in reasons.items() if key != lowest and reason.verdict != "pass"]
    if others:
        text += f"; also {', '.join(f'{key} ({reasons[key].verdict})' for key in others)}"
    telling.say(
        attribute, f"{text}.", outcome=TONES[outcome], check=name, groups=list(groups.values()),
        rows_to_settle=None if worst is None else worst.rows_to_settle,
    )  # fmt: skip
    _tell_unjudged(telling, judged, name, fact, {key: groups[key] for key in groups if key not in held})


def _tell_unjudged(
    telling: Telling, judged: Judged, name: str, fact: Mapping[str, Any], groups: Mapping[str, Mapping[str, Any]]
) -> None:
    if not groups:
        return
    n_rows = sum(int(group["rows"]) for group in groups.values())
    text = (
        f"{', '.join(groups)}: {n_rows} of {int(fact['rows']):,} rows, fewer than {judged.min_counts[name]} each to go by;"
        " nothing is said about them, good or bad."
    )
    telling.say("  unjudged", text, outcome="note", check=name, groups=list(groups), rows=n_rows)


def _settled_by(reason: Reason | None) -> str:
    if reason is None or reason.verdict != "insufficient":
        return ""
    more = "no number of rows" if reason.rows_to_settle is None else f"about {reason.rows_to_settle:,}"
    return f", the limit {reason.limit:+.2f} lies inside; there are {reason.n:,} rows, {more} would settle it"


def _called(judged: Judged, attribute: str, group: str) -> str:
    meaning = judged.use_case.meanings.get(attribute, {}).get(group)
    return group if meaning is None else f"{group} ({meaning})"


def _interval(group: Mapping[str, Any]) -> str:
    value, lower, upper = (float(group[name]) for name in ("value", "lower", "upper"))
    return f"{value:+.3f} [{lower:+.3f}, {upper:+.3f}]"
