"""The name of a content: the SHA-256 of its bytes."""

import re
from hashlib import sha256
from typing import TypeAlias

from evenhand.kernel.canonical import Json, canonical_bytes

Digest: TypeAlias = str
"""``sha256:`` and 64 lower-case hexadecimal digits."""

_FORM = re.compile(r"sha256:[0-9a-f]{64}\Z")


def digest_of(content: bytes) -> Digest:
    """Name ``content``.

    Examples:
        >>> digest_of(b"")
        'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return f"sha256:{sha256(content).hexdigest()}"


def digest_of_json(value: Json) -> Digest:
    """Name the canonical bytes of ``value``."""
    return digest_of(canonical_bytes(value))


def is_digest(text: object) -> bool:
    """Whether ``text`` has the form of a digest.

    Examples:
        >>> is_digest("sha256:12"), is_digest(None)
        (False, False)
    """
    return isinstance(text, str) and _FORM.match(text) is not None


def short(digest: Digest) -> str:
    """The first 12 hexadecimal digits, for screens only.

    Examples:
        >>> short(digest_of(b""))
        'e3b0c44298fc'
    """
    return digest.removeprefix("sha256:")[:12]
