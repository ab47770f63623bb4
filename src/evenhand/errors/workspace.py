"""Failures of finding, opening and addressing a workspace."""

from evenhand.errors.base import EvenhandError, Refusal, Usage


class WorkspaceMissing(Usage):
    """No workspace lies here or above."""

    code = "WORKSPACE-MISSING"
    remedy = "Create one with 'evenhand workspace create', or point EVENHAND_WORKSPACE at one."


class WorkspaceExists(Usage):
    """A workspace already lies here."""

    code = "WORKSPACE-EXISTS"
    remedy = "Use it, or choose another folder."


class IdentityUnclear(Usage):
    """It is not clear who acts."""

    code = "IDENTITY-UNCLEAR"
    remedy = "Say who acts with --as NAME or EVENHAND_ACTOR; 'evenhand identity create NAME' makes a key."


class NotFound(Usage):
    """The ledger holds nothing under this name."""

    code = "NOT-FOUND"
    remedy = "List what there is with 'evenhand status'."


class ExtraMissing(EvenhandError):
    """A library that this needs is not installed."""

    code = "EXTRA-MISSING"
    remedy = "Install the named extra."


class CommandUnclear(Usage):
    """The command line itself was not understood: an unknown option, a missing argument, a value out of range."""

    code = "COMMAND-UNCLEAR"
    remedy = "See 'evenhand --help'."


class WorkspaceUnreadable(EvenhandError):
    """A workspace may lie there, but you have no right to look."""

    code = "WORKSPACE-UNREADABLE"
    remedy = "Ask whoever owns the folder for the right to read it."


class FileUnreadable(Usage):
    """A file cannot be read, or does not hold what it should."""

    code = "FILE-UNREADABLE"
    remedy = "Check the path and the content."


class FileExists(Refusal):
    """A file would be overwritten."""

    code = "FILE-EXISTS"
    remedy = "Name another file, or move this one away."


class FileUnwritable(EvenhandError):
    """A file cannot be written where it was asked for; what was there before is as it was."""

    code = "FILE-UNWRITABLE"
    remedy = "Name a file in a folder that exists and that you may write to."


class Interrupted(EvenhandError):
    """Somebody stopped the command."""

    code = "INTERRUPTED"
    remedy = "What was recorded stays; run the command again for the rest."


class SystemRefused(EvenhandError):
    """The operating system refused something that was needed on the way."""

    code = "SYSTEM-REFUSED"
    remedy = "Look at the rights, the room and the limits that the fact speaks of, then run the command again."


class OutOfMemory(EvenhandError):
    """The machine has not enough memory."""

    code = "OUT-OF-MEMORY"
    remedy = "Use a smaller table or a larger machine, then run the command again."


class UnexpectedFailure(EvenhandError):
    """Something failed that evenhand has no name for."""

    code = "UNEXPECTED"
    remedy = "This is a defect of evenhand. Set EVENHAND_TRACE=1 to see where, and report it."
