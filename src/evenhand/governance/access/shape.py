"""Exact shapes of documents: which fields, of which form, and nothing else.

A shape is a function that raises ``Misfit`` with the path of the first mistake. ``require`` turns that into the named
failure of the document that was read.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from evenhand.errors.base import EvenhandError
from evenhand.kernel.canonical import Json, canonical_bytes, from_canonical
from evenhand.kernel.digest import is_digest
from evenhand.kernel.instant import moment

Shape: TypeAlias = Callable[[Json, str], None]

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z\Z")


class Misfit(ValueError):
    """A value is not of the shape; says where and why."""


def require(shape: Shape, value: Json, *, failure: type[EvenhandError], path: str) -> None:
    """Check ``value`` against ``shape``.

    Raises:
        EvenhandError: of the class ``failure``, with the path of the first mistake.
    """
    try:
        shape(value, path)
    except Misfit as mistake:
        raise failure(f"{mistake}.", path=path) from mistake


def canonical(content: bytes, *, failure: type[EvenhandError], path: str) -> Json:
    """Read ``content`` and insist that it is the one canonical way to write what it says.

    So no key stands twice, no number has two readings, and a digest of the value is a digest of the bytes.

    Raises:
        EvenhandError: of the class ``failure``.
    """
    try:
        value = from_canonical(content)
        same = canonical_bytes(value) == content
    except (EvenhandError, ValueError, RecursionError) as mistake:
        raise failure(f"{path} is not JSON.", path=path) from mistake
    if not same:
        raise failure(f"{path} is not canonical JSON.", path=path)
    return value


def record(fields: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """A map with exactly ``fields``, and of ``optional`` any."""
    known = {**fields, **(optional or {})}

    def check(value: Json, path: str) -> None:
        if not isinstance(value, Mapping):
            raise Misfit(f"{path} is no map")
        for name in fields:
            if name not in value:
                raise Misfit(f"{path} lacks {name!r}")
        for name, part in value.items():
            if name not in known:
                raise Misfit(f"{path} has the unknown field {str(name)[:80]!r}")
            known[name](part, f"{path}.{name}")

    return check


def listing(shape: Shape, *, at_least: int = 0) -> Shape:
    """A list of what ``shape`` says."""

    def check(value: Json, path: str) -> None:
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise Misfit(f"{path} is no list")
        if len(value) < at_least:
            raise Misfit(f"{path} has fewer than {at_least} items")
        for index, part in enumerate(value):
            shape(part, f"{path}[{index}]")

    return check


def choice(*options: str) -> Shape:
    """One of ``options``."""

    def check(value: Json, path: str) -> None:
        if value not in options:
            raise Misfit(f"{path} is none of {', '.join(options)}")

    return check


def text(value: Json, path: str) -> None:
    """Text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise Misfit(f"{path} is no text, or blank")


def digest(value: Json, path: str) -> None:
    """``sha256:`` and 64 digits."""
    if not is_digest(value):
        raise Misfit(f"{path} is no digest")


def instant(value: Json, path: str) -> None:
    """An instant in UTC."""
    try:
        if not isinstance(value, str) or not _INSTANT.match(value):
            raise Misfit(path)
        moment(value)
    except (EvenhandError, ValueError) as mistake:
        raise Misfit(f"{path} is no instant in UTC") from mistake


def mapping(value: Json, path: str) -> None:
    """A map of anything."""
    if not isinstance(value, Mapping):
        raise Misfit(f"{path} is no map")


def whole(value: Json, path: str) -> None:
    """A whole number, 0 or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Misfit(f"{path} is no whole number of 0 or more")


def from_base64(text: Json, path: str) -> bytes:
    """The bytes behind the one standard base64 text for them.

    Raises:
        Misfit: it is no text, another alphabet, or a second way to write the same bytes.

    Examples:
        >>> from_base64("aGk=", "x")
        b'hi'
    """
    try:
        content = b64decode(text, validate=True) if isinstance(text, str) else None
    except ValueError:
        content = None
    if content is None or b64encode(content).decode() != text:
        raise Misfit(f"{path} is no standard base64")
    return content


def base64(value: Json, path: str) -> None:
    """Standard base64."""
    from_base64(value, path)
