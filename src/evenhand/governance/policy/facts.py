"""Reading facts that may be anything at all: a wrong shape becomes ``None``, never an exception.

Facts are a plain map, as ``docs/reference/policy.md`` lays down. What is absent counts as null.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isfinite

from evenhand.errors.number import InstantUnreadable
from evenhand.kernel.digest import is_digest
from evenhand.kernel.instant import moment

MOST = 2**53 - 1


class Facts:
    """What is known at a gate, read once and lazily.

    Attributes:
        now: the instant of judging; ``None`` when unreadable.
        manifest, submission: digests of what is under review; ``None`` when unknown.
        is_demonstration: whether the workspace is in mode demonstration.
    """

    __slots__ = ("is_demonstration", "manifest", "now", "raw", "submission")

    def __init__(self, raw: object) -> None:
        self.raw: Mapping[object, object] = mapping(raw) or {}
        subject = mapping(self.raw.get("subject")) or {}
        self.now = instant_of(self.raw.get("now"))
        self.manifest = digest(subject.get("manifest"))
        self.submission = digest(subject.get("submission"))
        self.is_demonstration = self.raw.get("mode") == "demonstration"

    def get(self, name: str) -> object:
        """The fact as it stands, null when absent."""
        return self.raw.get(name)

    def records(self, name: str) -> Sequence[Mapping[object, object]] | None:
        """The maps of a list; ``None`` when there is no list, or an entry of it is no map."""
        found = sequence(self.raw.get(name))
        maps = [entry for entry in found or () if isinstance(entry, Mapping)]
        return maps if found is not None and len(maps) == len(found) else None

    def persons(self, part: str) -> tuple[frozenset[str], bool]:
        """The readable persons of a part, and whether that is all of them, at least one."""
        people = mapping(self.raw.get("people")) or {}
        named = sequence(people.get(part)) or ()
        readable = [name for name in named if isinstance(name, str) and name.strip()]
        return frozenset(readable), len(readable) == len(named) > 0

    def names(self, fact: str) -> tuple[str, ...] | None:
        """A list of different names; ``None`` when empty or anything else."""
        named = sequence(self.raw.get(fact)) or ()
        readable = tuple(name for name in named if isinstance(name, str) and name.strip())
        is_whole = len(readable) == len(named) == len(set(readable)) and bool(readable)
        return readable if is_whole else None


def mapping(value: object) -> Mapping[object, object] | None:
    """A map, or ``None``."""
    return value if isinstance(value, Mapping) else None


def sequence(value: object) -> Sequence[object] | None:
    """A list or tuple, or ``None``; a text is no list."""
    return value if isinstance(value, list | tuple) else None


def text(value: object) -> str | None:
    """A text that is not blank, or ``None``."""
    return value if isinstance(value, str) and value.strip() else None


def digest(value: object) -> str | None:
    """``sha256:`` and 64 lower-case hexadecimal digits, or ``None``."""
    return value if isinstance(value, str) and is_digest(value) else None


def whole(value: object) -> int | None:
    """A whole number, of any size and sign, or ``None``; a truth value is no number.

    Examples:
        >>> whole(-3), whole(True), whole(3.0), whole("3")
        (-3, None, None, None)
    """
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def count(value: object) -> int | None:
    """A whole number from 0 to 2**53 - 1, which is all that canonical bytes can hold, or ``None``.

    Examples:
        >>> count(3), count(True), count(3.0), count(-1), count(2**53)
        (3, None, None, None, None)
    """
    found = whole(value)
    return found if found is not None and 0 <= found <= MOST else None


def number(value: object) -> float | None:
    """A number as it stands, which may be NaN, infinite or a huge integer, or ``None``; a truth value is no number.

    Examples:
        >>> number(1), number(True), number("0.5"), number(0.5)
        (1, None, None, 0.5)
    """
    return None if isinstance(value, bool) or not isinstance(value, int | float) else value


def finite(value: object) -> float | None:
    """A finite number as a float, or ``None``; an integer that no float holds is none.

    Examples:
        >>> finite(1), finite(float("nan")), finite(10**400), finite("1")
        (1.0, None, None, None)
    """
    found = number(value)
    try:
        return float(found) if found is not None and isfinite(found) else None
    except OverflowError:
        return None


def instant_of(value: object) -> datetime | None:
    """The moment that an instant names, or ``None``.

    Examples:
        >>> instant_of("2026-11-23T07:00:00Z") is None, instant_of("yesterday"), instant_of(7)
        (False, None, None)
    """
    if not isinstance(value, str):
        return None
    try:
        return moment(value)
    except InstantUnreadable:
        return None
