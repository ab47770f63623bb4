"""Failures of watching a deployment: windows, plans, baselines, alerts and traces."""

from evenhand.errors.base import Refusal, Undecided, Usage


class WindowUnreadable(Usage):
    """What was given is no window: not two instants, or the second is not after the first."""

    code = "WINDOW-UNREADABLE"
    remedy = "Write START..END, for example 2016-01-01..2017-01-01; the end itself is left out."


class WindowOpen(Usage):
    """The window has not ended, so its numbers would still change."""

    code = "WINDOW-OPEN"
    remedy = "Name a window that has ended."


class WindowEmpty(Undecided):
    """No prediction of the deployment belongs to the window."""

    code = "WINDOW-EMPTY"
    remedy = "Name a window that holds predictions; 'evenhand monitor run --json' tells where they begin and end."


class PlanInvalid(Usage):
    """A monitoring plan says something that cannot be watched."""

    code = "PLAN-INVALID"
    remedy = "See docs/reference/monitoring.md for what a plan may say."


class PlanRefused(Refusal):
    """Limits are set by those who answer for the deployment, never by whom they would catch."""

    code = "PLAN-REFUSED"
    remedy = "Have somebody propose it who is model-owner, operations, model-risk or independent-validation."


class BaselineFixed(Refusal):
    """The baseline window was fixed before; another one would make a drift disappear."""

    code = "BASELINE-FIXED"
    remedy = "Leave --baseline out, or state the new baseline window in the monitoring plan."


class AlertMissing(Usage):
    """No alert of that name can be answered: it was never raised, or it is closed."""

    code = "ALERT-MISSING"
    remedy = "See 'evenhand alert list'."


class AlertRefused(Refusal):
    """The answer to an alert does not hold."""

    code = "ALERT-REFUSED"
    remedy = "See docs/reference/monitoring.md for who may answer an alert, and how."


class PredictionMissing(Usage):
    """No deployment here has logged a prediction of that id."""

    code = "PREDICTION-MISSING"
    remedy = "Give the id as the answer named it; every deployment of the workspace is looked through."


class ChangeRefused(Refusal):
    """A change request names versions that cannot replace each other."""

    code = "CHANGE-REFUSED"
    remedy = "Name a registered version of the same use case as the deployment, other than its champion."
