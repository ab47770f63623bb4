"""A gate's verdict as JUnit XML, so that any build server can show it."""

import re
from collections.abc import Iterable
from html import escape

from evenhand.governance.policy.verdict import CheckVerdict, GateVerdict

# XML 1.0 can hold neither most control characters nor surrogates, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(verdict: GateVerdict) -> str:
    """One test suite a gate and one test case a check: ``fail`` is a failure, what is undecided an error of that type.

    A waived check passes and says so in its output. A gate that the policy does not hold is one case in error.
    """
    cases = [_case(verdict, check) for check in verdict.checks] or [_absent(verdict)]
    n_failures = sum(check.verdict == "fail" for check in verdict.checks)
    n_errors = sum(_is_undecided(check) for check in verdict.checks) + (not verdict.checks)
    counts = f'tests="{len(cases)}" failures="{n_failures}" errors="{n_errors}" skipped="0"'
    properties = _properties(
        [
            ("verdict", verdict.verdict), ("policy", verdict.policy), ("policy_digest", verdict.policy_digest),
            ("facts_digest", verdict.facts_digest),
        ]
    )  # fmt: skip
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="evenhand" {counts}>',
            f'  <testsuite name="{_attribute(verdict.gate)}" {counts}>',
            properties,
            *cases,
            "  </testsuite>",
            "</testsuites>",
            "",
        ]
    )


def _case(verdict: GateVerdict, check: CheckVerdict) -> str:
    name = f'    <testcase classname="{_attribute(verdict.gate)}" name="{_attribute(check.id)}"'
    told = "\n".join(reason.text for reason in check.reasons)
    if check.verdict == "pass":
        return f"{name}/>"
    if check.verdict == "waived":
        return f"{name}>\n      <system-out>{_content(told)}</system-out>\n    </testcase>"
    kind = "failure" if check.verdict == "fail" else "error"
    first = _attribute(check.reasons[0].text) if check.reasons else ""
    body = f'<{kind} type="{check.verdict}" message="{first}">{_content(told)}</{kind}>'
    return f"{name}>\n      {body}\n    </testcase>"


def _absent(verdict: GateVerdict) -> str:
    gate, told = _attribute(verdict.gate), _attribute(f"{verdict.policy} holds no such gate.")
    body = f'<error type="missing" message="{told}"/>'
    return f'    <testcase classname="{gate}" name="gate">\n      {body}\n    </testcase>'


def _properties(pairs: Iterable[tuple[str, str]]) -> str:
    lines = [f'      <property name="{name}" value="{_attribute(value)}"/>' for name, value in pairs]
    return "\n".join(["    <properties>", *lines, "    </properties>"])


def _is_undecided(check: CheckVerdict) -> bool:
    return check.verdict in {"missing", "stale", "insufficient"}


def _content(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return _content(text).replace("\n", " ").replace("\r", " ").replace("\t", " ")
