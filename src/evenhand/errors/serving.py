"""Failures of deployments, of the prediction log, and of what is asked of a served model."""

from evenhand.errors.base import EvenhandError, Refusal, Undecided, Usage


class DeploymentMissing(Usage):
    """No deployment has this name."""

    code = "DEPLOYMENT-MISSING"
    remedy = "See the names with 'evenhand deployment list', or make one with 'evenhand deployment create'."


class DeploymentExists(Refusal):
    """A deployment of this name was created before."""

    code = "DEPLOYMENT-EXISTS"
    remedy = "Use it, or choose another name."


class DeploymentStopped(Refusal):
    """Somebody stopped the deployment."""

    code = "DEPLOYMENT-STOPPED"
    remedy = "See why with 'evenhand deployment show'; who answers for it may run 'evenhand resume'."


class DeploymentRunning(Refusal):
    """The deployment is not stopped."""

    code = "DEPLOYMENT-RUNNING"
    remedy = "There is nothing to resume."


class ChampionMissing(Undecided):
    """No version answers in this deployment yet."""

    code = "CHAMPION-MISSING"
    remedy = "Release a version for its environment, then put it there with 'evenhand promote'."


class ChampionRefused(Refusal):
    """This version may not answer, or score along, in this deployment."""

    code = "CHAMPION-REFUSED"
    remedy = "Bring the version through its gates for this environment; 'evenhand status' shows what blocks it."


class OversightInvalid(Usage):
    """An oversight setting contradicts itself or has a part that nobody knows."""

    code = "OVERSIGHT-INVALID"
    remedy = "Mend the named part; docs/reference/serving.md lists every one."


class ReasonMissing(Usage):
    """An act that takes a reason was given none."""

    code = "REASON-MISSING"
    remedy = "Say why, in a sentence that an auditor understands."


class PredictionUnlogged(EvenhandError):
    """The answer could not be written into the prediction log, so it is not given."""

    code = "PREDICTION-UNLOGGED"
    remedy = "See to the disk under .evenhand/predictions, then ask again; nothing was answered."


class PredictionLogDamaged(Refusal):
    """The prediction log was changed or lost a part behind its back."""

    code = "PREDICTION-LOG-DAMAGED"
    remedy = "Keep the file as it is, restore it from a backup, and tell the people who answer for the deployment."


class BatchChanged(Refusal):
    """A batch of this id was scored or imported before, with other rows or another version."""

    code = "BATCH-CHANGED"
    remedy = "Give the other rows a batch id of their own."


class PredictionUnknown(Usage):
    """The prediction log has no such prediction."""

    code = "PREDICTION-UNKNOWN"
    remedy = "Use the id that was given with the answer, or the key of the case."


class RecordUnusable(Usage):
    """A row to be imported lacks what a record of the prediction log needs, or holds something else."""

    code = "RECORD-UNUSABLE"
    remedy = "Correct the row, or name the right column; nothing was imported."


class OutcomeConflict(Refusal):
    """A prediction has another outcome already."""

    code = "OUTCOME-CONFLICT"
    remedy = "Where the first outcome was wrong, import again with --correct and the reason."


class ReviewClosed(Refusal):
    """A person decided this case before."""

    code = "REVIEW-CLOSED"
    remedy = "A review is given once."


class RequestInvalid(Usage):
    """What was asked of a served model is not what it takes."""

    code = "REQUEST-INVALID"
    remedy = "Send the columns that 'GET /v1/deployment' lists."


class ConsumerUnknown(Refusal):
    """The caller has shown no valid key."""

    code = "CONSUMER-UNKNOWN"
    remedy = "Send 'Authorization: Bearer KEY' with a key that 'evenhand key create' made for this deployment."


class ShadowMissing(Undecided):
    """The version has answered nothing as a shadow of this deployment."""

    code = "SHADOW-MISSING"
    remedy = "Add it with 'evenhand shadow add' and let it score before it is reported."


class CallerExists(Refusal):
    """The caller has a key already."""

    code = "CALLER-EXISTS"
    remedy = "Use that key, or revoke it first with 'evenhand key revoke'."


class CallerMissing(Usage):
    """Nobody of this name has a key."""

    code = "CALLER-MISSING"
    remedy = "See who has one with 'evenhand key list', or make one with 'evenhand key create'."


class RequestTooLarge(Refusal):
    """The request holds more bytes or rows than a server takes."""

    code = "REQUEST-TOO-LARGE"
    remedy = "Ask for fewer rows at a time, or score them as a batch with 'evenhand score'."


class ServerUnready(EvenhandError):
    """The server cannot tell at the moment whether it may answer, so it does not."""

    code = "SERVER-UNREADY"
    remedy = "Ask again in a moment; 'GET /health' says when it answers."
