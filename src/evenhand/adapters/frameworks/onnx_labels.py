"""Class labels inside an ONNX graph, read from its bytes: onnxruntime runs a graph but does not show it.

Source:
    ONNX, ``onnx/onnx.proto``; Protocol Buffers, "Encoding".
"""

from collections.abc import Iterator

_GRAPH, _NODE, _ATTRIBUTE = 7, 1, 5
_NAME, _INTS, _STRINGS = 1, 8, 9
_LABEL_LISTS = ("classlabels_int64s", "classlabels_ints", "classlabels_strings")


def class_labels(model: bytes) -> list[int | str] | None:
    """The labels of the graph's classifiers, when they name any and agree; else ``None``.

    Examples:
        >>> class_labels(b"") is None
        True
    """
    found: list[list[int | str]] = []
    for node in _parts(_first(model, _GRAPH), _NODE):
        for attribute in _parts(node, _ATTRIBUTE):
            name = _first(attribute, _NAME).decode("utf-8", "replace")
            labels = _labels(attribute) if name in _LABEL_LISTS else []
            if labels:
                found.append(labels)
    if not found or any(labels != found[0] for labels in found):
        return None
    return found[0]


def _labels(attribute: bytes) -> list[int | str]:
    labels: list[int | str] = []
    for field, value in _fields(attribute):
        if field == _STRINGS and isinstance(value, bytes):
            labels.append(value.decode("utf-8"))
        elif field == _INTS and isinstance(value, int):
            labels.append(_signed(value))
        elif field == _INTS and isinstance(value, bytes):
            labels.extend(_signed(number) for number in _packed(value))
    return labels


def _first(message: bytes, wanted: int) -> bytes:
    return next(_parts(message, wanted), b"")


def _parts(message: bytes, wanted: int) -> Iterator[bytes]:
    for field, value in _fields(message):
        if field == wanted and isinstance(value, bytes):
            yield value


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Fields of one message; a message that ends in the middle of a field ends there."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        wire = key & 7
        if wire == 0:
            value, at = _varint(message, at)
            yield key >> 3, value
            continue
        size, at = (8, at) if wire == 1 else (4, at) if wire == 5 else _varint(message, at)
        if wire not in (1, 2, 5) or at + size > len(message):
            return
        yield key >> 3, message[at : at + size]
        at += size


def _packed(content: bytes) -> Iterator[int]:
    at = 0
    while at < len(content):
        number, at = _varint(content, at)
        yield number


def _varint(message: bytes, at: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            return number, at
        byte = message[at]
        number |= (byte & 0x7F) << shift
        at += 1
        if not byte & 0x80:
            break
    return number, at


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number
