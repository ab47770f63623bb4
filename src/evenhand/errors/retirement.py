"""Failures of withdrawing a version."""

from evenhand.errors.base import Refusal, Usage


class PlanUnreadable(Usage):
    """What is planned contradicts itself or names what is not there."""

    code = "PLAN-UNREADABLE"
    remedy = "Give the day as YYYY-MM-DD, keep records until that day or longer, and name another version as successor."


class RetirementNotProposed(Refusal):
    """Nobody has said why, when and what follows."""

    code = "RETIREMENT-NOT-PROPOSED"
    remedy = "Run 'evenhand retire propose' first, and give its consumers time."


class VersionServing(Refusal):
    """The version still answers, or is compared, somewhere."""

    code = "VERSION-SERVING"
    remedy = "Move the champion to its successor or stop the deployment; take the version out of the shadows."


class RetirementEarly(Refusal):
    """The day that was announced has not come."""

    code = "RETIREMENT-EARLY"
    remedy = "Wait for the day, or propose the retirement again with another one."


class RetirementRepeated(Refusal):
    """The version was retired before."""

    code = "RETIREMENT-REPEATED"
    remedy = "Nothing is left to do; a retired version never serves again."
