import json
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.governance.audit.naive import growth_of, path_of, root_of
from tests.governance.audit.test_tile import HASHES, LEAVES, TREE

from evenhand.errors.ledger import ProofInvalid
from evenhand.governance.audit.proof import (
    ConsistencyProof,
    InclusionProof,
    check_consistency,
    check_inclusion,
    prove_consistency,
    prove_inclusion,
)

VECTORS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors" / "merkle.json").read_text(encoding="utf-8")
)


def published(folder: str) -> list[str]:
    return [name for name in VECTORS if name.startswith(folder)]


@pytest.mark.parametrize("name", published("inclusion/"))
def test_published_inclusion_vectors(name: str) -> None:
    case = VECTORS[name]
    proof = InclusionProof(index=case["leafIdx"], size=case["treeSize"], hashes=hashes(case))

    holds = agrees(check_inclusion, proof, leaf=b64decode(case["leafHash"]), root=b64decode(case["root"]))

    assert holds is not case["wantErr"]


@pytest.mark.parametrize("name", published("consistency/"))
def test_published_consistency_vectors(name: str) -> None:
    case = VECTORS[name]
    proof = ConsistencyProof(old=case["size1"], new=case["size2"], hashes=hashes(case))

    holds = agrees(check_consistency, proof, old_root=b64decode(case["root1"]), new_root=b64decode(case["root2"]))

    assert holds is not case["wantErr"]


@given(st.integers(1, 700), st.data())
def test_an_inclusion_proof_is_the_plain_one_and_holds(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = prove_inclusion(TREE, index=index, size=size)

    assert list(proof.hashes) == path_of(index, LEAVES[:size])
    check_inclusion(proof, leaf=HASHES[index], root=root_of(LEAVES[:size]))


@given(st.integers(1, 700), st.data())
def test_a_consistency_proof_is_the_plain_one_and_holds(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    proof = prove_consistency(TREE, old=old, new=new)

    assert list(proof.hashes) == growth_of(old, LEAVES[:new])
    check_consistency(proof, old_root=root_of(LEAVES[:old]), new_root=root_of(LEAVES[:new]))


@given(st.integers(2, 300), st.data())
def test_a_changed_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = prove_inclusion(TREE, index=index, size=size)
    changed = list(proof.hashes)
    at = data.draw(st.integers(0, len(changed) - 1))
    way = data.draw(st.sampled_from(["flip", "drop", "repeat", "garbage"]))
    changed[at : at + 1] = {
        "flip": [bytes([changed[at][0] ^ 1]) + changed[at][1:]],
        "drop": [],
        "repeat": [changed[at], changed[at]],
        "garbage": [changed[at], b"x"],
    }[way]

    with pytest.raises(ProofInvalid):
        check_inclusion(
            InclusionProof(index=index, size=size, hashes=changed), leaf=HASHES[index], root=root_of(LEAVES[:size])
        )


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_a_proof_for_one_size_does_not_pass_for_another_log(old: int, new: int, data: st.DataObject) -> None:
    assume(old < new)
    proof = prove_consistency(TREE, old=old, new=new)
    forged = [b"forged", *LEAVES[1:]] if data.draw(st.booleans()) else [*LEAVES[: old - 1], b"forged", *LEAVES[old:]]

    with pytest.raises(ProofInvalid):
        check_consistency(proof, old_root=root_of(LEAVES[:old]), new_root=root_of(forged[:new]))


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 5), (6, 5), (-1, 5)])
def test_nothing_is_proved_from_an_empty_or_a_larger_base(old: int, new: int) -> None:
    with pytest.raises(ProofInvalid, match="Nothing can be proved"):
        prove_consistency(TREE, old=old, new=new)
    with pytest.raises(ProofInvalid, match="Nothing can be proved"):
        check_consistency(
            ConsistencyProof(old=old, new=new, hashes=()), old_root=root_of([]), new_root=root_of(LEAVES[: max(new, 0)])
        )


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5), (7, 5)])
def test_a_tree_has_no_entry_beyond_its_end(index: int, size: int) -> None:
    with pytest.raises(ProofInvalid, match=f"{size} entries has no entry {index}"):
        prove_inclusion(TREE, index=index, size=size)
    with pytest.raises(ProofInvalid, match="has no entry"):
        check_inclusion(InclusionProof(index=index, size=size, hashes=()), leaf=HASHES[0], root=HASHES[0])


def hashes(case: dict[str, Any]) -> list[bytes]:
    return [b64decode(each) for each in case["proof"] or ()]


def agrees(check: Callable[..., None], proof: object, **roots: bytes) -> bool:
    try:
        check(proof, **roots)
    except ProofInvalid:
        return False
    return True
