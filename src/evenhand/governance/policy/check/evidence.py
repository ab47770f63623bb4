"""The predicate ``evidence``: documents of the catalogue's kinds about this very manifest, fresh enough."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from evenhand.governance.policy.facts import Facts, digest, instant_of, text
from evenhand.governance.policy.figure import safe
from evenhand.governance.policy.rule import EvidenceRule
from evenhand.governance.policy.verdict import Judgement, because, worst, worst_first

_ANYONE = ("developer", "model-owner")

Record = Mapping[object, object]


def judge_evidence(rule: EvidenceRule, facts: Facts) -> Judgement:
    """Each kind has at least one record that is neither too old nor dated in the future."""
    if facts.now is None or facts.manifest is None:
        told = "It is not known what is judged, or when."
        return because("missing", told, who_can_mend=_ANYONE)
    records = facts.records("evidence")
    if records is None or not all(digest(record.get("manifest")) and text(record.get("kind")) for record in records):
        told = "Not every record of evidence says of what kind it is and which content it is about."
        return because("missing", told, who_can_mend=_ANYONE)
    filed = [record for record in records if record.get("manifest") == facts.manifest]
    judged = [
        _judge_kind(kind, rule, [record for record in filed if record.get("kind") == kind], facts.now)
        for kind in rule.kinds
    ]
    verdict = worst(judgement.verdict for judgement in judged)
    reasons = worst_first(judgement.reasons[0] for judgement in judged)
    barring = tuple(reason for reason in reasons if reason.verdict != "pass")
    return Judgement(verdict=verdict, reasons=barring or reasons)


def _judge_kind(kind: str, rule: EvidenceRule, filed: list[Record], now: datetime) -> Judgement:
    menders = rule.menders.get(kind, _ANYONE)
    if not filed:
        return because("missing", f"No {kind} is on record for this content.", who_can_mend=menders)
    named = [(instant_of(record.get("made_at")), digest(record.get("digest"))) for record in filed]
    dated = [(made_at, name) for made_at, name in named if made_at is not None and name is not None]
    if len(dated) < len(filed):
        told = f"A record of {kind} for this content has no readable date or digest."
        return because("missing", told, who_can_mend=menders)
    past = [record for record in dated if record[0] <= now]
    if not past:
        return because("stale", f"The {kind} is dated after now.", who_can_mend=menders, evidence=dated[-1][1])
    made_at, newest = max(past, key=lambda record: record[0])
    if rule.max_age is not None and now - made_at > rule.max_age:
        told = f"The newest {kind} is of {made_at:%Y-%m-%d}, more than {_span(rule.max_age)} ago."
        return because("stale", told, who_can_mend=menders, evidence=newest)
    return because("pass", f"The {safe(kind)} of {made_at:%Y-%m-%d} is about this content.", evidence=newest)


def _span(age: timedelta) -> str:
    n, unit = (age.days, "day") if age % timedelta(days=1) == timedelta(0) else (int(age / timedelta(hours=1)), "hour")
    return f"{n:,} {unit}{'' if n == 1 else 's'}"
