"""Columns of text that fit a terminal, counted in places on the screen and not in characters."""

import re
from collections.abc import Sequence
from unicodedata import combining, east_asian_width

_GAP = 2
_NARROWEST = 6
_BETWEEN_WORDS = re.compile(r"\s+(?![^\[\]]*\])")
"""Blanks, but for those inside brackets: an interval is read as one word."""


def places(text: str) -> int:
    """Places that ``text`` takes on a screen: wide characters take two, combining ones none.

    Examples:
        >>> places("abc"), places("東京"), places("e\u0301")
        (3, 4, 1)
    """
    return sum(0 if combining(mark) else 2 if east_asian_width(mark) in "WF" else 1 for mark in text)


def wrapped(text: str, width: int, *, first: str = "", indent: int = 0) -> list[str]:
    """Lines of at most ``width`` places; a word that is longer is cut.

    Args:
        text: one line of words.
        width: places a line, the margin included.
        first: what stands before the first line.
        indent: blanks before the others.

    Examples:
        >>> wrapped("one two three", 9, first="- ", indent=2)
        ['- one two', '  three']
    """
    lines: list[str] = []
    line, margin = first, first
    for word in _words(text, max(1, width - max(len(first), indent))):
        if line != margin and places(line) + 1 + places(word) > width:
            lines.append(line)
            line = margin = " " * indent
        line += word if line == margin else f" {word}"
    return [*lines, line] if line != margin or not lines else lines


def grid(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: frozenset[int] = frozenset(), width: int = 100
) -> list[str]:
    r"""A table with its header underlined; cells wrap when the columns do not fit.

    Examples:
        >>> print("\n".join(grid(["group", "n"], [["women", "12"], ["men", "9"]], numeric=frozenset({1}))))
        group   n
        -----  --
        women  12
        men     9
    """
    cells = [header, *rows]
    columns = [[row[at] for row in cells] for at in range(len(header))]
    widest = [max(map(places, column)) for column in columns]
    sizes = _fitted(widest, list(map(_longest_word, columns)), width)
    lines = _row(header, sizes, numeric)
    lines.append((" " * _GAP).join("-" * size for size in sizes))
    for row in rows:
        lines += _row(row, sizes, numeric)
    return lines


def _fitted(sizes: list[int], words: list[int], width: int) -> list[int]:
    """Take from the widest column until all fit: where no word is cut as long as there is one, then anywhere.

    A word of more than a third of the width, such as a digest, is cut like blanks.
    """
    fitted, columns = list(sizes), range(len(sizes))
    least = [max(min(word, width // 3), _NARROWEST) for word in words]
    while sum(fitted) + _GAP * (len(fitted) - 1) > width and max(fitted) > _NARROWEST:
        roomy = [at for at in columns if fitted[at] > least[at]] or list(columns)
        fitted[max(roomy, key=fitted.__getitem__)] -= 1
    return fitted


def _longest_word(cells: Sequence[str]) -> int:
    return max((places(word) for cell in cells for word in _BETWEEN_WORDS.split(cell)), default=0)


def _row(cells: Sequence[str], sizes: Sequence[int], numeric: frozenset[int]) -> list[str]:
    columns = [wrapped(cell, size) for cell, size in zip(cells, sizes, strict=True)]
    height = max(map(len, columns))
    lines = []
    for at in range(height):
        parts = [
            _padded(column[at] if at < len(column) else "", size, to_the_right=index in numeric)
            for index, (column, size) in enumerate(zip(columns, sizes, strict=True))
        ]
        lines.append((" " * _GAP).join(parts).rstrip())
    return lines


def _padded(text: str, size: int, *, to_the_right: bool) -> str:
    blank = " " * (size - places(text))
    return blank + text if to_the_right else text + blank


def _words(text: str, width: int) -> list[str]:
    return [piece for word in _BETWEEN_WORDS.split(text.strip()) if word for piece in _pieces(word, width)]


def _pieces(word: str, width: int) -> list[str]:
    if places(word) <= width:
        return [word]
    pieces, piece = [], ""
    for mark in word:
        if piece and places(piece) + places(mark) > width:
            pieces.append(piece)
            piece = ""
        piece += mark
    return [*pieces, piece]
