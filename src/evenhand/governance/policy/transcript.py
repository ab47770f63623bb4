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
    if isinstance(value, Mapping | list | tuple):
        return "too deep" if depth >= _DEEPEST else _writable_parts(value, depth + 1)
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, float):
        return value if isfinite(value) else repr(value)
    if isinstance(value, int) and abs(value) > _SAFE_INTEGER:
        return hex(value)
    return value if value is None or isinstance(value, int) else f"<{type(value).__name__}>"


def _writable_parts(value: Mapping[object, object] | list[object] | tuple[object, ...], depth: int) -> Json:
    if isinstance(value, Mapping):
        return {str(writable(key, depth)): writable(part, depth) for key, part in value.items()}
    return [writable(part, depth) for part in value]
