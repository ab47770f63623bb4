"""A witness keeps what continues what it kept, and holds the rest against the log."""

from pathlib import Path

import pytest
from tests.adapters.sql.ledgers import KEY, fill, make

from evenhand.adapters.files.witness import FileWitness
from evenhand.adapters.sql.ledger import Ledger
from evenhand.errors.ledger import NoteInvalid, WitnessRefused
from evenhand.governance.audit.checkpoint import Checkpoint, sign_checkpoint
from evenhand.governance.audit.note import NoteKey
from evenhand.workflows.audit.publish_checkpoint import publish_checkpoint

ORIGIN = "evenhand/w-1"
TRUSTED = [KEY.verifier]


def sizes(witness: FileWitness) -> list[int]:
    return [checkpoint.size for checkpoint in witness.kept(ORIGIN, TRUSTED)]


def forged(size: int) -> str:
    return sign_checkpoint(Checkpoint(origin=ORIGIN, size=size, root=b"\7" * 32), [KEY])


def grown(folder: Path, witness: FileWitness) -> Ledger:
    """A ledger whose checkpoints at 3 and 5 entries the witness keeps."""
    ledger = make(folder)
    for n_entries in (3, 2):
        fill(ledger, n_entries)
        publish_checkpoint(ledger, KEY, witnesses=[witness])
    return ledger


def test_a_growing_log_is_kept_step_by_step(tmp_path: Path) -> None:
    witness = FileWitness(tmp_path / "kept.txt")
    with grown(tmp_path, witness) as ledger:
        assert sizes(witness) == [3, 5]
        fill(ledger, 600)
        publish_checkpoint(ledger, KEY, witnesses=[witness])

    assert sizes(witness) == [3, 5, 605]


def test_the_same_checkpoint_is_kept_once(tmp_path: Path) -> None:
    witness = FileWitness(tmp_path / "kept.txt")
    with grown(tmp_path, witness) as ledger:
        publish_checkpoint(ledger, KEY, witnesses=[witness])

    assert sizes(witness) == [3, 5]


def test_a_folder_keeps_them_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    grown(tmp_path, FileWitness(tmp_path / "folder")).close()

    assert (tmp_path / "folder" / "checkpoints.txt").read_text(encoding="utf-8").startswith(f"{ORIGIN}\n3\n")


def test_one_witness_serves_several_logs(tmp_path: Path) -> None:
    witness = FileWitness(tmp_path / "kept.txt")
    other = NoteKey(name="evenhand/w-2", seed=b"\2" * 32)
    note = sign_checkpoint(Checkpoint(origin="evenhand/w-2", size=1, root=b"\7" * 32), [other])
    witness.submit(note, [other.verifier], None)
    grown(tmp_path, witness).close()

    assert sizes(witness) == [3, 5]
    assert [each.size for each in witness.kept("evenhand/w-2", [other.verifier])] == [1]


def test_an_older_checkpoint_is_refused_and_both_are_shown(tmp_path: Path) -> None:
    witness = FileWitness(tmp_path / "kept.txt")
    grown(tmp_path, witness).close()

    with pytest.raises(WitnessRefused, match="the last one kept has 5 entries, the one offered 4") as refused:
        witness.submit(forged(4), TRUSTED, None)
    assert refused.value.facts["offered"] == forged(4)
    assert str(refused.value.facts["kept"]).startswith(f"{ORIGIN}\n5\n")


@pytest.mark.parametrize("size", [5, 9])
def test_another_history_is_refused(tmp_path: Path, size: int) -> None:
    witness = FileWitness(tmp_path / "kept.txt")
    with grown(tmp_path, witness) as ledger:
        fill(ledger, 4)
        proof = ledger.prove_growth(5, size=9)

    for offered in (None, proof):
        with pytest.raises(WitnessRefused, match="does not continue the one before"):
            witness.submit(forged(size), TRUSTED, offered)
    assert sizes(witness) == [3, 5]


def test_a_forged_history_is_held_against_the_ledger(tmp_path: Path) -> None:
    witness = FileWitness(tmp_path / "kept.txt")
    grown(tmp_path, witness).close()
    with make(tmp_path / "second") as second:
        fill(second, 9, n_subjects=2)
        with pytest.raises(WitnessRefused):
            publish_checkpoint(second, KEY, witnesses=[witness])


def test_a_checkpoint_of_a_stranger_is_not_kept(tmp_path: Path) -> None:
    stranger = NoteKey(name=ORIGIN, seed=b"\2" * 32)
    note = sign_checkpoint(Checkpoint(origin=ORIGIN, size=1, root=b"\7" * 32), [stranger])

    with pytest.raises(NoteInvalid, match="No trusted key"):
        FileWitness(tmp_path / "kept.txt").submit(note, TRUSTED, None)
    assert not (tmp_path / "kept.txt").exists()


def test_a_file_of_something_else_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("shopping list\n", encoding="utf-8")
    witness = FileWitness(tmp_path / "kept.txt")

    with pytest.raises(NoteInvalid):
        witness.kept(ORIGIN, TRUSTED)
    with pytest.raises(NoteInvalid):
        witness.submit(forged(1), TRUSTED, None)
    assert (tmp_path / "kept.txt").read_text(encoding="utf-8") == "shopping list\n"


def test_an_empty_log_is_a_base_for_any(tmp_path: Path) -> None:
    witness = FileWitness(tmp_path / "kept.txt")
    with make(tmp_path) as ledger:
        publish_checkpoint(ledger, KEY, witnesses=[witness])
        fill(ledger, 3)
        publish_checkpoint(ledger, KEY, witnesses=[witness])

    assert sizes(witness) == [0, 3]
