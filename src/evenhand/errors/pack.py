"""Failures of making and of checking an evidence pack."""

from evenhand.errors.base import Refusal, Usage


class PackIncomplete(Refusal):
    """A pack would not hold what its reader needs, so it is not written."""

    code = "PACK-INCOMPLETE"
    remedy = "Run 'evenhand audit verify --rebuild'; what the release names must be in the workspace."


class PackTooLarge(Refusal):
    """A pack would be larger than its format allows."""

    code = "PACK-TOO-LARGE"
    remedy = "Leave the model files out: their digests are in the pack in any case."


class PackRefused(Refusal):
    """A pack does not show what it claims to show."""

    code = "PACK-REFUSED"
    remedy = "Do not rely on it. Ask the people who answer for the model, and show them this sentence."


class PackMalformed(Refusal):
    """A part of a pack has not the form that its format gives it."""

    code = "PACK-MALFORMED"
    remedy = "Ask for the pack again; if it comes the same way, it was not made by evenhand or was changed."


class CheckpointsUnreadable(Usage):
    """A file that should hold checkpoints of a witness holds none."""

    code = "CHECKPOINTS-UNREADABLE"
    remedy = "Pass the witness's own file: signed notes, one after the other, as the ledger published them."
