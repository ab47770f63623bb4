"""The one way to turn a value into bytes, so that a digest means the same everywhere."""

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TypeAlias

import rfc8785

from evenhand.errors.number import ValueNotCanonical

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

_SAFE_INTEGER = 2**53 - 1


def canonical_bytes(value: Json) -> bytes:
    """Write ``value`` as RFC 8785 JSON with floats as strings, so that no reader's float parser matters.

    Floats become their shortest round-trip decimal text; read them back with ``float``.

    Raises:
        ValueNotCanonical: NaN, an infinity, an integer beyond 2**53 - 1, or a type that JSON lacks.

    Source:
        RFC 8785 (JSON Canonicalization Scheme).

    Examples:
        >>> canonical_bytes({"b": 0.1, "a": [1, None, True]})
        b'{"a":[1,null,true],"b":"0.1"}'
    """
    return rfc8785.dumps(_plain(value, "$"))  # type: ignore[arg-type]


def from_canonical(content: bytes) -> Json:
    """Read canonical bytes back; floats stay the text that they were written as.

    Raises:
        ValueNotCanonical: the bytes are not JSON.
    """
    try:
        value: Json = json.loads(content)
    except ValueError as mistake:
        raise ValueNotCanonical(f"The bytes are not JSON: {mistake}.") from mistake
    return value


def _plain(value: object, path: str) -> object:
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
    if isinstance(value, Mapping):
        return {_key(key, path): _plain(part, f"{path}.{key}") for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_plain(part, f"{path}[{index}]") for index, part in enumerate(value)]
    raise ValueNotCanonical(f"{path} is of type {type(value).__name__}.", path=path)


def _key(key: object, path: str) -> str:
    if not isinstance(key, str):
        raise ValueNotCanonical(f"{path} has the key {key!r}, which is no text.", path=path)
    return key
