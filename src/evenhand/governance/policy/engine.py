"""Judging a gate: a pure function of policy and facts."""

from functools import singledispatch

from evenhand.governance.policy.check.approvals import judge_approvals
from evenhand.governance.policy.check.evidence import judge_evidence
from evenhand.governance.policy.check.inputs import judge_inputs
from evenhand.governance.policy.check.looks import judge_looks
from evenhand.governance.policy.check.metric import judge_metric
from evenhand.governance.policy.check.no_open import judge_no_open
from evenhand.governance.policy.check.reproduced import judge_reproduced
from evenhand.governance.policy.check.separation import judge_separation
from evenhand.governance.policy.check.shadow import judge_shadow
from evenhand.governance.policy.check.standing import STANDING, judge_applies, judge_mode
from evenhand.governance.policy.facts import Facts
from evenhand.governance.policy.rule import Check, Policy
from evenhand.governance.policy.transcript import facts_digest
from evenhand.governance.policy.verdict import CheckVerdict, GateVerdict, Judgement, worst
from evenhand.governance.policy.waiver import standing_waiver


def judge(policy: Policy, gate: str, facts: object) -> GateVerdict:
    """Say whether ``gate`` opens.

    Args:
        policy: from ``load_policy``.
        gate: a name that the policy should hold; when it does not, the verdict is ``missing``.
        facts: the map that ``docs/reference/policy.md`` lays down. Whatever it holds, judging never raises: what is
            absent, malformed or unknown is ``missing``.
    """
    known = Facts(facts)
    checks: list[CheckVerdict] = []
    if gate in policy.gates:
        for name, judgement in zip(STANDING, (judge_applies(policy, known), judge_mode(policy, known)), strict=True):
            checks.append(_verdict(name, name, judgement))
        checks += [_judge_check(policy, gate, check, known) for check in policy.gates[gate]]
    return GateVerdict(
        gate=gate, verdict=worst(check.verdict for check in checks), checks=tuple(checks), policy=str(policy),
        policy_digest=policy.digest, facts_digest=facts_digest(known.raw),
    )  # fmt: skip


def _judge_check(policy: Policy, gate: str, check: Check, facts: Facts) -> CheckVerdict:
    judgement = _judge_rule(check.rule, facts)
    if policy.waivers is None or not check.is_waivable:
        return _verdict(check.id, check.predicate, judgement)
    waiver = None if judgement.verdict == "pass" else standing_waiver(policy, gate, check.id, facts)
    return CheckVerdict(
        id=check.id, predicate=check.predicate, judged=judgement.verdict,
        verdict=judgement.verdict if waiver is None else "waived",
        reasons=judgement.reasons if waiver is None else (waiver, *judgement.reasons),
        waivable_by=tuple(sorted(policy.waivers.roles)),
    )  # fmt: skip


@singledispatch
def _judge_rule(rule: object, _facts: Facts) -> Judgement:
    raise TypeError(f"no judge for {type(rule).__name__}")


for _judge in (
    judge_approvals, judge_evidence, judge_inputs, judge_looks, judge_metric, judge_no_open,
    judge_reproduced, judge_separation, judge_shadow,
):  # fmt: skip
    _judge_rule.register(_judge)


def _verdict(check_id: str, predicate: str, judgement: Judgement) -> CheckVerdict:
    return CheckVerdict(
        id=check_id, predicate=predicate, verdict=judgement.verdict, judged=judgement.verdict,
        reasons=judgement.reasons,
    )  # fmt: skip
