"""One decision, back to everything that it rests on."""

from evenhand.surfaces.sdk.opening import Folder, read, settings_for
from evenhand.wiring.predictions import deployment_log
from evenhand.workflows.monitoring import trace_prediction as tracing
from evenhand.workflows.monitoring.traced import Trace


def trace_prediction(prediction: str, *, workspace: Folder = None) -> Trace:
    """What one prediction rests on, what came of it, and which entries of the ledger prove it.

    Args:
        prediction: its id, as the answer named it.
        workspace: where; from the current folder upwards when left out.

    Raises:
        PredictionMissing: no deployment of the workspace has logged it.
    """
    settings = settings_for(workspace)
    with read(workspace) as place:
        names = [record.key for record in place.ledger.records("deployment")]
        return tracing.trace_prediction(
            place, prediction, logs={name: deployment_log(settings, name) for name in names}
        )
