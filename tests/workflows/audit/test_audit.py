"""What auditors do, with a real ledger, a real witness and real keys."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.sql.ledgers import KEY, draft, fill, make, project

from evenhand.adapters.files.high_water import FileHighWater
from evenhand.adapters.files.witness import FileWitness
from evenhand.adapters.sql.examining import LedgerFile
from evenhand.adapters.sql.ledger import Ledger
from evenhand.errors.ledger import (
    EntryMissing,
    EntryUnsigned,
    NoteInvalid,
    ProofInvalid,
    SignersUnknown,
    WitnessRefused,
)
from evenhand.governance.audit.checkpoint import open_checkpoint
from evenhand.governance.audit.note import NoteKey
from evenhand.governance.audit.proof import check_consistency
from evenhand.governance.audit.proof_text import EntryProof
from evenhand.ports.trail import Trail
from evenhand.workflows.audit.list_entries import list_entries
from evenhand.workflows.audit.prove_entry import prove_entry
from evenhand.workflows.audit.prove_growth import prove_growth
from evenhand.workflows.audit.publish_checkpoint import publish_checkpoint
from evenhand.workflows.audit.verify_log import verify_log

STRANGER = NoteKey(name=KEY.name, seed=b"\2" * 32)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with make(tmp_path) as made:
        fill(made, 300)
        yield made


@pytest.fixture
def file(tmp_path: Path) -> LedgerFile:
    return LedgerFile(tmp_path / "evenhand.db", projector=project, high_water=FileHighWater(tmp_path / "state"))


def size_of(note: str) -> int:
    return open_checkpoint(note, origin="evenhand/w-1", trusted=[KEY.verifier]).size


def test_list_entries_gives_all_some_or_the_last(ledger: Ledger) -> None:
    trail: Trail = ledger

    assert [entry.sequence for entry in list_entries(trail)] == list(range(300))
    assert [entry.sequence for entry in list_entries(trail, about="thing:3", last=2)] == [290, 297]
    assert list_entries(trail, action="thing.lost") == []


def test_list_entries_walks_page_by_page(ledger: Ledger) -> None:
    fill(ledger, 1_200)

    assert [entry.sequence for entry in list_entries(ledger)] == list(range(1_500))


def test_publish_checkpoint_signs_once_for_each_size(ledger: Ledger) -> None:
    first = publish_checkpoint(ledger, KEY)
    assert publish_checkpoint(ledger, KEY) == first
    ledger.append(draft())
    second = publish_checkpoint(ledger, KEY)

    assert [size_of(note) for note in ledger.checkpoints()] == [300, 301]
    assert ledger.checkpoints() == [first, second]


def test_publish_checkpoint_signs_an_empty_ledger_too(tmp_path: Path) -> None:
    with make(tmp_path) as empty:
        assert size_of(publish_checkpoint(empty, KEY)) == 0


def test_publish_checkpoint_does_not_continue_what_another_key_signed(ledger: Ledger) -> None:
    publish_checkpoint(ledger, KEY)
    ledger.append(draft())

    with pytest.raises(NoteInvalid, match="No trusted key signed the note"):
        publish_checkpoint(ledger, STRANGER)
    assert len(ledger.checkpoints()) == 1


def test_publish_checkpoint_brings_a_witness_up_to_date(ledger: Ledger, tmp_path: Path) -> None:
    late, early = FileWitness(tmp_path / "late.txt"), FileWitness(tmp_path / "early.txt")
    publish_checkpoint(ledger, KEY, witnesses=[early])
    fill(ledger, 300)
    publish_checkpoint(ledger, KEY, witnesses=[early, late])

    assert [each.size for each in early.kept("evenhand/w-1", [KEY.verifier])] == [300, 600]
    assert [each.size for each in late.kept("evenhand/w-1", [KEY.verifier])] == [600]


def test_publish_checkpoint_tells_when_the_witness_has_seen_more(ledger: Ledger, tmp_path: Path) -> None:
    witness = FileWitness(tmp_path / "kept.txt")
    with make(tmp_path / "longer") as longer:
        fill(longer, 301)
        publish_checkpoint(longer, KEY, witnesses=[witness])

    with pytest.raises(WitnessRefused, match="has 301 entries, the one offered 300"):
        publish_checkpoint(ledger, KEY, witnesses=[witness])


@pytest.mark.parametrize("sequence", [0, 255, 256, 299])
def test_prove_entry_gives_a_text_that_needs_no_ledger(ledger: Ledger, sequence: int) -> None:
    publish_checkpoint(ledger, KEY)
    fill(ledger, 50)
    proof = EntryProof.parse(str(prove_entry(ledger, sequence)))
    entry, checkpoint = proof.check(log="w-1", origin="evenhand/w-1", trusted=[KEY.verifier])

    assert (entry, checkpoint.size) == (ledger.entries()[sequence], 300)


def test_prove_entry_asks_for_a_checkpoint_first(ledger: Ledger) -> None:
    with pytest.raises(EntryUnsigned, match="Entry 7 is newer than every published checkpoint"):
        prove_entry(ledger, 7)
    publish_checkpoint(ledger, KEY)
    ledger.append(draft())
    with pytest.raises(EntryUnsigned, match="Entry 300 is newer"):
        prove_entry(ledger, 300)


def test_prove_entry_names_an_entry_that_is_not_there(ledger: Ledger) -> None:
    with pytest.raises(EntryMissing, match="There is no entry 300"):
        prove_entry(ledger, 300)


def test_prove_entry_finds_it_by_the_digest_of_its_payload(ledger: Ledger) -> None:
    publish_checkpoint(ledger, KEY)
    entry = ledger.entries()[123]

    assert prove_entry(ledger, entry.payload).index == 123
    for unknown in ("sha256:" + "0" * 64, "hello"):
        with pytest.raises(EntryMissing, match=f"No entry has the payload {unknown}"):
            prove_entry(ledger, unknown)


def test_prove_growth_leads_to_the_last_checkpoint(ledger: Ledger) -> None:
    old_root = ledger.root()
    with pytest.raises(EntryUnsigned, match="No published checkpoint covers 300 entries"):
        prove_growth(ledger, 300)
    fill(ledger, 50)
    publish_checkpoint(ledger, KEY)
    ledger.append(draft())
    proof, note = prove_growth(ledger, 300)
    head = open_checkpoint(note, origin="evenhand/w-1", trusted=[KEY.verifier])

    assert (proof.old, proof.new, head.size) == (300, 350, 350)
    check_consistency(proof, old_root=old_root, new_root=head.root)
    assert proof.as_json()["hashes"] == [b64encode(each).decode() for each in proof.hashes]
    with pytest.raises(ProofInvalid, match="Nothing can be proved from 0"):
        prove_growth(ledger, 0)


def test_proofs_beyond_the_log_are_refused(ledger: Ledger) -> None:
    with pytest.raises(ProofInvalid, match="The log has 300 entries, not 301"):
        ledger.prove(5, size=301)
    with pytest.raises(ProofInvalid, match="The log has 300 entries, not 301"):
        ledger.prove_growth(5, size=301)
    with pytest.raises(ProofInvalid, match="Nothing can be proved from 0"):
        ledger.prove_growth(0)


def test_verify_log_finds_a_ledger_whole_under_key_and_witness(
    ledger: Ledger, file: LedgerFile, tmp_path: Path
) -> None:
    witness = FileWitness(tmp_path / "kept.txt")
    publish_checkpoint(ledger, KEY, witnesses=[witness])
    found = verify_log(file, trusted=[KEY.verifier], witness=witness, rebuild=True)

    assert (found.damage, found.last_signed, found.n_witnessed, found.rebuilt) == ((), 300, 1, True)


def test_verify_log_needs_a_key_to_read_a_witness(ledger: Ledger, file: LedgerFile, tmp_path: Path) -> None:
    witness = FileWitness(tmp_path / "kept.txt")
    publish_checkpoint(ledger, KEY, witnesses=[witness])

    with pytest.raises(SignersUnknown, match="No key of evenhand/w-1 is trusted"):
        verify_log(file, trusted=[NoteKey(name="evenhand/w-2", seed=KEY.seed).verifier], witness=witness)
    with pytest.raises(NoteInvalid):
        verify_log(file, trusted=[STRANGER.verifier], witness=witness)


def test_verify_log_without_trust_shows_consistency_alone(ledger: Ledger, file: LedgerFile) -> None:
    publish_checkpoint(ledger, KEY)
    found = verify_log(file, trusted=[])

    assert (found.is_whole, found.last_signed) == (True, None)
