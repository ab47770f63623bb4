"""Failures of the ledger, its checkpoints and the store of artifacts."""

from evenhand.errors.base import EvenhandError, Refusal, Undecided, Usage


class HeadMoved(Refusal):
    """Somebody else wrote about a subject after it was read."""

    code = "HEAD-MOVED"
    remedy = "Look at what changed, then decide again."


class LedgerBusy(EvenhandError):
    """Another process held the ledger for longer than this one was told to wait."""

    code = "LEDGER-BUSY"
    remedy = "Try again; if it persists, look for a process that holds the workspace open."


class LedgerBroken(EvenhandError):
    """A write failed in a way after which this process cannot know what the disk holds."""

    code = "LEDGER-BROKEN"
    remedy = "Mend the disk, run the command again and look whether the entry is there; nothing is retried silently."


class LedgerMissing(Usage):
    """There is no ledger at that place."""

    code = "LEDGER-MISSING"
    remedy = "Check the path, or create a workspace there."


class LedgerExists(Usage):
    """A ledger would have been created over something that is there already."""

    code = "LEDGER-EXISTS"
    remedy = "Open the workspace that is there, or choose another folder."


class LedgerUnreadable(EvenhandError):
    """The file is no ledger, is damaged beyond reading, or was written by a newer evenhand."""

    code = "LEDGER-UNREADABLE"
    remedy = "Restore the file from a backup, or open it with the version of evenhand that wrote it."


class LedgerDamaged(Refusal):
    """What the ledger stores contradicts itself, a signed checkpoint or what this machine has seen."""

    code = "LEDGER-DAMAGED"
    remedy = "Do not write to it; keep a copy, and compare it with a checkpoint held by a witness."


class LedgerReadOnly(Usage):
    """A write was asked of a ledger that was opened for reading."""

    code = "LEDGER-READ-ONLY"
    remedy = "Open the workspace for writing."


class WorkspaceBehind(Refusal):
    """The ledger is shorter than what this machine has already seen of it: an old copy was put back."""

    code = "WORKSPACE-BEHIND"
    remedy = "Find the newer workspace; if it is lost, keep this one unchanged until the gap is accounted for."


class HistoryForked(Refusal):
    """The ledger bears a known id, but its past is not the past that this machine has seen."""

    code = "HISTORY-FORKED"
    remedy = "One of two histories is not genuine: compare both with a checkpoint held by a witness."


class ClockBehind(EvenhandError):
    """The clock stands so far before the last entry that an entry written now would state a false time."""

    code = "CLOCK-BEHIND"
    remedy = "Set the clock; if the last entry's time is the wrong one, open the ledger with a larger tolerance."


class PayloadTooLarge(Usage):
    """A payload belongs into the store of artifacts, not into an entry."""

    code = "PAYLOAD-TOO-LARGE"
    remedy = "Store the document as an artifact and name its digest in the payload."


class EntryMissing(Usage):
    """The ledger holds no such entry or payload."""

    code = "ENTRY-MISSING"
    remedy = "List the entries with 'evenhand audit log'."


class EntryUnsigned(Undecided):
    """The entry stands in the ledger, but under no published checkpoint yet."""

    code = "ENTRY-UNSIGNED"
    remedy = "Run 'evenhand audit checkpoint', then ask for the proof again."


class SignersUnknown(Undecided):
    """Everything fits together, but no key that is trusted here vouches for it."""

    code = "SIGNERS-UNKNOWN"
    remedy = "Name the keys that you trust with --trust."


class ProofInvalid(Refusal):
    """A proof does not lead from what it claims to prove to the root."""

    code = "PROOF-INVALID"
    remedy = "Ask for a new proof from the ledger itself; if that fails too, the claim is not in this ledger."


class NoteInvalid(Refusal):
    """A signed note is malformed, or no trusted key signed it."""

    code = "NOTE-INVALID"
    remedy = "Get the note again from its origin and check whose key you trust for it."


class WitnessRefused(Refusal):
    """A witness holds a checkpoint that contradicts the one it was offered."""

    code = "WITNESS-REFUSED"
    remedy = "Keep both checkpoints: together they show which history was changed."


class MarkUnreadable(EvenhandError):
    """The file that remembers how far a ledger was seen cannot be read."""

    code = "MARK-UNREADABLE"
    remedy = "Verify the ledger against a witness, then remove the file: the ledger counts as first seen again."


class ArtifactMissing(Usage):
    """The store holds no content of that digest."""

    code = "ARTIFACT-MISSING"
    remedy = "Check the digest, or put the content back from a copy of the workspace."


class ArtifactDamaged(Refusal):
    """The stored bytes are not those that the digest names."""

    code = "ARTIFACT-DAMAGED"
    remedy = "Restore the file from a copy; until then everything that rests on it is refused."


class StorageFull(EvenhandError):
    """The disk or a quota has no room; nothing half-written was kept."""

    code = "STORAGE-FULL"
    remedy = "Free some space and run the command again."


class StorageFailed(EvenhandError):
    """The disk or the rights on it refused a write; nothing half-written was kept."""

    code = "STORAGE-FAILED"
    remedy = "Look at the rights and the health of the disk, then run the command again."
