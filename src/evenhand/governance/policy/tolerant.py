"""Writing down facts that may be anything, so that even broken facts have a digest."""

from collections.abc import Mapping
from math import isfinite

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest, digest_of_json

_DEEPEST = 32
_SAFE_INTEGER = 2**53 - 1


def facts_digest(facts: object) -> Digest:
    """Name the facts; what has no canonical form is written as text first.

    Examples:
        >>> facts_digest({"metrics": float("nan")}) == facts_digest({"metrics": "nan"})
        True
    """
    return digest_of_json(writable(facts))


def writable(value: object, depth: int = 0) -> Json:
    """The nearest value that canonical bytes can hold: NaN, infinities, huge integers and foreign objects as text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, int):
        return value if abs(value) <= _SAFE_INTEGER else hex(value)
    if isinstance(value, float):
        return value if isfinite(value) else repr(value)
    if depth >= _DEEPEST:
        return "too deep"
    if isinstance(value, Mapping):
        return {str(writable(key, depth + 1)): writable(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [writable(part, depth + 1) for part in value]
    return f"<{type(value).__name__}>"
