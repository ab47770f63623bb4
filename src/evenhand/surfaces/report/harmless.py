"""Text of unknown origin made harmless: nothing in it can move a cursor, turn the line round or flood a page."""

_LONGEST = 1200
_JOINERS = "\u200c\u200d"
"""Zero-width joiners: scripts and emoji need them, and they move nothing."""


def harmless(text: str) -> str:
    r"""One line without control, direction or line characters, cut at 1200.

    Examples:
        >>> harmless("a\x1b[2Jb\r\nc"), harmless("\u202egnp.exe")
        ('a\\x1b[2Jb c', '\\u202egnp.exe')
    """
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… (cut; {len(text)} characters)"
    joined = " ".join(cut.split())
    return joined if joined.isprintable() else "".join(map(_mark, joined))


def _mark(mark: str) -> str:
    if mark.isprintable() or mark in _JOINERS:
        return mark
    return mark.encode("unicode_escape", "surrogatepass").decode("ascii")
