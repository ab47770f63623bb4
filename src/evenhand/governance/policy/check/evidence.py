"""The predicate ``evidence``: documents of the catalogue's kinds about this very manifest, fresh enough."""

from collections.abc import Mapping
from datetime import datetime

from evenhand.governance.policy.facts import Facts, instant_of, text
from evenhand.governance.policy.figure import safe
from evenhand.governance.policy.rule import EvidenceRule
from evenhand.governance.policy.verdict import Judgement, because, worst, worst_first

_ANYONE = ("developer", "model-owner")

Filed = tuple[datetime, str]


def judge_evidence(rule: EvidenceRule, facts: Facts) -> Judgement:
    """Each kind has at least one record that is neither too old nor dated in the future."""
    if facts.now is None or facts.manifest is None:
        text = "Neither the instant of judging nor the manifest may be unknown."
        return because("missing", text, who_can_mend=_ANYONE)
    filed = _filed(facts, facts.manifest)
    judged = [_judge_kind(kind, rule, filed.get(kind, []), facts.now) for kind in rule.kinds]
    verdict = worst(judgement.verdict for judgement in judged)
    reasons = worst_first(judgement.reasons[0] for judgement in judged)
    barring = tuple(reason for reason in reasons if reason.verdict != "pass")
    return Judgement(verdict=verdict, reasons=barring or reasons)


def _filed(facts: Facts, manifest: str) -> Mapping[str, list[Filed]]:
    filed: dict[str, list[Filed]] = {}
    for record in facts.records("evidence") or ():
        kind, digest = text(record.get("kind")), text(record.get("digest"))
        made_at = instant_of(record.get("made_at"))
        if kind is None or digest is None or made_at is None or record.get("manifest") != manifest:
            continue
        filed.setdefault(kind, []).append((made_at, digest))
    return filed


def _judge_kind(kind: str, rule: EvidenceRule, filed: list[Filed], now: datetime) -> Judgement:
    menders = rule.menders.get(kind, _ANYONE)
    if not filed:
        return because("missing", f"No {kind} about this manifest is on record.", who_can_mend=menders)
    past = [record for record in filed if record[0] <= now]
    if not past:
        return because("stale", f"The {kind} is dated after now.", who_can_mend=menders, evidence=filed[-1][1])
    made_at, digest = max(past, key=lambda record: record[0])
    age = now - made_at
    if rule.max_age is not None and age > rule.max_age:
        told = f"The newest {kind} is {age.days} days old; {rule.max_age.total_seconds() / 86400:g} days are allowed."
        return because("stale", told, who_can_mend=menders, evidence=digest)
    return because("pass", f"The {safe(kind)} of {made_at:%Y-%m-%d} is about this manifest.", evidence=digest)
