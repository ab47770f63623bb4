"""Failures of the quickstart itself; those that it shows on purpose are of other areas."""

from evenhand.errors.base import EvenhandError


class AttemptSucceeded(EvenhandError):
    """The story tried what must be refused, and it was not."""

    code = "ATTEMPT-SUCCEEDED"
    remedy = "This is a defect of evenhand: report it with the versions of Python, evenhand and scikit-learn."
