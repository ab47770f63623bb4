"""One item of a metric check: all groups of one attribute or crossing, or the whole table."""

from evenhand.governance.policy.check.bound import judge_group
from evenhand.governance.policy.figure import group_name, opening, plain, safe, sentence, shown
from evenhand.governance.policy.metric_fact import GroupFact, MetricFact
from evenhand.governance.policy.rule import MetricRule, Split
from evenhand.governance.policy.verdict import Judgement, Reason, Verdict, worst

_COLLECTORS = ("data-steward", "developer")
_MOST_NAMED = 5


def judge_split(rule: MetricRule, item: Split, fact: MetricFact) -> Judgement:
    """Judge each group that can be judged, and say what share of the rows cannot."""
    reasons: list[Reason] = []
    unjudged: list[GroupFact] = []
    has_subject = False
    for group in fact.groups:
        ends = group.interval if group.n >= rule.min_count else None
        if ends is None:
            unjudged.append(group)
            continue
        has_subject = has_subject or not (ends[0] == ends[1] == ends[2] == rule.reference_value)
        reasons.append(judge_group(rule, group, ends, fact))
    gaps = [] if has_subject else [_no_subject(rule, item, fact, unjudged)]
    if reasons:
        gaps += _unjudged_share(rule, item, fact, unjudged)
    verdicts = [reason.verdict for reason in reasons]
    verdict = worst([*verdicts, *(gap.verdict for gap in gaps)])
    return Judgement(verdict=verdict, reasons=(*_told(reasons, verdict), *gaps))


def _told(reasons: list[Reason], verdict: Verdict) -> list[Reason]:
    """Every group that stands in the way; of an item that passes, the group closest to its limit."""
    told = [reason for reason in reasons if reason.verdict != "pass"]
    if told or verdict != "pass":
        return told
    return [min(reasons, key=_room)]


def _room(reason: Reason) -> float:
    if reason.limit is None or reason.lower is None or reason.upper is None:
        return 0.0
    return reason.lower - reason.limit if reason.bound == "at_least" else reason.limit - reason.upper


def _no_subject(rule: MetricRule, item: Split, fact: MetricFact, unjudged: list[GroupFact]) -> Reason:
    if not item and unjudged and unjudged[0].interval is not None and fact.rows:
        return _too_small(rule, fact, unjudged[0])
    if fact.rows == 0:
        told = "the table holds no rows"
    elif len(unjudged) < len(fact.groups):
        told = "only the reference group itself could be judged"
    elif any(group.n >= rule.min_count for group in unjudged):
        told = f"there is no value with a finite interval{_named(rule, unjudged)}"
    else:
        told = f"no group holds the {rule.min_count:,} rows that judging needs{_named(rule, unjudged)}"
    return _gap("missing", rule, fact, f"{_subject(rule, item)}: {told}.")


def _too_small(rule: MetricRule, fact: MetricFact, group: GroupFact) -> Reason:
    more = f"{rule.min_count:,} are needed ({rule.min_count - group.n:,} more)"
    text = f"{opening(rule.name)} stands on {group.n:,} rows; {more}."
    return Reason(
        verdict="insufficient", text=_ended(text, fact), name=rule.name, value=group.value, lower=group.lower,
        upper=group.upper, confidence=group.confidence, n=group.n, rows_to_settle=rule.min_count, evidence=fact.input,
        who_can_mend=_COLLECTORS,
    )  # fmt: skip


def _unjudged_share(rule: MetricRule, item: Split, fact: MetricFact, unjudged: list[GroupFact]) -> list[Reason]:
    n_grouped = sum(group.rows for group in fact.groups)
    n_unjudged = sum(group.rows for group in unjudged) + fact.rows - n_grouped
    share = n_unjudged / fact.rows
    if share <= rule.unjudged_at_most:
        return []
    text = (
        f"{_subject(rule, item)}: {n_unjudged:,} of {fact.rows:,} rows ({shown(share, rule.unjudged_at_most)}) lie in "
        f"groups that cannot be judged, and at most {plain(rule.unjudged_at_most)} may{_named(rule, unjudged)}."
    )
    return [_gap("insufficient", rule, fact, text, share=share)]


def _subject(rule: MetricRule, item: Split) -> str:
    return f"{opening(rule.name)}{' by ' if item else ''}{'*'.join(map(safe, item))}"


def _named(rule: MetricRule, unjudged: list[GroupFact]) -> str:
    parts = [
        f"{group_name(group.group)} ({group.n:,} rows, {rule.min_count - group.n:,} more needed)"
        if group.n < rule.min_count
        else f"{group_name(group.group)} ({group.n:,} rows, no finite value)"
        for group in sorted(unjudged, key=lambda group: -group.rows)
        if group.group
    ]
    more = f" and {len(parts) - _MOST_NAMED} more" if len(parts) > _MOST_NAMED else ""
    return f": {', '.join(parts[:_MOST_NAMED])}{more}" if parts else ""


def _gap(verdict: Verdict, rule: MetricRule, fact: MetricFact, text: str, *, share: float | None = None) -> Reason:
    return Reason(
        verdict=verdict, text=_ended(text, fact), name=rule.name, value=share, n=fact.rows,
        bound=None if share is None else "at_most", limit=None if share is None else rule.unjudged_at_most,
        evidence=fact.input, who_can_mend=_COLLECTORS,
    )  # fmt: skip


def _ended(text: str, fact: MetricFact) -> str:
    return sentence(text, evidence=fact.input, who_can_mend=_COLLECTORS)
