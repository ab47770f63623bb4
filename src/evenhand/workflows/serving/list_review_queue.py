"""The cases in which a person has to decide and has not yet."""

from collections.abc import Sequence

from evenhand.lifecycle.serving.prediction import Prediction
from evenhand.ports.prediction_log import PredictionLog
from evenhand.ports.workspace import Workspace
from evenhand.workflows.deployment.standing import deployment_in_force


def list_review_queue(workspace: Workspace, deployment: str, *, log: PredictionLog) -> Sequence[Prediction]:
    """The predictions in a review band that nobody has decided, those answered first in front.

    Raises:
        DeploymentMissing: there is no such deployment.
    """
    deployment_in_force(workspace, deployment)
    reviewed = log.reviews()
    waiting = [each for each in log.predictions() if each.band == "review" and each.id not in reviewed]
    return sorted(waiting, key=lambda each: (each.at, each.id))
