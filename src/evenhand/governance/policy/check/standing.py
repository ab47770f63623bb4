"""The two checks that stand first in every gate: the policy is for this use case, and for this mode."""

from collections.abc import Collection, Sequence

from evenhand.governance.policy.facts import MOST, Facts, mapping, text, whole
from evenhand.governance.policy.figure import safe
from evenhand.governance.policy.rule import Policy
from evenhand.governance.policy.verdict import Judgement, Verdict, because, worst

CLASSES: Sequence[str] = ("prohibited", "high_risk", "transparency", "minimal", "out_of_scope")
TIERS: Sequence[int] = (1, 2, 3, 4)
STANDING: Sequence[str] = ("applies", "mode")

_TIERING = ("model-risk", "model-owner")


def judge_applies(policy: Policy, facts: Facts) -> Judgement:
    """The use case has a class and a tier, and the policy is for both."""
    use_case = mapping(facts.get("use_case")) or {}
    case_class, tier = text(use_case.get("class")), whole(use_case.get("tier"))
    verdict = worst([_fits(case_class, policy.classes, CLASSES), _fits(tier, policy.tiers, TIERS)])
    if verdict == "missing":
        return because("missing", "The class or the tier of the use case is not known.", who_can_mend=_TIERING)
    told = f"class {_told(case_class)}, tier {_told(tier)}"
    if verdict == "pass":
        return because("pass", f"{policy} is for {told}.")
    return because("fail", f"{policy} is not for {told}: judge by the policy that is.", who_can_mend=_TIERING)


def _fits(found: str | int | None, wanted: Collection[str | int] | None, known: Collection[str | int]) -> Verdict:
    """One of the two answers of tiering: unknown values fail a policy that names the wanted ones."""
    if found is None:
        return "missing"
    if wanted is not None and found not in wanted:
        return "fail"
    return "pass" if found in known else "missing"


def _told(found: str | int | None) -> str:
    if found is None:
        return "unknown"
    return "out of range" if isinstance(found, int) and abs(found) > MOST else safe(found)


def judge_mode(policy: Policy, facts: Facts) -> Judgement:
    """One person alone may only demonstrate, and only to the environment ``demo``."""
    mode, environment = facts.get("mode"), facts.get("environment")
    if mode == "demonstration" and not policy.is_demonstration:
        told = f"One person works here alone, and {policy} is for two or more: enrol a second person."
        return because("fail", told, who_can_mend=("model-risk",))
    if policy.is_demonstration and environment is not None and environment != "demo":
        named = safe(environment) if text(environment) else "an environment without a name"
        told = f"{policy} is a demonstration policy: it serves only in the environment demo, not in {named}."
        return because("fail", told, who_can_mend=("model-owner",))
    if mode not in ("governed", "demonstration"):
        return because("missing", "Whether the workspace is governed or a demonstration is not known.")
    if environment is not None and text(environment) is None:
        return because("missing", "The environment has no name.", who_can_mend=("model-owner",))
    return because("pass", f"The mode is {mode}.")
