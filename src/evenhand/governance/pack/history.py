"""Whether the entries of a pack stand in one log, and whether that log is the one that others saw."""

from collections.abc import Sequence

from evenhand.errors.ledger import NoteInvalid, ProofInvalid
from evenhand.errors.pack import CheckpointsUnreadable, PackMalformed, PackRefused
from evenhand.governance.access.claim import as_map
from evenhand.governance.access.shape import canonical
from evenhand.governance.audit.checkpoint import Checkpoint, open_checkpoint, origin_of
from evenhand.governance.audit.entry import entry_of
from evenhand.governance.audit.merkle import leaf_hash
from evenhand.governance.audit.note import VerifierKey
from evenhand.governance.audit.note import split_notes as notes_in
from evenhand.governance.audit.proof import ConsistencyProof, InclusionProof, check_consistency, check_inclusion
from evenhand.governance.pack.opened import Pack, RawEntry
from evenhand.governance.pack.register import Logged
from evenhand.governance.pack.report import OK, OPEN, Outcome
from evenhand.kernel.digest import digest_of


def open_head(pack: Pack, keys: Sequence[VerifierKey]) -> Checkpoint:
    """The checkpoint of the pack.

    Raises:
        PackRefused: no key of the log among ``keys`` signed it.
    """
    try:
        return open_checkpoint(pack.checkpoint, origin=origin_of(pack.log), trusted=keys)
    except NoteInvalid as mistake:
        raise PackRefused(f"The checkpoint is not signed by a key for the log {pack.log} that is trusted.") from mistake


def read_entries(pack: Pack, head: Checkpoint) -> tuple[Logged, ...]:
    """The entries, each shown to stand in the log.

    Raises:
        PackRefused: one does not lead to the checkpoint, or its document is another.
        PackMalformed, LedgerDamaged: one is no entry of the log.
    """
    return tuple(_entry(pack, raw, head) for raw in pack.entries)


def require_whole(entries: Sequence[Logged], release: Logged) -> None:
    """Refuse a pack that leaves out what came before the release: each entry names the one before on its subject.

    The release names the last entries about the version, its policy and its use case; from each of them a chain leads
    back to the first. So no answer, no verdict and no newer policy can be left out of a pack of an honest log.

    Raises:
        PackRefused: an entry of a chain is missing.
    """
    known = {logged.entry.sequence: logged.entry for logged in entries}
    for subject in sorted(release.entry.expects):
        below = release.entry.sequence
        at: int | None = release.entry.expects[subject]
        while at is not None:
            found = known.get(at)
            if at >= below or found is None or subject not in found.expects:
                raise PackRefused(f"The pack leaves out entry {at} about {subject}, which the release builds on.")
            below, at = at, found.expects[subject]


def check_history(
    pack: Pack, head: Checkpoint, keys: Sequence[VerifierKey], witness: Sequence[str] | None
) -> tuple[Outcome, str]:
    """Compare the log with the checkpoints that a witness kept.

    Raises:
        PackRefused: it does not continue one of them.
    """
    if witness is None:
        return OK, "No witness was asked, so only the log itself says that it shows everybody one history."
    origin = origin_of(pack.log)
    seen = [_of_witness(note, origin, keys) for note in witness if note.split("\n", 1)[0] == origin]
    sizes = [checkpoint.size for checkpoint in seen if checkpoint.size]
    if not sizes:
        return OPEN, f"The witness holds no checkpoint of the log {pack.log}."
    for checkpoint in seen:
        if 0 < checkpoint.size <= head.size:
            _check_witness(pack, checkpoint, head)
    if max(sizes) > head.size:
        return OPEN, f"The witness has seen {max(sizes)} entries, the pack covers {head.size}: ask for a newer pack."
    return OK, f"The history continues what the witness saw, up to {max(sizes)} of {head.size} entries."


def split_notes(content: str) -> tuple[str, ...]:
    r"""The signed notes of a witness's file, one after the other.

    Raises:
        CheckpointsUnreadable: something else is in it, or nothing.

    Examples:
        >>> len(split_notes("a\n1\n\n\u2014 k AAAA\n\nb\n2\n\n\u2014 k AAAA\n"))
        2
    """
    try:
        notes = notes_in(content)
    except NoteInvalid as mistake:
        raise CheckpointsUnreadable("The witness's file holds something else than signed notes.") from mistake
    if not notes:
        raise CheckpointsUnreadable("The witness's file holds no signed note.")
    return notes


def _entry(pack: Pack, raw: RawEntry, head: Checkpoint) -> Logged:
    where = f"Entry {raw.sequence}"
    try:
        proof = InclusionProof(index=raw.sequence, size=head.size, hashes=raw.hashes)
        check_inclusion(proof, leaf=leaf_hash(raw.leaf), root=head.root)
    except ProofInvalid as mistake:
        raise PackRefused(f"{where} does not lead to the checkpoint.") from mistake
    canonical(raw.leaf, failure=PackMalformed, path=where)
    entry = entry_of(raw.leaf, pack.log)
    if entry.sequence != raw.sequence or raw.size != head.size:
        raise PackMalformed(f"{where} stands in another place.")
    if digest_of(raw.payload) != entry.payload:
        raise PackRefused(f"The document of entry {raw.sequence} is not the one that the log names.")
    return Logged(entry=entry, payload=as_map(canonical(raw.payload, failure=PackMalformed, path=where)))


def _check_witness(pack: Pack, checkpoint: Checkpoint, head: Checkpoint) -> None:
    is_same = checkpoint.size == head.size
    if not is_same and checkpoint.size not in pack.earlier:
        raise PackRefused(
            f"The pack does not prove that its history continues the {checkpoint.size} entries that the witness saw."
        )
    hashes = () if is_same else pack.earlier[checkpoint.size]
    try:
        proof = ConsistencyProof(old=checkpoint.size, new=head.size, hashes=hashes)
        check_consistency(proof, old_root=checkpoint.root, new_root=head.root)
    except ProofInvalid as mistake:
        raise PackRefused(f"The witness saw another history: its first {checkpoint.size} entries differ.") from mistake


def _of_witness(note: str, origin: str, keys: Sequence[VerifierKey]) -> Checkpoint:
    try:
        return open_checkpoint(note, origin=origin, trusted=keys)
    except NoteInvalid as mistake:
        raise PackRefused("A checkpoint of the witness is signed by another key than that of the log.") from mistake
