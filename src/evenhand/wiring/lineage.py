"""Predictions by id, for whoever asks where one comes from."""

from evenhand.lifecycle.serving.prediction import Prediction
from evenhand.ports.workspace import Workspace
from evenhand.wiring.predictions import deployment_log
from evenhand.wiring.settings import Settings


def find_prediction(workspace: Workspace, settings: Settings, name: str) -> Prediction | None:
    """The prediction of that id, or of that case, that a deployment gave to somebody; the newest of several."""
    for deployment in workspace.ledger.records("deployment"):
        log = deployment_log(settings, deployment.key)
        found = [each for each in log.predictions() if name in (each.id, each.case)]
        if found:
            return found[-1]
    return None
