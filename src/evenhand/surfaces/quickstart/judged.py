"""A verdict on screen: the figures are those that the gate was judged on, read back from the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.governance.policy.rule import MetricRule
from evenhand.governance.policy.verdict import CheckVerdict, GateVerdict, Verdict
from evenhand.kernel.reference import Reference
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.surfaces.quickstart.place import Place
from evenhand.surfaces.quickstart.telling import Telling, Tone
from evenhand.surfaces.sdk.opening import read
from evenhand.workflows.gate.standing import policy_in_force
from evenhand.workflows.lookup import document_of, use_case_in_force

GATE = "training-validation"
_NUMBERS = ("value", "lower", "upper", "confidence")
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
            records = workspace.ledger.records("verdict", parent=str(version))
            latest = next(record for record in records if record.body["gate"] == verdict.gate)
            document: Any = document_of(workspace, latest)
            use_case, _ = use_case_in_force(workspace.ledger, version.name)
            checks = policy_in_force(workspace.ledger, use_case).gates[verdict.gate]
        rules = {check.id: check.rule for check in checks}
        counts = {name: rule.min_count for name, rule in rules.items() if isinstance(rule, MetricRule)}
        stored = document["facts"]["metrics"]
        metrics = {name: [_with_numbers(fact) for fact in facts] for name, facts in stored.items()}
        return cls(verdict=verdict, metrics=metrics, min_counts=counts, use_case=use_case)

    def check(self, name: str) -> CheckVerdict:
        """One check of the verdict."""
        return next(check for check in self.verdict.checks if check.id == name)

    def whole_table(self, name: str) -> tuple[float, float, float]:
        """Value, lower and upper end of a metric of the whole table."""
        group = self.metrics[name][0]["groups"][0]
        return group["value"], group["lower"], group["upper"]

    def groups(self, name: str, attribute: str) -> dict[str, Mapping[str, Any]]:
        """The measured groups of one attribute in a check."""
        fact = next(fact for fact in self.metrics[name] if fact["by"] == [attribute])
        return {str(group["group"][attribute]): group for group in fact["groups"] if group["value"] is not None}


def tell_check(telling: Telling, judged: Judged, name: str) -> None:
    """The check's verdict with its first reason, word for word."""
    check = judged.check(name)
    reason = check.reasons[0].text
    label = "REFUSED" if check.verdict == "fail" else check.verdict
    telling.say(label, f"{name}: {reason}", outcome=TONES[check.verdict], check=check.as_json())


def tell_gate(telling: Telling, judged: Judged) -> None:
    """Whether the gate opens, and which checks have a say in it."""
    verdict = judged.verdict
    door = "opens" if verdict.opens else "stays closed"
    telling_ones = ", ".join(f"{check.id} {check.verdict}" for check in verdict.checks if check.verdict != "pass")
    telling.say(
        "gate", f"{verdict.gate} {door}: {telling_ones or 'every check passes'}.", outcome=TONES[verdict.verdict],
        verdict=verdict.as_json(),
    )  # fmt: skip


def tell_door(telling: Telling, verdict: GateVerdict, why: str) -> None:
    """A gate that needs no figures: whether it opens, and on what."""
    shut = [f"{check.id} {check.verdict}: {check.reasons[0].text}" for check in verdict.checks
            if check.verdict not in {"pass", "waived"}]  # fmt: skip
    text = f"{verdict.gate} opens: {why}" if verdict.opens else f"{verdict.gate} stays closed: {' '.join(shut)}"
    telling.say("gate", text, outcome=TONES[verdict.verdict], verdict=verdict.as_json())


def tell_groups(telling: Telling, judged: Judged, name: str, *, before: Judged | None = None) -> None:
    """One line an attribute: its lowest group, and every group that does not pass or could not be judged.

    Args:
        telling: where.
        judged: the verdict.
        name: of the check.
        before: the verdict on another version, to compare with.
    """
    for fact in judged.metrics[name]:
        attribute = str(fact["by"][0])
        measured = judged.groups(name, attribute)
        held = [key for key, group in measured.items() if group["n"] >= judged.min_counts[name]]
        lowest = min(held, key=lambda key: float(measured[key]["lower"]))
        text = f"{_called(judged, attribute, lowest)} {_interval(measured[lowest])}"
        if before is not None:
            text += f", before {before.groups(name, attribute)[lowest]['value']:+.3f}"
        outcome, told = _told(judged.check(name), attribute, lowest, held)
        telling.say(attribute, text + told, outcome=TONES[outcome], check=name, groups=list(fact["groups"]))
        _tell_unjudged(telling, judged, name, fact)


def _told(check: CheckVerdict, attribute: str, lowest: str, held: Sequence[str]) -> tuple[Verdict, str]:
    """The verdict on the lowest group, and in words what is said about it and the others of the attribute."""
    reasons = {reason.group[attribute]: reason for reason in check.reasons if reason.group.get(attribute) in held}
    outcome: Verdict = reasons[lowest].verdict if lowest in reasons else "pass"
    text = f": {outcome}"
    if outcome == "insufficient":
        reason = reasons[lowest]
        rows = "no number of rows" if reason.rows_to_settle is None else f"about {reason.rows_to_settle:,}"
        text += f", {reason.limit:+.2f} lies inside; {rows} would settle it, there are {reason.n:,}"
    others = [f"{key} ({each.verdict})" for key, each in reasons.items() if key != lowest and each.verdict != "pass"]
    return outcome, text + (f"; also {', '.join(others)}." if others else ".")


def _tell_unjudged(telling: Telling, judged: Judged, name: str, fact: Mapping[str, Any]) -> None:
    least = judged.min_counts[name]
    few = [group for group in fact["groups"] if group["value"] is None or group["n"] < least]
    if not few:
        return
    names, n_rows = [str(group["group"][fact["by"][0]]) for group in few], sum(group["rows"] for group in few)
    text = f"{', '.join(names)} stay unjudged: {n_rows} of {fact['rows']:,} rows, under {least} each to go by."
    telling.say("", text, outcome="note", check=name, unjudged=names, rows=n_rows)


def _called(judged: Judged, attribute: str, group: str) -> str:
    meaning = judged.use_case.meanings.get(attribute, {}).get(group)
    return group if meaning is None else f"{group} ({meaning})"


def _interval(group: Mapping[str, Any]) -> str:
    return f"{group['value']:+.3f} [{group['lower']:+.3f}, {group['upper']:+.3f}]"


def _with_numbers(fact: Mapping[str, Any]) -> dict[str, Any]:
    """Canonical JSON writes floats as text; here they become numbers again."""
    groups = [
        {name: float(part) if name in _NUMBERS and part is not None else part for name, part in group.items()}
        for group in fact["groups"]
    ]
    return {**fact, "groups": groups}
