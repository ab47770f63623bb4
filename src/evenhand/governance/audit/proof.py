"""Proofs that an entry stands in a log, and that a log only grew.

Making them needs the stored tree; checking them needs nothing but the bytes in hand.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.errors.ledger import ProofInvalid
from evenhand.governance.audit.merkle import HASH_BYTES, node_hash
from evenhand.governance.audit.tile import Tree
from evenhand.kernel.canonical import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusionProof:
    """That a leaf stands at ``index`` of the tree of ``size`` leaves: the hashes from its neighbour up to the root."""

    index: int
    size: int
    hashes: Sequence[bytes]

    def as_json(self) -> dict[str, Json]:
        """The proof as a document, its hashes in base64."""
        return {"index": self.index, "size": self.size, "hashes": [b64encode(each).decode() for each in self.hashes]}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyProof:
    """That the tree of ``new`` leaves begins with that of ``old`` leaves."""

    old: int
    new: int
    hashes: Sequence[bytes]

    def as_json(self) -> dict[str, Json]:
        """The proof as a document, its hashes in base64."""
        return {"old": self.old, "new": self.new, "hashes": [b64encode(each).decode() for each in self.hashes]}


def prove_inclusion(tree: Tree, *, index: int, size: int) -> InclusionProof:
    """Make the proof for one leaf.

    Raises:
        ProofInvalid: the tree of that size has no such leaf.
    """
    if not 0 <= index < size:
        raise ProofInvalid(f"A tree of {size} entries has no entry {index}.", index=index, size=size)
    return InclusionProof(index=index, size=size, hashes=_audit_path(tree, index, 0, size))


def prove_consistency(tree: Tree, *, old: int, new: int) -> ConsistencyProof:
    """Make the proof between two sizes.

    Raises:
        ProofInvalid: ``old`` is 0 or greater than ``new``: the empty tree is a prefix of any other and proves nothing.
    """
    if not 0 < old <= new:
        raise ProofInvalid(f"Nothing can be proved from {old} to {new} entries.", old=old, new=new)
    return ConsistencyProof(old=old, new=new, hashes=_sub_proof(tree, old, 0, new, whole=True) if old < new else ())


def check_inclusion(proof: InclusionProof, *, leaf: bytes, root: bytes) -> None:
    """Check that the leaf of hash ``leaf`` stands where the proof says, in the tree with ``root``.

    Raises:
        ProofInvalid: it does not, or the proof has another form than RFC 9162 gives it.

    Source:
        RFC 9162, section 2.1.3.2.
    """
    if not 0 <= proof.index < proof.size:
        raise ProofInvalid(f"A tree of {proof.size} entries has no entry {proof.index}.")
    _hashes(leaf, root, *proof.hashes)
    node, last, computed = proof.index, proof.size - 1, leaf
    for neighbour in proof.hashes:
        if last == 0:
            raise ProofInvalid("The inclusion proof is too long.")
        if node & 1 or node == last:
            computed = node_hash(neighbour, computed)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, neighbour)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofInvalid("The inclusion proof is too short.")
    if computed != root:
        raise ProofInvalid(f"Entry {proof.index} does not lead to that root.", index=proof.index)


def check_consistency(proof: ConsistencyProof, *, old_root: bytes, new_root: bytes) -> None:
    """Check that the tree with ``new_root`` begins with the tree with ``old_root``.

    Raises:
        ProofInvalid: it does not, a size is 0, or the proof has another form than RFC 9162 gives it.

    Source:
        RFC 9162, section 2.1.4.2.
    """
    if not 0 < proof.old <= proof.new:
        raise ProofInvalid(f"Nothing can be proved from {proof.old} to {proof.new} entries.")
    _hashes(old_root, new_root, *proof.hashes)
    if proof.old == proof.new:
        if proof.hashes or old_root != new_root:
            raise ProofInvalid("Two trees of one size have one root and an empty proof.")
        return
    hashes = [old_root, *proof.hashes] if proof.old & (proof.old - 1) == 0 else list(proof.hashes)
    if not proof.hashes or not hashes:
        raise ProofInvalid("The consistency proof is too short.")
    before, after = _climb(hashes, proof.old - 1, proof.new - 1)
    if (before, after) != (old_root, new_root):
        raise ProofInvalid(f"The log of {proof.new} entries does not continue that of {proof.old}.")


def _climb(hashes: Sequence[bytes], node: int, last: int) -> tuple[bytes, bytes]:
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = hashes[0]
    for neighbour in hashes[1:]:
        if last == 0:
            raise ProofInvalid("The consistency proof is too long.")
        if node & 1 or node == last:
            before, after = node_hash(neighbour, before), node_hash(neighbour, after)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, neighbour)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofInvalid("The consistency proof is too short.")
    return before, after


def _hashes(*hashes: bytes) -> None:
    if any(len(node) != HASH_BYTES for node in hashes):
        raise ProofInvalid(f"A hash has {HASH_BYTES} bytes.")


def _half(count: int) -> int:
    return 1 << (count - 1).bit_length() - 1


def _audit_path(tree: Tree, index: int, start: int, stop: int) -> list[bytes]:
    if stop - start == 1:
        return []
    middle = start + _half(stop - start)
    if index < middle:
        return [*_audit_path(tree, index, start, middle), tree.span(middle, stop)]
    return [*_audit_path(tree, index, middle, stop), tree.span(start, middle)]


def _sub_proof(tree: Tree, old: int, start: int, stop: int, *, whole: bool) -> list[bytes]:
    if old == stop:
        return [] if whole else [tree.span(start, stop)]
    middle = start + _half(stop - start)
    if old <= middle:
        return [*_sub_proof(tree, old, start, middle, whole=whole), tree.span(middle, stop)]
    return [*_sub_proof(tree, old, middle, stop, whole=False), tree.span(start, middle)]
