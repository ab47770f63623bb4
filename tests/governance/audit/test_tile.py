import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.governance.audit.naive import root_of

from evenhand.governance.audit.merkle import EMPTY_ROOT, leaf_hash
from evenhand.governance.audit.tile import WIDTH, Edge, Place, Tree, path_of, split, widths

LEAVES = [str(number).encode() for number in range(700)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]


def grown(size: int, *, group: int = 1) -> tuple[Edge, dict[Place, bytes]]:
    """A tree that was stored group by group."""
    edge, stored = Edge(), {}
    for number, leaf in enumerate(HASHES[:size], start=1):
        edge.add(leaf)
        if number % group == 0 or number == size:
            stored.update(edge.changed())
            edge.settle()
    return edge, stored


ALL = grown(len(LEAVES))[1]
TREE = Tree(lambda level, index: ALL[level, index])


@given(st.integers(0, 700), st.integers(1, 300))
def test_the_tiles_do_not_depend_on_how_the_tree_was_grown(size: int, group: int) -> None:
    edge, stored = grown(size, group=group)

    assert edge.root() == root_of(LEAVES[:size])
    assert {place: len(tile) // 32 for place, tile in stored.items()} == {
        (level, index): min(WIDTH, count - index * WIDTH)
        for level, count in enumerate(widths(size))
        for index in range((count + WIDTH - 1) // WIDTH)
    }


@given(st.integers(0, 700))
def test_every_earlier_root_can_be_read_from_a_grown_tree(size: int) -> None:
    assert TREE.root(size) == (root_of(LEAVES[:size]) if size else EMPTY_ROOT)


@given(st.integers(0, 700), st.integers(0, 300))
def test_an_edge_read_back_grows_on_like_the_one_that_was_never_stored(size: int, more: int) -> None:
    edge = TREE.edge(size)
    for leaf in HASHES[size : size + more]:
        edge.add(leaf)

    assert edge.root() == root_of(LEAVES[: size + more])


@given(st.integers(0, 9), st.data())
def test_a_full_subtree_has_the_root_of_its_leaves(height: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, (len(LEAVES) >> height) - 1)) << height

    assert TREE.full(start, height) == root_of(LEAVES[start : start + (1 << height)])


def test_the_example_of_the_specification() -> None:
    """C2SP tlog-tiles: 273 full and one partial tile of width 112, one full and one of width 17, one of width 1."""
    assert widths(70_000) == [273 * WIDTH + 112, WIDTH + 17, 1]
    assert path_of(0, 1_234_067) == "tile/0/x001/x234/067"
    assert path_of(1, 1, 17) == "tile/1/001.p/17"


@pytest.mark.parametrize("tile", [b"", b"\0" * 31, b"\0" * 33, b"\0" * 32 * 257])
def test_other_lengths_are_no_tile(tile: bytes) -> None:
    with pytest.raises(ValueError, match="no tile"):
        split(tile)


def test_an_edge_refuses_tiles_of_another_size() -> None:
    with pytest.raises(ValueError, match="growing tiles of 5 leaves"):
        Edge(5, [HASHES[:4]])
