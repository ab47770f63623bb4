"""Failures of files that hold a model, of the child that parses them, and of what it answers."""

from evenhand.errors.base import EvenhandError, Refusal, Usage


class ModelTampered(Refusal):
    """The bytes are not those that the manifest names."""

    code = "MODEL-TAMPERED"
    remedy = "Do not use the file. Fetch the version again, and ask who changed it: the ledger knows who registered it."


class ModelNotHeld(Usage):
    """Something has to be asked of the model, and only its predictions were given to evenhand."""

    code = "MODEL-NOT-HELD"
    remedy = "Register the model itself, or ask whoever holds it."


class ModelPathUnsafe(Refusal):
    """A path of a model leads out of its folder, or to something that is no regular file."""

    code = "MODEL-PATH-UNSAFE"
    remedy = "Name regular files by relative paths inside the model's folder; replace links by copies."


class ModelTooLarge(Refusal):
    """The files of the model are larger than its limits allow."""

    code = "MODEL-TOO-LARGE"
    remedy = "Raise the limit of the model's size if the machine has the room."


class ModelUnreadable(Refusal):
    """The file is not of the kind that it is said to be, or its parser refused it."""

    code = "MODEL-UNREADABLE"
    remedy = "Save the model again with its own library and register the new file."


class ModelFormatUnsupported(Usage):
    """The kind of file is known, but evenhand does not load it."""

    code = "MODEL-FORMAT-UNSUPPORTED"
    remedy = (
        "Export it as ONNX, hand over Python code with predict(table), "
        "or judge its predictions with 'evenhand evaluate --predictions FILE'."
    )


class ModelLibraryMissing(EvenhandError):
    """The library that the model was made with is not installed."""

    code = "MODEL-LIBRARY-MISSING"
    remedy = "Install the named library in the version that the manifest states."


class ModelCodeMissing(Usage):
    """The model needs Python code that was not handed over with it."""

    code = "MODEL-CODE-MISSING"
    remedy = "Move the named class or function into a file and pass that file or its folder as code."


class ModelNotSerialisable(Usage):
    """The object in memory cannot be turned into files."""

    code = "MODEL-NOT-SERIALISABLE"
    remedy = "Pass a fitted scikit-learn estimator, a LightGBM model or an ONNX model, or register its file."


class ModelInputsDiffer(Usage):
    """The columns that the model takes and those that it is given are not the same."""

    code = "MODEL-INPUTS-DIFFER"
    remedy = "State the columns that the model takes as 'inputs', and hand over a table that has them all."


class ModelClassUnknown(Refusal):
    """Nothing says which output of the model belongs to the favourable outcome."""

    code = "MODEL-CLASS-UNKNOWN"
    remedy = "State the classes in the order of the model's outputs, and a favourable value that is one of them."


class ModelFailed(EvenhandError):
    """The model raised an error of its own while it predicted."""

    code = "MODEL-FAILED"
    remedy = "Try the model on the same rows where it was trained; the library's own words are quoted."


class ModelCrashed(EvenhandError):
    """The process that held the model ended without an answer."""

    code = "MODEL-CRASHED"
    remedy = "Treat the file as damaged or hostile until somebody has looked; nothing outside that process was touched."


class ModelTimedOut(EvenhandError):
    """The process that held the model did not answer in time and was ended."""

    code = "MODEL-TIMED-OUT"
    remedy = "Send fewer rows at once, or raise the limit if the model is known to be slow."


class ModelAnswerInvalid(EvenhandError):
    """The model answered something that is no score for each row."""

    code = "MODEL-ANSWER-INVALID"
    remedy = "Mend the model so that it gives one finite number from 0 to 1 for each row and class."


class GoldenRowsDiffer(Refusal):
    """The model no longer gives the scores that it gave when it was registered."""

    code = "GOLDEN-ROWS-DIFFER"
    remedy = "Load it with the library versions that the manifest states; if it differs still, do not use it."


class GoldenRowsUnreadable(Refusal):
    """The stored golden rows contradict themselves, so nothing can be compared."""

    code = "GOLDEN-ROWS-UNREADABLE"
    remedy = "Fetch the version again, and run 'evenhand audit verify'."


class SandboxIncomplete(Refusal):
    """This machine cannot confine the model as far as was asked."""

    code = "SANDBOX-INCOMPLETE"
    remedy = "Use Linux with Landlock and seccomp, or let the policy say 'sandbox: limits' and accept the rest."


class RunnerUnavailable(EvenhandError):
    """The process that should hold the model could not be prepared."""

    code = "RUNNER-UNAVAILABLE"
    remedy = "See to free space in the temporary folder, free processes and memory, and try again."
