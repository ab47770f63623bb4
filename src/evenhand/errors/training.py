"""Failures of training a model, searching for one, and repeating a run."""

from evenhand.errors.base import EvenhandError, Refusal, Undecided, Usage


class TrainingCodeUnreadable(Usage):
    """There is no function to call in what was handed over as code."""

    code = "TRAINING-CODE-UNREADABLE"
    remedy = "Hand over a Python file that defines train(data, parameters, seed) and returns the fitted object."


class ParameterUnclear(Usage):
    """A parameter is written in no known form, is unknown to the code, or was never read by it."""

    code = "PARAMETER-UNCLEAR"
    remedy = "Write name=value; a code file may declare PARAMETERS = {name: default} to say which there are."


class TrainingFailed(EvenhandError):
    """The training code raised an error of its own, or returned no fitted object."""

    code = "TRAINING-FAILED"
    remedy = "Mend the code and train again; nothing was registered."


class TrainingCrashed(EvenhandError):
    """The training process ended without a word."""

    code = "TRAINING-CRASHED"
    remedy = "See what it printed last; a process that needs too much memory is killed by the system. Try fewer rows."


class TrainingTimedOut(EvenhandError):
    """The training process was not done in time and was ended."""

    code = "TRAINING-TIMED-OUT"
    remedy = "Give it more time with --timeout SECONDS, or fewer rows; nothing was registered."


class FoldsUnfit(Usage):
    """The rows cannot be split into that many folds with both labels in each."""

    code = "FOLDS-UNFIT"
    remedy = "Ask for fewer folds with --cross-validation, or for none with --cross-validation 0."


class MitigationUnfit(Usage):
    """The mitigation that is asked for cannot be done so."""

    code = "MITIGATION-UNFIT"
    remedy = "See 'evenhand train --help' for methods and constraints; attributes are protected ones of the use case."


class DevelopmentClosed(Refusal):
    """The policy wants a dataset whose development gate is open, and this is none."""

    code = "DEVELOPMENT-CLOSED"
    remedy = "Register the dataset, file what its gate asks for, and judge it: 'evenhand judge dataset:NAME@N'."


class RunMissing(Usage):
    """The version was not trained by evenhand, so there is no run to repeat."""

    code = "RUN-MISSING"
    remedy = "Train it with 'evenhand train', which records all that a rerun needs."


class RunUnrepeatable(Refusal):
    """Something that the recorded run was made from is gone or has changed."""

    code = "RUN-UNREPEATABLE"
    remedy = "Bring back what is named, byte for byte; another table or another code is another run."


class SpaceInvalid(Usage):
    """The plan of a search is incomplete, unknown in a part, or contradicts itself."""

    code = "SPACE-INVALID"
    remedy = "Mend the part that is named; 'evenhand tune --help' shows a whole plan."


class TuningUndecided(Undecided):
    """No attempt of the search keeps to the rule that was stated before it."""

    code = "TUNING-UNDECIDED"
    remedy = "Widen the space, make more attempts, or state another rule for another search; this one stays recorded."


class HoldoutClosed(Refusal):
    """The rows that are to be trained on are held out for measuring."""

    code = "HOLDOUT-CLOSED"
    remedy = "Train on the training part; a model that has seen its holdout can no longer be measured on it."
