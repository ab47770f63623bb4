"""Values of an attribute, batch by batch, as groups of people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from evenhand.adapters.tables.arrow_kind import held_in_words
from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow, numbers_of
from evenhand.errors.table import ColumnUnusable
from evenhand.lifecycle.problem.band import BLANK, MISSING, band_names
from evenhand.lifecycle.problem.scalar import scalar_text
from evenhand.metrics.cube.batch import Grouped

if TYPE_CHECKING:
    import pyarrow as pa

GROUPS_AT_MOST = 1000
NUMBERS_AT_MOST = 50


class GroupCodes:
    """Reads one column.

    Args:
        name: of the column.
        origin: of the table, for messages.
        cuts: that turn numbers into bands; none where values are groups as they are.

    Examples:
        >>> import pyarrow as pa
        >>> grouped = GroupCodes("sex", "loans.csv").of(pa.array(["f", None, "f"]))
        >>> grouped.values, grouped.codes.tolist()
        (('f', '(missing)'), [0, 1, 0])
    """

    def __init__(self, name: str, origin: str, *, cuts: Sequence[float] = ()) -> None:
        self._place, self._name, self._cuts = f"{name!r} of {origin}", name, tuple(cuts)
        self.seen: dict[str, None] = {}
        self.is_number = False
        self._last: tuple[pa.Array, tuple[str, ...], np.ndarray[tuple[int], np.dtype[np.int64]]] | None = None

    def of(self, array: "pa.Array") -> Grouped:
        """The groups of one batch.

        Raises:
            ColumnUnusable: it holds what is no group, or too many different values to be groups.
        """
        import pyarrow as pa

        if pa.types.is_null(array.type):
            return Grouped(values=(MISSING,), codes=np.zeros(len(array), dtype=np.int64))
        kind = kind_of_arrow(array.type)
        if self._cuts:
            return self._banded(array, kind)
        if kind not in ("text", "boolean", "number"):
            fact = f"{self._place} holds {held_in_words(array.type)}, whose values are no groups."
            raise ColumnUnusable(fact, remedy="Name a column of texts or categories.", column=self._name)
        if kind == "number":
            array = array.cast(pa.float64()) if not pa.types.is_integer(array.type) else array
        coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
        values, places = self._named(coded, is_number=kind == "number")
        numbers = numbers_of(coded.indices)
        codes = numbers.values if numbers.values.dtype != np.uint64 else numbers.values.astype(np.int64)
        if numbers.is_null is not None:
            values = tuple(dict.fromkeys([*values, MISSING]))
            places = np.append(places, values.index(MISSING))
            codes = np.where(numbers.is_null, np.int32(len(places) - 1), codes)
        is_plain = len(values) == len(places)
        return Grouped(values=values, codes=codes if is_plain else places[codes])

    def join(self, other: "GroupCodes") -> None:
        """Take what another thread has seen of the same column.

        Raises:
            ColumnUnusable: together they saw too many values to be groups.
        """
        self.seen.update(other.seen)
        self.is_number = self.is_number or other.is_number
        self._refuse_many()

    def _banded(self, array: "pa.Array", kind: str | None) -> Grouped:
        if kind != "number":
            fact = f"{self._place} holds {held_in_words(array.type)}, and bands need numbers."
            raise ColumnUnusable(fact, column=self._name)
        numbers = numbers_of(array)
        values = numbers.values.astype(np.float64)
        bands = np.searchsorted(np.array(self._cuts, dtype=np.float64), values, side="right")
        lost = np.isnan(values) if numbers.is_null is None else np.isnan(values) | numbers.is_null
        bands[lost] = len(self._cuts) + 1
        return Grouped(values=(*band_names(self._cuts), MISSING), codes=bands)

    def _named(
        self, coded: "pa.Array", *, is_number: bool
    ) -> "tuple[tuple[str, ...], np.ndarray[tuple[int], np.dtype[np.int64]]]":
        """Names of groups and, per place in the dictionary, the index of its name."""
        if self._last is not None and self._last[0].equals(coded.dictionary):
            return self._last[1:]
        names = [_name(value) for value in coded.dictionary.to_pylist()]
        values = tuple(dict.fromkeys(names))
        self.seen.update(dict.fromkeys(values))
        self.is_number = self.is_number or is_number
        self._refuse_many()
        rank = {name: place for place, name in enumerate(values)}
        places = np.array([rank[name] for name in names], dtype=np.int64)
        self._last = coded.dictionary, values, places
        return values, places

    def _refuse_many(self) -> None:
        names = [name for name in self.seen if name != MISSING]
        n, shown = len(names), ", ".join(names[:3])
        if self.is_number and n > NUMBERS_AT_MOST:
            fact = f"{self._place} holds numbers of more than {NUMBERS_AT_MOST} different values, such as {shown}."
            remedy = "Add a column of bands, such as 'under 25', and name that one."
            raise ColumnUnusable(fact, remedy=remedy, column=self._name)
        if n > GROUPS_AT_MOST:
            fact = f"{self._place} has more than {GROUPS_AT_MOST:,} different values, such as {shown}."
            raise ColumnUnusable(
                f"{fact} They are too many to be groups.", remedy="Use a coarser column.", column=self._name
            )


def _name(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN alone is unlike itself
        return MISSING
    return scalar_text(value) or BLANK if isinstance(value, bool | int | float | str) else str(value)
