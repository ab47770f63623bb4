"""Tell from all rows of a CSV file, read as text batch by batch, what each column holds: the narrowest that fits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evenhand.adapters.tables.csv_file import NAME_OF_DIGITS

if TYPE_CHECKING:
    import pyarrow as pa

_BLANKS = " \t"
_POINT = "."
_FEW = 32
_DIGITS_OF_NAMES = 19


@dataclass(kw_only=True)
class CsvKind:
    """What one column may hold still.

    The rules are those of ``read_csv``: whole numbers, else truths, days, instants, numbers, else text. Numbers that
    are names (a leading zero, 19 digits or more) are text. Where the other values are numbers, an empty text in quotes
    is no value.

    Attributes:
        decimal: mark between a number's whole part and its fraction.
        alive: names of the types that every value so far could be read as, narrowest first.
        has_values: whether any row has a value.
        has_blank: whether an empty text in quotes was seen.
        has_names: whether a number was seen that is a name.
    """

    decimal: str = _POINT
    alive: list[str] = field(default_factory=lambda: list(_READERS))
    has_values: bool = False
    has_blank: bool = False
    has_names: bool = False

    def see(self, texts: "pa.Array") -> None:
        """Take one batch into account; null where the file states no value."""
        import pyarrow.compute as pc

        present = texts.drop_null()
        if not self.alive or not len(present):
            return
        filled = present.filter(pc.not_equal(present, ""))
        self.has_blank |= len(filled) < len(present)
        if not len(filled):
            return
        self.has_values = True
        self.alive = [name for name in self.alive if _fits(_READERS[name], filled, self.decimal)]
        if self.alive and not self.has_names:
            self.has_names = _holds_names(filled)

    @property
    def name(self) -> str | None:
        """Of the type; ``None`` for text, and for a column without any value."""
        fits = [name for name in self.alive if name in _NUMBERS or not self.has_blank]
        if not self.has_values or not fits or (fits[0] in _NUMBERS and self.has_names):
            return None
        return fits[0]


def arrow_type_of(name: str | None) -> "pa.DataType":
    """The Arrow type of that name; text for ``None``."""
    import pyarrow as pa

    known = {
        "integer": pa.int64(), "boolean": pa.bool_(), "day": pa.date32(), "second": pa.timestamp("s"),
        "nanosecond": pa.timestamp("ns"), "second in UTC": pa.timestamp("s", tz="UTC"),
        "nanosecond in UTC": pa.timestamp("ns", tz="UTC"), "number": pa.float64(),
    }  # fmt: skip
    return pa.string() if name is None else known[name]


def numbers_of_texts(texts: "pa.Array", name: str, *, decimal: str = _POINT) -> "pa.Array":
    """Texts as the numbers that they say; the empty text is null.

    Raises:
        pa.ArrowInvalid: one says no number.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    filled = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    return _plain_number(filled, decimal).cast(arrow_type_of(name))


def _fits(read: "Callable[[pa.Array, str], bool]", texts: "pa.Array", decimal: str) -> bool:
    """Whether all can be read so; a few are tried first, because a text that cannot be costs as much as a thousand."""
    import pyarrow as pa

    try:
        return all(read(texts[:few], decimal) for few in (_FEW, _FEW**2, len(texts)))
    except pa.ArrowInvalid:
        return False


def _holds_names(texts: "pa.Array") -> bool:
    """Whether one is a number that is a name; only texts that might be go through the slow pattern."""
    import pyarrow.compute as pc

    lengths = pc.binary_length(texts)
    is_long = pc.greater_equal(lengths, _DIGITS_OF_NAMES)
    if pc.any(is_long).as_py() and _any_name(texts.filter(is_long)):
        return True
    trimmed = pc.ascii_ltrim(texts, characters="+-")
    return bool(pc.any(pc.starts_with(trimmed, "0")).as_py()) and _any_name(
        texts.filter(pc.and_(pc.starts_with(trimmed, "0"), pc.invert(pc.starts_with(trimmed, "0."))))
    )


def _any_name(texts: "pa.Array") -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(pc.match_substring_regex(texts, NAME_OF_DIGITS)).as_py())


def _is_number(texts: "pa.Array", decimal: str, *, name: str) -> bool:
    import pyarrow.compute as pc

    if decimal != _POINT and pc.any(pc.match_substring(texts, _POINT)).as_py():
        return False
    _plain_number(texts, decimal if name == "number" else _POINT).cast(arrow_type_of(name))
    return True


def _plain_number(texts: "pa.Array", decimal: str) -> "pa.Array":
    import pyarrow.compute as pc

    trimmed = pc.ascii_trim(texts, characters=_BLANKS)
    return pc.replace_substring(trimmed, pattern=decimal, replacement=_POINT) if decimal != _POINT else trimmed


def _is_truth(texts: "pa.Array", _: str) -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    options = csv.ConvertOptions()
    known = pa.array([*options.true_values, *options.false_values])
    return bool(pc.all(pc.is_in(texts, value_set=known)).as_py())


def _is_time(texts: "pa.Array", _: str, *, name: str) -> bool:
    import pyarrow.compute as pc

    (pc.ascii_trim(texts, characters=_BLANKS) if name == "day" else texts).cast(arrow_type_of(name))
    return True


def _number(name: str) -> "Callable[[pa.Array, str], bool]":
    return lambda texts, decimal: _is_number(texts, decimal, name=name)


def _time(name: str) -> "Callable[[pa.Array, str], bool]":
    return lambda texts, decimal: _is_time(texts, decimal, name=name)


_NUMBERS = frozenset({"integer", "number"})
_TIMES = ("day", "second", "nanosecond", "second in UTC", "nanosecond in UTC")
_READERS: "dict[str, Callable[[pa.Array, str], bool]]" = {
    "integer": _number("integer"), "boolean": _is_truth, **{name: _time(name) for name in _TIMES},
    "number": _number("number"),
}  # fmt: skip
