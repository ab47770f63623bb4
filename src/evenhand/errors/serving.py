"""Failures of deployments, of the prediction log, and of what is asked of a served model."""

from evenhand.errors.base import EvenhandError, Refusal, Usage


class DeploymentMissing(Usage):
    """No deployment has this name."""

    code = "DEPLOYMENT-MISSING"
    remedy = "Name a deployment that was created."


class OversightInvalid(Usage):
    """An oversight setting contradicts itself or has a part that nobody knows."""

    code = "OVERSIGHT-INVALID"
    remedy = "Mend the named part; the fact names it."


class PredictionUnlogged(EvenhandError):
    """The answer could not be written into the prediction log, so it is not given."""

    code = "PREDICTION-UNLOGGED"
    remedy = "See to the disk under .evenhand/predictions, then ask again; nothing was answered."


class PredictionLogDamaged(Refusal):
    """The prediction log was changed or lost a part behind its back."""

    code = "PREDICTION-LOG-DAMAGED"
    remedy = "Keep the file as it is, restore it from a backup, and tell the people who answer for the deployment."
