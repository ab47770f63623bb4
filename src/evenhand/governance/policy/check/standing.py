"""The two checks that stand first in every gate: the policy is for this use case, and for this mode."""

from collections.abc import Sequence

from evenhand.governance.policy.facts import Facts, mapping
from evenhand.governance.policy.figure import safe
from evenhand.governance.policy.rule import Policy
from evenhand.governance.policy.verdict import Judgement, because

CLASSES: Sequence[str] = ("prohibited", "high_risk", "transparency", "minimal", "out_of_scope")
TIERS: Sequence[int] = (1, 2, 3, 4)
STANDING: Sequence[str] = ("applies", "mode")

_TIERING = ("model-risk", "model-owner")


def judge_applies(policy: Policy, facts: Facts) -> Judgement:
    """The use case has a class and a tier, and the policy is for both."""
    use_case = mapping(facts.get("use_case")) or {}
    case_class, tier = use_case.get("class"), use_case.get("tier")
    is_tier = isinstance(tier, int) and not isinstance(tier, bool) and tier in TIERS
    if not isinstance(case_class, str) or case_class not in CLASSES or not isinstance(tier, int) or not is_tier:
        return because("missing", "The class or the tier of the use case is not known.", who_can_mend=_TIERING)
    fits_class = policy.classes is None or case_class in policy.classes
    fits_tier = policy.tiers is None or tier in policy.tiers
    told = f"class {case_class}, tier {tier}"
    if fits_class and fits_tier:
        return because("pass", f"{policy} is for {told}.")
    return because("fail", f"{policy} is not for {told}; judge by the policy that is.", who_can_mend=_TIERING)


def judge_mode(policy: Policy, facts: Facts) -> Judgement:
    """One person alone may only demonstrate, and only to the environment ``demo``."""
    mode, environment = facts.get("mode"), facts.get("environment")
    if mode not in ("governed", "demonstration"):
        return because("missing", "Whether the workspace is governed or a demonstration is not known.")
    if mode == "demonstration" and not policy.is_demonstration:
        text = f"The workspace is a demonstration and {policy} is not: enrol a second person."
        return because("fail", text, who_can_mend=("model-risk",))
    if policy.is_demonstration and environment is not None and environment != "demo":
        text = f"{policy} is a demonstration and serves only in demo, not in {safe(environment)}."
        return because("fail", text, who_can_mend=("model-owner",))
    return because("pass", f"The mode is {mode}.")
