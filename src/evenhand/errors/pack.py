"""Failures of making an evidence pack; what is wrong with a given one is said by its report."""

from evenhand.errors.base import Refusal, Usage


class PackIncomplete(Refusal):
    """A pack would not hold what its reader needs, so it is not written."""

    code = "PACK-INCOMPLETE"
    remedy = "Run 'evenhand audit verify --rebuild'; what the release names must be in the workspace."


class PackTooLarge(Refusal):
    """A pack would be larger than its format allows."""

    code = "PACK-TOO-LARGE"
    remedy = "Leave the model files out: their digests are in the pack in any case."


class PackUnreadable(Usage):
    """A file that should be a pack, or a part of one, cannot be read at all."""

    code = "PACK-UNREADABLE"
    remedy = "Check the path, and ask for the file again."


class CheckpointsUnreadable(Usage):
    """A file that should hold checkpoints of a witness holds none."""

    code = "CHECKPOINTS-UNREADABLE"
    remedy = "Pass the witness's file as 'evenhand audit checkpoint' writes it: signed notes, one after the other."
