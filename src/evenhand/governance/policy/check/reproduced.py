"""The predicate ``reproduced``: made again from what its manifest names, the version answers alike."""

from evenhand.governance.policy.check.measured import Record, record_about_this
from evenhand.governance.policy.facts import Facts, count, finite, text
from evenhand.governance.policy.figure import plain, shown
from evenhand.governance.policy.rule import ReproducedRule
from evenhand.governance.policy.verdict import Judgement, because

_MENDERS = ("developer",)
_UNITS = {"scores": "rows", "bytes": "files"}


def judge_reproduced(rule: ReproducedRule, facts: Facts) -> Judgement:
    """The largest difference of two answers is no larger than the rule allows."""
    found = record_about_this(facts, "reproduction")
    if isinstance(found, str):
        return because("missing", found.format(kind="reproduction by rerun"), who_can_mend=_MENDERS)
    record, document = found
    n, unit = count(record.get("n")), _UNITS.get(text(record.get("compared")) or "")
    difference = finite(record.get("difference"))
    gap = _gap(record, difference, is_counted=bool(n) and unit is not None)
    if n is None or difference is None or gap is not None:
        return because("missing", gap or "", who_can_mend=_MENDERS, evidence=document)
    differs = f"Made again, the version differs by {shown(difference, rule.within)} at most, over {n:,} {unit}"
    if difference <= rule.within:
        return because("pass", f"{differs}; {plain(rule.within)} is allowed.", n=n, evidence=document)
    told = f"{differs}; only {plain(rule.within)} is allowed."
    return because("fail", told, n=n, evidence=document, who_can_mend=_MENDERS)


def _gap(record: Record, difference: float | None, *, is_counted: bool) -> str | None:
    if not is_counted:
        return "The reproduction does not say what was compared, and over how many rows or files."
    if record.get("difference") is None:
        return "The version could not be made again, so nothing was compared."
    if difference is None or difference < 0:
        return "The difference between the version and its rerun is no number from 0."
    return None
