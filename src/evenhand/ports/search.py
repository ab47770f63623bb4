"""An index of what the ledger says in words; disposable, and never believed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from evenhand.kernel.instant import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The words of one entry.

    Attributes:
        sequence: of the entry.
        about: what it speaks about, for example ``credit@3``.
        kind: of evidence, or of the act: ``approval``, ``waiver``, ``finding``, ``policy`` and so on.
        author, at: who recorded it, when.
        text: the words.
    """

    sequence: int
    about: str
    kind: str
    author: str
    at: Instant
    text: str


class SearchIndex(Protocol):
    """Passages, found by their words."""

    @property
    def size(self) -> int:
        """How many entries of the ledger are in it."""
        ...

    def add(self, passages: Iterable[Passage], *, size: int, root: bytes) -> None:
        """Take in the passages up to ``size`` entries, whose tree has that root.

        An index that cannot be written any more begins anew elsewhere: its size is 0 afterwards.
        """
        ...

    def find(self, words: Sequence[str], *, any_word: bool, about: str | None, kind: str | None) -> Sequence[int]:
        """Sequences of the entries with all the words, or with any of them, the best first.

        Args:
            words: a word, several words as a phrase, or the beginning of a word ended by ``*``.
            any_word: one word is enough.
            about: only entries about this, or about a version of it.
            kind: only entries of this kind.
        """
        ...

    def snippets(self, words: Sequence[str], passages: Sequence[Passage]) -> Sequence[str]:
        """A piece of each passage with the words marked by guillemets."""
        ...
