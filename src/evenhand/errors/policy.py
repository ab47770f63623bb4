"""Failures of policies: unreadable, contradicting their own examples, or not the one that applies."""

from evenhand.errors.base import Refusal, Undecided, Usage


class PolicyUnreadable(Usage):
    """A policy says something that the language does not know; ``path`` says where."""

    code = "POLICY-UNREADABLE"
    remedy = "See docs/reference/policy.md for what may stand there."

    @property
    def path(self) -> str:
        """Where the mistake is, for example ``gates.training-validation[1].metric.at_leest``."""
        return str(self.facts.get("path", ""))


class PolicyExampleWrong(PolicyUnreadable):
    """A policy judges one of its own examples otherwise than it expects."""

    code = "POLICY-EXAMPLE-WRONG"
    remedy = "Mend the rule or the expectation: one of them is not what was meant."


class PolicyNoneApplies(Undecided):
    """No policy is for this class and tier."""

    code = "POLICY-NONE-APPLIES"
    remedy = "Enact one whose applies_when holds the class and the tier."


class PolicySeveralApply(Refusal):
    """More than one policy is for this class and tier, so none rules."""

    code = "POLICY-SEVERAL-APPLY"
    remedy = "Narrow their applies_when until one is left."
