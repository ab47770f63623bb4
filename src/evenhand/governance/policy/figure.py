"""Numbers and names as a reader needs them: on the right side of the limit, and harmless on a terminal."""

from collections.abc import Mapping, Sequence
from math import ceil, isfinite

from evenhand.kernel.digest import short

_LONGEST = 80
_ABBREVIATIONS = frozenset({"auc", "roc"})
_MOST_ROWS = 10**12


def shown(value: float, limit: float | None = None) -> str:
    """Write ``value`` with three decimals, or with as many as show on which side of ``limit`` it lies.

    Examples:
        >>> shown(0.7997, 0.80), shown(0.85, 0.80), shown(0.8, 0.80), shown(-0.25)
        ('0.7997', '0.850', '0.800', '-0.250')
    """
    if abs(value) >= 10**6 or not isfinite(value):
        return repr(value)
    for digits in range(3, 18):
        written = f"{value:.{digits}f}"
        if limit is None or _side(float(written), limit) == _side(value, limit):
            return written if float(written) else written.removeprefix("-")
    return repr(value)


def plain(limit: float) -> str:
    """Write a limit exactly, with three decimals or more, as the numbers beside it.

    Examples:
        >>> plain(0.80), plain(-0.1), plain(0.0125), plain(3.0)
        ('0.800', '-0.100', '0.0125', '3.000')
    """
    written = f"{limit:.3f}" if abs(limit) < 10**6 else repr(limit)
    return written if float(written) == limit else repr(limit)


def spoken(name: str) -> str:
    """The name of a metric, or of anything in snake case, as words.

    Examples:
        >>> spoken("selection_rate_ratio"), spoken("roc_auc")
        ('selection rate ratio', 'ROC AUC')
    """
    return " ".join(word.upper() if word in _ABBREVIATIONS else word for word in safe(name).split("_"))


def level(confidence: float) -> str:
    """Write a confidence so that it never looks certain.

    Examples:
        >>> level(0.95), level(1 - 0.05 / 3), level(1 - 1e-7)
        ('0.95', '0.9833', '0.9999999')
    """
    written = shown(confidence, 1.0) if confidence > 0.9995 else f"{confidence:.4f}"
    return written.rstrip("0")


def opening(name: str) -> str:
    """``spoken``, to open a sentence with.

    Examples:
        >>> opening("selection_rate_ratio")
        'Selection rate ratio'
    """
    words = spoken(name)
    return words[:1].upper() + words[1:]


def safe(value: object, *, longest: int = _LONGEST) -> str:
    r"""A text without control or direction characters, cut at ``longest``, so that it cannot forge a line of a report.

    Examples:
        >>> safe("a\x1b[2Jb")
        'a\\x1b[2Jb'
    """
    text = value if isinstance(value, str) else str(value)
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return cut if cut.isprintable() else "".join(mark if mark.isprintable() else _escaped(mark) for mark in cut)


def group_name(group: Mapping[str, str]) -> str:
    """``sex=2, race=1``, or ``the whole table``."""
    return ", ".join(f"{safe(key)}={safe(value)}" for key, value in group.items()) or "the whole table"


def rows_to_settle(*, n: int, value: float, near: float, limit: float) -> int | None:
    """Rows after which the interval would leave the limit, were the value to stay what it is.

    Half an interval shrinks as one over the root of the rows, so rows grow with the square of
    half-width over distance. ``near`` is the end of the interval toward the limit.

    Returns:
        A count of 1 or more; ``None`` when no number of rows would do.

    Examples:
        >>> rows_to_settle(n=200, value=-0.06, near=-0.12, limit=-0.10)
        450
        >>> rows_to_settle(n=200, value=0.8, near=0.7, limit=0.8) is None
        True
    """
    distance = abs(value - limit)
    if distance == 0:
        return None
    ratio = abs(value - near) / distance
    needed = n * ratio * ratio if ratio < _MOST_ROWS and n < _MOST_ROWS else _MOST_ROWS
    # Rounding noise must not ask for a row more than the formula does.
    return max(1, ceil(needed - 1e-9 * needed)) if needed < _MOST_ROWS else None


def sentence(
    text: str, *, evidence: str | None = None, submission: str | None = None, who_can_mend: Sequence[str] = ()
) -> str:
    """End a sentence with what it rests on and who can change it.

    Examples:
        >>> sentence("No data-sheet.", who_can_mend=("data-steward", "developer"))
        'No data-sheet. Who can mend it: data-steward or developer.'
    """
    named = {"Evidence": evidence, "Submission": submission}
    rests_on = "".join(f" {word} {short(safe(digest))}." for word, digest in named.items() if digest is not None)
    return f"{text}{rests_on}{mended_by(who_can_mend)}"


def mended_by(who_can_mend: Sequence[str]) -> str:
    """The end of a sentence that says who can change what it tells; empty when nobody has to."""
    return f" Who can mend it: {' or '.join(who_can_mend)}." if who_can_mend else ""


def _side(value: float, limit: float) -> int:
    return (value > limit) - (value < limit)


def _escaped(mark: str) -> str:
    return mark.encode("unicode_escape", "surrogatepass").decode("ascii")
