"""A gate's verdict for a terminal: worst first, short, never wider than the terminal."""

from collections.abc import Sequence
from textwrap import wrap

from evenhand.governance.policy.figure import mended_by, safe
from evenhand.governance.policy.verdict import WORST_FIRST, CheckVerdict, GateVerdict
from evenhand.kernel.digest import short

WIDTH = 100

_ALWAYS = ("training-validation", "deployment-approval")
"""Gates that a release needs whatever the policy says."""
_MOST_REASONS = 4
_INDENT = 16


def verdict_text(verdict: GateVerdict, *, width: int = WIDTH) -> str:
    """The report, lines joined by newlines, each at most ``width`` characters wide where words allow."""
    lines = _lines(_headline(verdict), width, 0)
    if not verdict.checks:
        more = "" if verdict.gate in _ALWAYS else " Nothing is asked for here, and nothing waits for it."
        return "\n".join([*lines, *_lines(f"{verdict.policy} holds no gate {verdict.gate!a}.{more}", width, 2)])
    for grade in WORST_FIRST[:-1]:
        for check in verdict.checks:
            if check.verdict == grade:
                lines += _check_lines(check, width)
    passed = [check.id for check in verdict.checks if check.verdict == "pass"]
    if passed:
        lines += _labelled("pass", ", ".join(passed), width)
    return "\n".join([*lines, *_waivable(verdict, width)])


def _headline(verdict: GateVerdict) -> str:
    door = "opens" if verdict.opens else "stays closed"
    policy, facts = short(verdict.policy_digest), short(verdict.facts_digest)
    return f"{safe(verdict.gate)} {door}: {verdict.verdict}. Policy {verdict.policy} ({policy}), facts {facts}."


def _waivable(verdict: GateVerdict, width: int) -> list[str]:
    barred = [check for check in verdict.checks if check.verdict not in {"pass", "waived"} and check.waivable_by]
    if not barred:
        return []
    roles = " or ".join(barred[0].waivable_by)
    return _lines(f"A waiver by {roles} may stand in for: {', '.join(check.id for check in barred)}.", width, 2)


def _check_lines(check: CheckVerdict, width: int) -> list[str]:
    judged = f" (judged {check.judged})" if check.judged != check.verdict else ""
    lines = _labelled(check.verdict, f"{check.id}{judged}", width)
    told = check.reasons[:_MOST_REASONS]
    menders = {reason.who_can_mend for reason in told}
    # Who can mend all of it stands once, at the end.
    shared = mended_by(next(iter(menders))) if len(menders) == 1 else ""
    for reason in told:
        lines += _lines(reason.text.removesuffix(shared), width, _INDENT + 2)
    left = len(check.reasons) - _MOST_REASONS
    more = f"And {left} more: the JSON form lists all." if left > 0 else ""
    return [*lines, *_lines(f"{more}{shared}".strip(), width, _INDENT + 2)]


def _labelled(label: str, text: str, width: int) -> list[str]:
    lines = _lines(text, width, _INDENT)
    return [f"  {label}".ljust(_INDENT) + lines[0].lstrip(), *lines[1:]]


def _lines(text: str, width: int, indent: int) -> list[str]:
    margin = " " * indent
    found: Sequence[str] = wrap(text, width, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False)
    return list(found)
