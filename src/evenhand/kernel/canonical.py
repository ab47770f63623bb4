"""The one way to turn a value into bytes, so that a digest means the same everywhere."""

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TypeAlias

from evenhand.errors.number import ValueNotCanonical

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

_SAFE_INTEGER = 2**53 - 1
_DEEPEST = 100
# The standard library escapes text as RFC 8785 asks; the order of keys is the one thing that is left to do.
_write = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def canonical_bytes(value: Json) -> bytes:
    """Write ``value`` as RFC 8785 JSON with floats as strings, so that no reader's float parser matters.

    Floats become their shortest round-trip decimal text; read them back with ``float``.

    Raises:
        ValueNotCanonical: NaN, an infinity, an integer beyond 2**53 - 1, text that UTF-8 cannot write, more than
            100 levels, or a type that JSON lacks.

    Source:
        RFC 8785 (JSON Canonicalization Scheme).

    Examples:
        >>> canonical_bytes({"b": 0.1, "a": [1, None, True]})
        b'{"a":[1,null,true],"b":"0.1"}'
    """
    plain = _plain(value, "$", _DEEPEST)
    try:
        return _write(plain).encode()
    except ValueError as mistake:
        raise ValueNotCanonical(f"The value cannot be written: {mistake}.") from mistake


def from_canonical(content: bytes) -> Json:
    """Read canonical bytes back; floats stay the text that they were written as.

    Raises:
        ValueNotCanonical: the bytes are not JSON, or a map names a key twice: two readers would read two things.
    """
    try:
        value: Json = json.loads(content, object_pairs_hook=_map, parse_constant=_constant)
    except (ValueError, RecursionError) as mistake:
        raise ValueNotCanonical(f"The bytes are not JSON: {mistake}.") from mistake
    return value


def _map(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a map names a key twice")
    return read


def _constant(name: str) -> Json:
    raise ValueError(f"{name} is no number")


def _plain(value: object, path: str, deep: int) -> object:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) > _SAFE_INTEGER:
            raise ValueNotCanonical(f"{path} is {value}, beyond 2**53 - 1.", path=path)
        return value
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueNotCanonical(f"{path} is {value}.", path=path)
        return repr(value)
    return _parts(value, path, deep)


def _parts(value: object, path: str, deep: int) -> object:
    if deep == 0:
        raise ValueNotCanonical(f"The value has more than {_DEEPEST} levels.")
    if isinstance(value, Mapping):
        return {key: _plain(value[key], f"{path}.{key}", deep - 1) for key in _in_order(value, path)}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(part, f"{path}[{index}]", deep - 1) for index, part in enumerate(value)]
    raise ValueNotCanonical(f"{path} is of type {type(value).__name__}.", path=path)


def _in_order(value: Mapping[object, object], path: str) -> list[str]:
    """The keys in the order of their UTF-16 code units."""
    keys: list[str] = []
    for key in value:
        if not isinstance(key, str):
            raise ValueNotCanonical(f"{path} has the key {key!r}, which is no text.", path=path)
        keys.append(key)
    is_plain = all(map(str.isascii, keys))
    return sorted(keys) if is_plain else sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
