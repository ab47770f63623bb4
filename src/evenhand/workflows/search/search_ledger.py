"""Find what was decided, and why, by its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.errors.search import SearchUnreadable
from evenhand.kernel.canonical import Json
from evenhand.ports.search import Passage, SearchIndex
from evenhand.ports.workspace import Workspace
from evenhand.workflows.search.passage import passage_of

MOST_WORDS = 50
_PART = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]")
_PIECE = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One entry that holds the words.

    Attributes:
        passage: what it says, read from the ledger itself.
        snippet: the piece of it with the words, marked by guillemets.
    """

    passage: Passage
    snippet: str

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        said = self.passage
        return {
            "sequence": said.sequence, "about": said.about, "kind": said.kind, "author": said.author, "at": said.at,
            "snippet": self.snippet,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search found.

    Attributes:
        words: that were looked for.
        hits: the best first.
        total: how many entries hold the words.
        entries: how many were searched.
        holds_all: every hit holds every word; else no entry does, and the hits hold some of them.
    """

    words: tuple[str, ...]
    hits: tuple[Hit, ...]
    total: int
    entries: int
    holds_all: bool

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {
            "words": list(self.words), "total": self.total, "entries": self.entries, "holds_all": self.holds_all,
            "hits": [hit.as_json() for hit in self.hits],
        }  # fmt: skip


def search_ledger(
    workspace: Workspace, index: SearchIndex, text: str, *, about: str | None = None, kind: str | None = None,
    limit: int = 20,
) -> Search:  # fmt: skip
    """Entries whose words are those of ``text``, ranked.

    The index only says where to look: what is shown is read from the ledger.

    Args:
        workspace: where.
        index: taken up to the ledger's last entry first.
        text: words; ``"a phrase"``; ``begin*``.
        about: only what speaks about this, for example ``credit@3``, or ``credit`` for all its versions.
        kind: only one kind, for example ``approval`` or ``fairness-report``.
        limit: at most so many.

    Raises:
        SearchUnreadable: the text holds no word, or too many.
    """
    words = words_of(text)
    size = workspace.trail.size
    while index.size < size:
        index.add(_passages(workspace, index.size, size), size=size, root=workspace.trail.root(size))
    found = index.find(words, any_word=False, about=about, kind=kind)
    holds_all = bool(found) or len(words) == 1
    if not holds_all:
        found = index.find(words, any_word=True, about=about, kind=kind)
    passages = [passage for sequence in found[:limit] for passage in _passages(workspace, sequence, sequence + 1)]
    snippets = index.snippets(words, passages)
    return Search(
        words=words, total=len(found), entries=workspace.trail.size, holds_all=holds_all,
        hits=tuple(Hit(passage=each, snippet=piece) for each, piece in zip(passages, snippets, strict=True)),
    )  # fmt: skip


def words_of(text: str) -> tuple[str, ...]:
    """What to look for: words, phrases, beginnings of words.

    Raises:
        SearchUnreadable: there is none, or there are too many.

    Examples:
        >>> words_of('age OR "manual review" (adviser*')
        ('age', 'OR', 'manual review', 'adviser*')
    """
    found: dict[str, None] = {}
    for phrase, word in _PART.findall(text):
        part = phrase or word
        pieces = [piece for piece in _PIECE.findall(part) if _WORD.search(piece)]
        if pieces:
            found[" ".join(pieces) + ("*" if word.endswith("*") else "")] = None
    if not found or len(found) > MOST_WORDS:
        told = f"{len(found)} different words; at most {MOST_WORDS} are looked for" if found else "no word to look for"
        raise SearchUnreadable(f"The text holds {told}.", words=len(found))
    return tuple(found)


def _passages(workspace: Workspace, start: int, size: int) -> Iterator[Passage]:
    for entry in workspace.trail.walk(start=start):
        if entry.sequence >= size:
            return
        yield passage_of(workspace, entry)
