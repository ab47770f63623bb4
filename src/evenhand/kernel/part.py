"""Read a stored document part by part: every part of its kind, no part too many, each mistake with its path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite

from evenhand.errors.base import Usage
from evenhand.kernel.canonical import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One value of a document and the way to it.

    Attributes:
        value: as the document holds it.
        path: for example ``columns[2].minimum``.
        refusal: the error that a mistake raises.
    """

    value: Json
    path: str
    refusal: type[Usage]

    def refuse(self, fact: str) -> Usage:
        """The error to raise about this part.

        Examples:
            >>> from evenhand.errors.number import ReferenceUnreadable
            >>> Part(value=1, path="a.b", refusal=ReferenceUnreadable).refuse("is 1, no text").fact
            'a.b is 1, no text.'
        """
        return self.refusal(f"{self.path or 'The document'} {fact}.", path=self.path)

    def fields(self, *, needed: Sequence[str], optional: Sequence[str] = ()) -> "dict[str, Part]":
        """The parts of a map: all of ``needed``, some of ``optional``, nothing else."""
        if not isinstance(self.value, Mapping):
            raise self.refuse(f"is {_kind(self.value)}, no map of names to values")
        known = (*needed, *optional)
        for key in self.value:
            if key not in known:
                raise self._under(key, None).refuse(f"is unknown{did_you_mean(key, known)}")
        for key in needed:
            if key not in self.value:
                raise self._under(key, None).refuse("is missing")
        return {key: self._under(key, value) for key, value in self.value.items()}

    def entries(self) -> "dict[str, Part]":
        """The parts of a map whose keys are free."""
        if not isinstance(self.value, Mapping):
            raise self.refuse(f"is {_kind(self.value)}, no map of names to values")
        return {key: self._under(key, value) for key, value in self.value.items()}

    def items(self) -> "tuple[Part, ...]":
        """The parts of a list."""
        if isinstance(self.value, str) or not isinstance(self.value, Sequence):
            raise self.refuse(f"is {_kind(self.value)}, no list")
        return tuple(
            Part(value=item, path=f"{self.path}[{index}]", refusal=self.refusal)
            for index, item in enumerate(self.value)
        )

    def text(self) -> str:
        """The value as text."""
        if not isinstance(self.value, str):
            raise self.refuse(f"is {_kind(self.value)}, no text")
        return self.value

    def truth(self) -> bool:
        """The value as true or false."""
        if not isinstance(self.value, bool):
            raise self.refuse(f"is {_kind(self.value)}, neither true nor false")
        return self.value

    def number(self) -> float:
        """The value as a finite number; whole ones stay whole, text is read where canonical bytes made it of one."""
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            number: float = self.value
        else:
            number = self._written_number()
        if not isfinite(number):
            raise self.refuse(f"is {number}, no finite number")
        return number

    def whole(self) -> int:
        """The value as a whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.refuse(f"is {_kind(self.value)}, no whole number")
        return self.value

    def _written_number(self) -> float:
        try:
            number = float(self.text())
        except ValueError as mistake:
            raise self.refuse(f"is {self.value!r}, no number") from mistake
        if repr(number) != self.value:
            raise self.refuse(f"is {self.value!r}, no number")
        return number

    def _under(self, key: str, value: Json) -> "Part":
        return Part(value=value, path=f"{self.path}.{key}" if self.path else key, refusal=self.refusal)


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """`` (did you mean X?)`` when one of ``known`` is close, else nothing.

    Examples:
        >>> did_you_mean("protectd", ["protected", "label"])
        ' (did you mean protected?)'
    """
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""


def _kind(value: Json) -> str:
    if value is None:
        return "empty"
    if isinstance(value, Mapping):
        return "a map"
    return "a list" if isinstance(value, Sequence) and not isinstance(value, str) else repr(value)
