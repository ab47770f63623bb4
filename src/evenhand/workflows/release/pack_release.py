"""Write the evidence of a release into one file that verifies alone."""

from collections.abc import Sequence
from typing import BinaryIO

from evenhand.errors.release import ReleaseMissing
from evenhand.governance.access.trust import Trust
from evenhand.governance.audit.checkpoint import open_checkpoint, origin_of
from evenhand.governance.audit.entry import Entry
from evenhand.governance.audit.proof import ConsistencyProof
from evenhand.governance.pack.archive import Source
from evenhand.governance.pack.parts import PackEntry, PackParts, belongs, write_pack
from evenhand.kernel.canonical import canonical_bytes
from evenhand.kernel.digest import Digest
from evenhand.kernel.reference import Reference
from evenhand.ports.workspace import Workspace
from evenhand.workflows.lookup import manifest_of, version_record


def pack_release(
    workspace: Workspace,
    reference: Reference,
    into: BinaryIO,
    *,
    environment: str,
    trust: Trust,
    checkpoint: str,
    with_model: bool = False,
) -> int:
    """Gather every entry about the version with its proof, and write them with the checkpoint.

    Args:
        workspace: where.
        reference: the version.
        into: the open file.
        environment: of the release.
        trust: keys as this workspace knows them; for readers they are claims.
        checkpoint: the signed note that all proofs lead to.
        with_model: also write the model's files.

    Returns:
        The number of entries in the pack.

    Raises:
        ReleaseMissing: no release covers the version there.
    """
    version = version_record(workspace.ledger, reference)
    release = workspace.ledger.record("release", f"{version.key}/{environment}")
    if release is None:
        raise ReleaseMissing(f"No full release covers {reference} in {environment!r}.", reference=str(reference))
    origin = origin_of(workspace.log)
    size = open_checkpoint(checkpoint, origin=origin, trusted=trust.logs).size
    entries = [entry for entry in workspace.trail.walk() if entry.sequence < size and belongs(entry, version.key)]
    manifest = manifest_of(workspace, version)
    files = (*manifest.files, *manifest.code) if with_model else ()
    models: dict[Digest, Source] = {file.digest: workspace.artifacts.read(file.digest) for file in files}
    parts = PackParts(
        about=version.key, log=workspace.log, release=release.head, checkpoint=checkpoint,
        entries=[_packed(workspace, entry, size) for entry in entries], earlier=_earlier(workspace, size, trust),
        trust=trust, models=models,
    )  # fmt: skip
    write_pack(parts, into)
    return len(entries)


def _packed(workspace: Workspace, entry: Entry, size: int) -> PackEntry:
    payload = canonical_bytes(workspace.ledger.payload(entry.payload))
    trail = workspace.trail
    return PackEntry(leaf=trail.leaf(entry.sequence), payload=payload, proof=trail.prove(entry.sequence, size=size))


def _earlier(workspace: Workspace, size: int, trust: Trust) -> Sequence[ConsistencyProof]:
    trail = workspace.trail
    origin = origin_of(trail.log)
    sizes = {open_checkpoint(note, origin=origin, trusted=trust.logs).size for note in trail.checkpoints()}
    return [trail.prove_growth(old, size=size) for old in sorted(sizes) if 0 < old < size]
