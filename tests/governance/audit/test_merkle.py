import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.governance.audit.naive import root_of

from evenhand.governance.audit.merkle import EMPTY_ROOT, Frontier, full_root, leaf_hash

sizes = st.integers(0, 600)


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT == root_of([])


@given(sizes)
def test_the_root_is_that_of_the_plain_tree(size: int) -> None:
    leaves = [str(number).encode() for number in range(size)]
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf_hash(leaf))

    assert (frontier.size, frontier.root()) == (size, root_of(leaves))


@pytest.mark.parametrize("count", [1, 2, 4, 64, 256])
def test_a_full_tree_has_the_root_of_the_plain_one(count: int) -> None:
    leaves = [str(number).encode() for number in range(count)]

    assert full_root([leaf_hash(leaf) for leaf in leaves]) == root_of(leaves)


@pytest.mark.parametrize("count", [0, 3, 255])
def test_another_number_of_hashes_makes_no_full_tree(count: int) -> None:
    with pytest.raises(ValueError, match="no full tree"):
        full_root([b"\0" * 32] * count)


def test_what_is_no_hash_makes_no_tree() -> None:
    with pytest.raises(ValueError, match="a hash has 32 bytes"):
        full_root([b"\0" * 32, b"\0" * 31])


def test_a_frontier_needs_a_peak_for_each_full_subtree() -> None:
    with pytest.raises(ValueError, match="1 peaks for 3 leaves"):
        Frontier(3, [b"\0" * 32])


def test_a_leaf_never_hashes_like_a_node() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")

    assert leaf_hash(left + right) != root_of([b"left", b"right"])
