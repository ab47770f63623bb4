import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.governance.audit.test_note import KEY, OTHER

from evenhand.errors.base import EvenhandError
from evenhand.errors.ledger import LedgerDamaged, NoteInvalid, ProofInvalid
from evenhand.governance.audit.checkpoint import Checkpoint, sign_checkpoint
from evenhand.governance.audit.entry import NO_PAYLOAD, Entry, leaf_bytes
from evenhand.governance.audit.merkle import leaf_hash
from evenhand.governance.audit.proof import prove_inclusion
from evenhand.governance.audit.proof_text import EntryProof, size_of
from evenhand.governance.audit.tile import Edge, Tree

AT = "2026-11-23T07:00:00.000000Z"
LEAVES = [
    leaf_bytes(
        Entry(sequence=at, at=AT, actor="ada", action="a.b", about=f"a:{at}", expects={}, payload=NO_PAYLOAD), "log"
    )
    for at in range(300)
]


def proof_of(index: int, *, size: int = 300) -> EntryProof:
    edge = Edge()
    for leaf in LEAVES[:size]:
        edge.add(leaf_hash(leaf))
    tiles = edge.changed()
    made = prove_inclusion(Tree(lambda level, at: tiles[level, at]), index=index, size=size)
    note = sign_checkpoint(Checkpoint(origin="evenhand/log", size=size, root=edge.root()), [KEY])
    return EntryProof(index=index, hashes=made.hashes, leaf=LEAVES[index], note=note)


PROOF = proof_of(77)


def check(proof: EntryProof) -> tuple[Entry, Checkpoint]:
    return proof.check(log="log", origin="evenhand/log", trusted=[KEY.verifier])


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 300), (77, 300), (255, 256), (256, 257), (299, 300)])
def test_a_proof_travels_as_text_and_holds(index: int, size: int) -> None:
    proof = EntryProof.parse(str(proof_of(index, size=size)))
    entry, checkpoint = check(proof)

    assert (entry.about, checkpoint.size, size_of(proof.note)) == (f"a:{index}", size, size)


def test_the_text_is_that_of_the_specification() -> None:
    lines = str(proof_of(0, size=2)).split("\n")

    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 0"
    assert [len(line) for line in lines[3:5]] == [44, 0]
    assert lines[5:7] == ["evenhand/log", "2"]


@given(st.data())
def test_no_changed_proof_holds(data: st.DataObject) -> None:
    text = str(PROOF)
    at = data.draw(st.integers(0, len(text) - 1))
    changed = (
        text[:at]
        + data.draw(st.sampled_from("AZ09+/= \n\u2014").filter(lambda char: char != text[at]))
        + text[at + 1 :]
    )

    with pytest.raises(EvenhandError):
        check(EntryProof.parse(changed))


@given(st.text())
def test_whatever_comes_is_refused_with_the_one_error(text: str) -> None:
    with pytest.raises(ProofInvalid):
        EntryProof.parse(text)


def test_the_proof_of_one_entry_is_not_that_of_another() -> None:
    with pytest.raises(ProofInvalid, match="does not lead"):
        check(EntryProof(index=78, hashes=PROOF.hashes, leaf=PROOF.leaf, note=PROOF.note))
    with pytest.raises(ProofInvalid, match="does not lead"):
        check(EntryProof(index=77, hashes=PROOF.hashes, leaf=LEAVES[78], note=PROOF.note))


def test_a_stranger_proves_nothing() -> None:
    with pytest.raises(NoteInvalid, match="No trusted key"):
        PROOF.check(log="log", origin="evenhand/log", trusted=[OTHER.verifier])


def test_an_entry_of_another_log_proves_nothing_for_this_one() -> None:
    with pytest.raises(LedgerDamaged, match="no entry of the log mine"):
        PROOF.check(log="mine", origin="evenhand/log", trusted=[KEY.verifier])


def test_a_note_that_is_no_checkpoint_has_no_size() -> None:
    assert size_of("hello\n\n") is None
