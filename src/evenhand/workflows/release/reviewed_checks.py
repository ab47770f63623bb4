"""The checks of both gates as they stand now, judged without a trace in the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.governance.policy.check.bound import side
from evenhand.governance.policy.engine import judge
from evenhand.governance.policy.rule import MetricRule, Policy
from evenhand.governance.policy.verdict import CheckVerdict, GateVerdict, Reason, Verdict, worst
from evenhand.kernel.canonical import Json
from evenhand.lifecycle.release.estimate import FEW, people
from evenhand.lifecycle.release.review import CheckUnderReview, GateUnderReview, Ground, JudgedGroup, JudgedSplit

Facts = Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedGate:
    """One gate with the facts that it was judged on."""

    verdict: GateVerdict
    facts: Facts
    policy: Policy

    @classmethod
    def of(cls, policy: Policy, gate: str, facts: Facts) -> "ReviewedGate":
        """Judge; nothing is recorded."""
        return cls(verdict=judge(policy, gate, facts), facts=facts, policy=policy)

    @property
    def summary(self) -> GateUnderReview:
        """What the gate says as a whole."""
        return GateUnderReview(gate=self.verdict.gate, verdict=self.verdict.verdict, opens=self.verdict.opens)

    def checks(self, submitted_as: Mapping[str, Json]) -> tuple[CheckUnderReview, ...]:
        """Every check in the order of the policy, beside the verdict that was submitted."""
        rules = {check.id: check.rule for check in self.policy.gates.get(self.verdict.gate, ())}
        metrics = self.facts.get("metrics")
        measured = metrics if isinstance(metrics, Mapping) else {}
        made = []
        for check in self.verdict.checks:
            rule, then = rules.get(check.id), submitted_as.get(check.id)
            splits = _splits(rule, measured.get(check.id)) if isinstance(rule, MetricRule) else ()
            made.append(_check(self.verdict.gate, check, None if then is None else str(then), splits))
        return tuple(made)


def _check(gate: str, check: CheckVerdict, submitted_as: str | None, splits: Sequence[JudgedSplit]) -> CheckUnderReview:
    return CheckUnderReview(
        gate=gate, id=check.id, predicate=check.predicate, verdict=check.verdict, judged=check.judged,
        submitted_as=submitted_as, grounds=tuple(map(_ground, check.reasons)), splits=splits,
    )  # fmt: skip


def _ground(reason: Reason) -> Ground:
    return Ground(
        verdict=reason.verdict, text=reason.text, metric=reason.name, group=dict(reason.group), value=reason.value,
        lower=reason.lower, upper=reason.upper, n=reason.n, bound=reason.bound, limit=reason.limit,
        rows_to_settle=reason.rows_to_settle, who_can_mend=reason.who_can_mend,
    )  # fmt: skip


def _splits(rule: MetricRule, measured: Json) -> tuple[JudgedSplit, ...]:
    facts = measured if isinstance(measured, Sequence) and not isinstance(measured, str) else ()
    return tuple(_split(rule, fact) for fact in facts if isinstance(fact, Mapping))


def _split(rule: MetricRule, fact: Mapping[str, Json]) -> JudgedSplit:
    by, groups = fact.get("by"), fact.get("groups")
    listed = groups if isinstance(groups, Sequence) and not isinstance(groups, str) else ()
    return JudgedSplit(
        metric=rule.name, by=tuple(map(str, by)) if isinstance(by, Sequence) and not isinstance(by, str) else (),
        reference_group=rule.reference_group, at_least=rule.at_least, at_most=rule.at_most, min_count=rule.min_count,
        groups=tuple(_group(rule, group) for group in listed if isinstance(group, Mapping)),
    )  # fmt: skip


def _group(rule: MetricRule, fact: Mapping[str, Json]) -> JudgedGroup:
    """A judged group is shown with what it was judged on; of one that was not, a number would mislead."""
    named, n, rows = fact["group"], int(str(fact["n"])), int(str(fact["rows"]))
    value, lower, upper = _number(fact["value"]), _number(fact["lower"]), _number(fact["upper"])
    group = {str(key): str(part) for key, part in named.items()} if isinstance(named, Mapping) else {}
    confidence = float(str(fact["confidence"]))
    if n < rule.min_count or value is None or lower is None or upper is None:
        seen = FEW if people(rows) == FEW else people(n)
        return JudgedGroup(
            group=group, verdict="unjudged", is_reference=False, n=seen, value=None, lower=None, upper=None,
            confidence=confidence,
        )  # fmt: skip
    ends = (value, lower, upper)
    return JudgedGroup(
        group=group, verdict=_verdict(rule, ends), is_reference=set(ends) == {rule.reference_value}, n=n, value=value,
        lower=lower, upper=upper, confidence=confidence,
    )  # fmt: skip


def _verdict(rule: MetricRule, ends: tuple[float, float, float]) -> Verdict:
    proves = rule.level.burden == "prove"
    found: list[Verdict] = []
    if rule.at_least is not None:
        found.append(side(ends, "at_least", rule.at_least, proves=proves))
    if rule.at_most is not None:
        found.append(side(ends, "at_most", rule.at_most, proves=proves))
    return worst(found)


def _number(stored: Json) -> float | None:
    return None if stored is None else float(str(stored))
