"""One group's interval against the bounds."""

from typing import Literal

from evenhand.governance.policy.figure import group_name, level, opening, plain, rows_to_settle, sentence, shown
from evenhand.governance.policy.metric_fact import GroupFact, MetricFact
from evenhand.governance.policy.rule import MetricRule
from evenhand.governance.policy.verdict import Reason, Verdict, worst

Bound = Literal["at_least", "at_most"]
Ends = tuple[float, float, float]

_MODELLERS = ("developer", "model-owner")
_COLLECTORS = ("data-steward", "developer")


def judge_group(rule: MetricRule, group: GroupFact, ends: Ends, fact: MetricFact) -> Reason:
    """Judge one group's value and interval; of two bounds, the worse is the reason."""
    bounds: list[tuple[Bound, float]] = []
    if rule.at_least is not None:
        bounds.append(("at_least", rule.at_least))
    if rule.at_most is not None:
        bounds.append(("at_most", rule.at_most))
    verdicts = [side(ends, bound, limit, proves=rule.level.burden == "prove") for bound, limit in bounds]
    verdict = worst(verdicts)
    open_bounds = [pair for pair, found in zip(bounds, verdicts, strict=True) if found == verdict]
    bound, limit = min(open_bounds, key=lambda pair: _room(ends, *pair))
    return _reason(rule, group, ends, fact, (verdict, bound, limit))


def side(ends: Ends, bound: Bound, limit: float, *, proves: bool) -> Verdict:
    """On which side of the limit the interval lies.

    Args:
        ends: value, lower and upper end, all finite.
        bound: ``at_least`` or ``at_most``.
        limit: a finite number in the metric's unit.
        proves: whether the near end must clear the limit, or only the far end must not miss it.

    Examples:
        >>> side((0.85, 0.79, 0.91), "at_least", 0.80, proves=True)
        'insufficient'
        >>> side((0.85, 0.79, 0.91), "at_least", 0.80, proves=False)
        'pass'
        >>> side((0.70, 0.61, 0.79), "at_least", 0.80, proves=False)
        'fail'
    """
    _, lower, upper = ends
    misses = upper < limit if bound == "at_least" else lower > limit
    if misses:
        return "fail"
    clears = lower >= limit if bound == "at_least" else upper <= limit
    return "pass" if clears or not proves else "insufficient"


def _room(ends: Ends, bound: Bound, limit: float) -> float:
    return ends[1] - limit if bound == "at_least" else limit - ends[2]


def _reason(
    rule: MetricRule, group: GroupFact, ends: Ends, fact: MetricFact, found: tuple[Verdict, Bound, float]
) -> Reason:
    (verdict, bound, limit), (value, lower, upper) = found, ends
    settled, advice = _advice(group, ends, found)
    menders = {"fail": _MODELLERS, "insufficient": _COLLECTORS}.get(verdict, ())
    search = f", {rule.budget} moves and {fact.effort} tries" if rule.budget is not None else ""
    asked = f"At least {plain(limit)} is required" if bound == "at_least" else f"At most {plain(limit)} is allowed"
    interval = f"interval {shown(lower, limit)} to {shown(upper, limit)} at confidence {level(group.confidence)}"
    text = (
        f"{opening(rule.name)} of {group_name(group.group)} is {shown(value, limit)} ({interval}, "
        f"on {group.n:,} rows{search}). {asked}{advice}"
    )
    return Reason(
        verdict=verdict, text=sentence(text, evidence=fact.input, who_can_mend=menders),
        name=rule.name, group=group.group, value=value, lower=lower, upper=upper, confidence=group.confidence,
        n=group.n, bound=bound, limit=limit, rows_to_settle=settled, evidence=fact.input, who_can_mend=menders,
    )  # fmt: skip


def _advice(group: GroupFact, ends: Ends, found: tuple[Verdict, Bound, float]) -> tuple[int | None, str]:
    (verdict, bound, limit), (value, lower, upper) = found, ends
    if verdict == "fail":
        return None, "; the whole interval misses it."
    if verdict == "pass":
        clears = _room(ends, bound, limit) >= 0
        return None, "; the whole interval clears it." if clears else "; the interval does not rule it out."
    near = lower if value > limit else upper
    needed = rows_to_settle(n=group.n, value=value, near=near, limit=limit)
    if needed is None:
        return None, ", which lies inside the interval; no number of rows would settle it at this value."
    is_good = value > limit if bound == "at_least" else value < limit
    rows = f"about {needed:,} rows ({max(0, needed - group.n):,} more)"
    settled = f"{rows} would settle it, as a {'pass' if is_good else 'fail'} if the value stays"
    return needed, f", which lies inside the interval; {settled}."
