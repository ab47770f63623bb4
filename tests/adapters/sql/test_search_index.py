"""The index of words: ranked, rebuilt when it does not fit, and broken by nothing that is typed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from evenhand.adapters.sql.search_index import SqliteSearchIndex
from evenhand.ports.search import Passage
from evenhand.workflows.search.search_ledger import words_of


def passage(sequence: int, text: str, *, about: str = "credit@3", kind: str = "approval") -> Passage:
    return Passage(
        sequence=sequence, about=about, kind=kind, author="bo", at="2026-01-01T00:00:00.000000Z", text=text
    )  # fmt: skip


PASSAGES = [
    passage(0, "Every case is seen by an adviser."), passage(1, "Łódź and Zürich are advised", about="credit@2"),
    passage(2, "adviser adviser adviser", kind="waiver", about="creditor@1"),
]  # fmt: skip


def root_of(size: int) -> bytes:
    return bytes([size])


def opened(path: Path | None, *, log: str = "w-1") -> SqliteSearchIndex:
    index = SqliteSearchIndex(path, log=log, root_of=root_of)
    if index.size == 0:
        index.add(PASSAGES, size=3, root=root_of(3))
    return index


@pytest.fixture
def index() -> Iterator[SqliteSearchIndex]:
    made = opened(None)
    yield made
    made.close()


def found(index: SqliteSearchIndex, text: str, *, about: str | None = None, kind: str | None = None) -> set[int]:
    return set(index.find(words_of(text), any_word=False, about=about, kind=kind))


def test_words_are_found_by_their_stem_their_letters_without_marks_and_their_beginning(
    index: SqliteSearchIndex,
) -> None:
    assert found(index, "advising") == {0, 1, 2}
    assert found(index, "zurich") == {1}
    assert found(index, "advis*") == {0, 1, 2}
    assert found(index, '"seen by"') == {0}
    assert found(index, '"by seen"') == set()


def test_a_model_stands_for_its_versions_and_for_no_other_model(index: SqliteSearchIndex) -> None:
    assert found(index, "advis*", about="credit") == {0, 1}
    assert found(index, "advis*", about="credit@3", kind="approval") == {0}


@pytest.mark.parametrize(
    "text", ['NEAR("a b", 2)', "a AND OR NOT b", "head:x ^y {z} -w +v", "'; DROP TABLE cache_passage; --", "x" * 10_000,
             "a b " * 2_500, "\x00a\x00", "\udce9x", "東京 العربية", '"""', "*a*"],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_it(index: SqliteSearchIndex, text: str) -> None:
    try:
        words = words_of(text)
    except Exception as refusal:  # noqa: BLE001 - its words are what is tested
        assert "SEARCH-UNREADABLE" in str(refusal)  # noqa: PT017
        return
    assert set(index.find(words, any_word=True, about=None, kind=None)) <= {0, 1, 2}
    assert len(index.snippets(words, PASSAGES)) == 3


def test_a_piece_of_the_passage_shows_the_words(index: SqliteSearchIndex) -> None:
    assert index.snippets(("adviser",), PASSAGES[:1]) == ["Every case is seen by an «adviser»."]


def test_an_index_of_another_log_or_history_or_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "cache_search.db"
    opened(path).close()
    kept = SqliteSearchIndex(path, log="w-1", root_of=root_of)
    sizes = [kept.size]
    kept.close()
    for log, root in (("w-2", root_of), ("w-1", lambda _size: b"other")):
        fresh = SqliteSearchIndex(path, log=log, root_of=root)
        sizes.append(fresh.size)
        fresh.close()
        opened(path).close()
    path.write_bytes(b"junk" * 2000)
    damaged = SqliteSearchIndex(path, log="w-1", root_of=root_of)
    damaged.close()

    assert (sizes, damaged.size) == ([3, 0, 0], 0)


def test_an_index_that_another_process_writes_is_made_anew_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "cache_search.db"
    opened(path).close()
    kept = SqliteSearchIndex(path, log="w-1", root_of=root_of)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    kept.add([passage(3, "a fourth")], size=4, root=root_of(4))
    sizes = [kept.size]
    kept.add([*PASSAGES, passage(3, "a fourth")], size=4, root=root_of(4))
    sizes.append(kept.size)
    found_there = found(kept, "fourth")
    other.execute("ROLLBACK")
    other.close()
    kept.close()

    assert (sizes, found_there) == ([0, 4], {3})
