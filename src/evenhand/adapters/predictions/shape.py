"""What stands inside a frame: the fields of a record, with its place in the log, as a msgpack map."""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, TypeVar, get_type_hints

import msgspec

from evenhand.errors.serving import PredictionLogDamaged

Written = TypeVar("Written")
_SHAPES: dict[type[Any], "Shape[Any]"] = {}


class Shape(Generic[Written]):
    """How records of one kind are written and read.

    Args:
        kind: the dataclass of the record.
    """

    def __init__(self, kind: type[Written]) -> None:
        self._kind = kind
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
        hints = get_type_hints(kind)
        placed = [("sequence", int), ("worker", str), *((name, hints[name]) for name in names)]
        self._form: Any = msgspec.defstruct(f"Placed{kind.__name__}", placed, frozen=True)
        self._values = attrgetter(*names)
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(self._form)

    def payloads(self, records: Sequence[Written], *, worker: str, first: int) -> list[bytes]:
        """The payload of each record, numbered from ``first``."""
        encode, form, values = self._encoder.encode, self._form, self._values
        return [encode(form(number, worker, *values(each))) for number, each in enumerate(records, start=first)]

    def read(self, payload: bytes, *, place: str) -> Any:  # noqa: ANN401 - the fields of the record, and its place
        """A record with ``sequence`` and ``worker``.

        Raises:
            PredictionLogDamaged: the payload is whole, and no such record.
        """
        try:
            return self._decoder.decode(payload)
        except msgspec.MsgspecError as mistake:
            raise PredictionLogDamaged(f"{place} holds a frame that is no record: {mistake}.", place=place) from mistake


def shape_of(kind: type[Written]) -> Shape[Written]:
    """The shape of a kind of record, made once."""
    if kind not in _SHAPES:
        _SHAPES[kind] = Shape(kind)
    return _SHAPES[kind]
