"""The ledger in Python: list, verify, prove, publish."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evenhand.errors.ledger import ProofInvalid
from evenhand.errors.workspace import FileUnreadable
from evenhand.governance.audit.checkpoint import Checkpoint, origin_of
from evenhand.governance.audit.entry import Entry, entry_of
from evenhand.governance.audit.merkle import leaf_hash
from evenhand.governance.audit.proof import ConsistencyProof
from evenhand.governance.audit.proof_text import EntryProof
from evenhand.governance.audit.verification import Progress, Verification
from evenhand.kernel.canonical import Json, from_canonical
from evenhand.kernel.digest import Digest
from evenhand.surfaces.sdk.opening import Folder, settings_for
from evenhand.wiring import audit as wired
from evenhand.wiring.user_file import read_text
from evenhand.wiring.workspace import open_workspace
from evenhand.workflows.audit import list_entries as listing
from evenhand.workflows.audit import prove_entry as proving
from evenhand.workflows.audit import prove_growth as growing
from evenhand.workflows.audit import publish_checkpoint as publishing
from evenhand.workflows.audit import verify_log as verifying


def list_entries(
    *, about: str | None = None, action: str | None = None, last: int | None = None, workspace: Folder = None
) -> Sequence[Entry]:
    """The entries about a subject, of an action, or all, oldest first; only the ``last`` of them when given."""
    with wired.open_trail(settings_for(workspace)) as trail:
        return listing.list_entries(trail, about=about, action=action, last=last)


def verify_log(
    *,
    rebuild: bool = False,
    file: str | Path | None = None,
    trust: str | Path | None = None,
    witness: str | Path | None = None,
    progress: Progress | None = None,
    workspace: Folder = None,
) -> Verification:
    """Compute the ledger again from its entries and compare it with everything that vouches for it.

    Args:
        rebuild: project every entry anew too, compare row by row, and compare each stored file with its digest.
        file: a copy to examine instead of the workspace's ledger.
        trust: a trust file; by default that of the user's config directory.
        witness: a file of checkpoints, or a folder with one.
        progress: told about every few thousand entries.
        workspace: a folder in or above which the workspace lies.
    """
    settings = settings_for(workspace)
    examiner = wired.examiner(settings, None if file is None else Path(file))
    found = verifying.verify_log(
        examiner, trusted=wired.log_keys(settings, examiner.log, None if trust is None else Path(trust)),
        witness=None if witness is None else wired.witness_at(Path(witness)), rebuild=rebuild, progress=progress,
    )  # fmt: skip
    if not rebuild or file is not None:
        return found
    n_artifacts, damage = wired.examined_artifacts(settings)
    return replace(found, damage=(*found.damage, *damage), n_artifacts=n_artifacts)


def prove_entry(entry: int | Digest, *, workspace: Folder = None) -> EntryProof:
    """A proof that an entry (its sequence or the digest of its payload) stands under the last published checkpoint.

    ``str`` of it is a C2SP tlog-proof.
    """
    with wired.open_trail(settings_for(workspace)) as trail:
        return proving.prove_entry(trail, entry)


def prove_growth(old: int, *, workspace: Folder = None) -> tuple[ConsistencyProof, str]:
    """A proof that the last published checkpoint, given with it, continues the first ``old`` entries."""
    with wired.open_trail(settings_for(workspace)) as trail:
        return growing.prove_growth(trail, old)


def show_entry(sequence: int, *, workspace: Folder = None) -> Mapping[str, Json]:
    """One entry whole: its leaf, and the document behind its payload digest."""
    with wired.open_trail(settings_for(workspace)) as trail:
        leaf = trail.leaf(sequence)
        entry = entry_of(leaf, trail.log)
        return {
            "leaf": from_canonical(leaf),
            "leaf_hash": leaf_hash(leaf).hex(),
            "document": trail.payload(entry.payload),
        }


def trusts(log: str, trust: str | Path | None = None, *, workspace: Folder = None) -> bool:
    """Whether a key for the log is trusted by the file named, or by default by the user's config directory."""
    keys = wired.log_keys(settings_for(workspace), log, None if trust is None else Path(trust))
    return any(key.name == origin_of(log) for key in keys)


def check_proof(
    file: str | Path, *, log: str, trust: str | Path | None = None, workspace: Folder = None
) -> tuple[Entry, Checkpoint]:
    """Check such a proof with the keys that are trusted for the log; needs no ledger.

    Raises:
        NoteInvalid, ProofInvalid: it proves nothing.
    """
    keys = wired.log_keys(settings_for(workspace), log, None if trust is None else Path(trust))
    try:
        text = read_text(Path(file))
    except FileUnreadable as mistake:
        raise ProofInvalid(f"{file} cannot be read as a proof.") from mistake
    return EntryProof.parse(text).check(log=log, origin=origin_of(log), trusted=keys)


def publish_checkpoint(*, witness: str | Path | None = None, workspace: Folder = None) -> str:
    """Sign how far the ledger has come, and hand the note to a witness when one is named."""
    settings = settings_for(workspace)
    witnesses = [] if witness is None else [wired.witness_at(Path(witness))]
    with open_workspace(settings) as place:
        return publishing.publish_checkpoint(place.trail, wired.log_signer(settings, place.log), witnesses=witnesses)
