"""Evidence packs: write one, check one."""

from collections.abc import Sequence
from pathlib import Path

from evenhand.adapters.clock import SystemClock
from evenhand.adapters.signing.log_key import open_log_key
from evenhand.adapters.signing.trust_file import read_trust
from evenhand.errors.workspace import FileUnreadable
from evenhand.governance.access.trust import Fingerprint, Trust, is_fingerprint
from evenhand.governance.pack.check import check_pack
from evenhand.governance.pack.history import split_notes
from evenhand.governance.pack.report import PackReport
from evenhand.kernel.reference import Reference
from evenhand.surfaces.sdk.loading import enrolled_trust
from evenhand.surfaces.sdk.opening import Folder, entered, read, reference_of, settings_for
from evenhand.wiring.user_file import read_text, require_file, require_writable, writing
from evenhand.workflows.release import pack_release as packing


def pack(
    version: str | Reference, out: str | Path, *, environment: str, with_model: bool = False, workspace: Folder = None
) -> int:
    """Write the evidence of a release into ``out``, which verifies alone; returns the number of its entries.

    Raises:
        FileExists, FileUnwritable: ``out`` is there already, or cannot be written.
        ReleaseMissing: no release covers the version there.
    """
    path = Path(out)
    require_writable(path)
    with entered(workspace) as place:
        note = place.trail.publish(open_log_key(settings_for(workspace).config_home, place.log))
        with writing(path) as into:
            return packing.pack_release(
                place, reference_of(version), into, environment=environment, checkpoint=note,
                trust=enrolled_trust(place, workspace), with_model=with_model,
            )  # fmt: skip


def show_trust(*, workspace: Folder = None) -> Trust:
    """Whom you trust in this ledger, everybody who is enrolled included: the list to hand to somebody elsewhere.

    The ledger is verified first.

    Raises:
        TrustUnreadable: you keep no keys of this ledger, because its workspace was created on another machine.
        LedgerDamaged: the ledger is not what was written.
    """
    with read(workspace) as place:
        place.verify()
        return enrolled_trust(place, workspace)


def verify(pack: str | Path, *, trust: str | Path | None = None, witness: str | Path | None = None) -> PackReport:
    """Check an evidence pack against keys and checkpoints that you bring; needs no workspace.

    Args:
        pack: the file.
        trust: a trust file, or the fingerprint of the list of keys that the pack names. Keys inside a pack are never
            trust roots: without this, nothing is established about who signed.
        witness: a file or folder of checkpoints that a witness kept.
    """
    brought: Trust | Fingerprint | None = None
    if trust is not None:
        brought = str(trust) if is_fingerprint(str(trust)) else read_trust(Path(trust))
    notes: Sequence[str] | None = None if witness is None else _notes(Path(witness))
    require_file(Path(pack))
    try:
        with Path(pack).open("rb") as content:
            return check_pack(content, trust=brought, witness=notes, now=SystemClock().now())
    except OSError as mistake:
        raise FileUnreadable(f"{pack} cannot be opened: {mistake.strerror}.", path=str(pack)) from mistake


def _notes(witness: Path) -> tuple[str, ...]:
    try:
        files = sorted(each for each in witness.iterdir() if each.is_file()) if witness.is_dir() else [witness]
    except OSError as mistake:
        raise FileUnreadable(f"The witness {witness} cannot be read: {mistake}.", path=str(witness)) from mistake
    return tuple(note for file in files for note in split_notes(read_text(file)))
