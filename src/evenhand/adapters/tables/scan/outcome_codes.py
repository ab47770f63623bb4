"""Values of a label or a decision, batch by batch, as 1 for the favourable one, 0 for others and a code for null."""

from typing import TYPE_CHECKING, Any

import numpy as np

from evenhand.adapters.tables.arrow_kind import held_in_words
from evenhand.adapters.tables.scan.arrow_batch import kind_of_arrow, numbers_of
from evenhand.errors.table import ColumnUnusable, LabelUnusable
from evenhand.lifecycle.problem.scalar import Scalar, scalar_text
from evenhand.metrics.coding import UNKNOWN
from evenhand.metrics.cube.fold import outcomes_of

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

_SHOWN = 5
_MOST_OTHERS = 100


class OutcomeCodes:
    """Reads one column; ``close`` refuses it once all rows were seen and none was as asked.

    Args:
        name: of the column.
        origin: of the table, for messages.
        positive: the favourable value; 1 where it is not given.
        refusal: what is raised.

    Examples:
        >>> import pyarrow as pa
        >>> OutcomeCodes("repaid", "loans.csv", positive="yes").of(pa.array(["yes", "no", None])).tolist()
        [1, 0, 2]
    """

    def __init__(
        self, name: str, origin: str, *, positive: "Scalar | None" = None,
        refusal: type[LabelUnusable | ColumnUnusable] = ColumnUnusable,
    ) -> None:  # fmt: skip
        self._place = f"{name!r} of {origin}"
        self._name, self._refusal = name, refusal
        role = "label" if refusal is LabelUnusable else "prediction"
        self._remedy = (
            f"Name the favourable value as the {role} {name!r} writes it: --positive VALUE, positive= in Python. It "
            "holds for label and prediction alike, so both must write it in one way."
        )
        self._positive: Scalar = 1 if positive is None else positive
        self._is_given = positive is not None
        self.has_positive = False
        self.others: list[Scalar] = []

    def of(self, array: "pa.Array") -> "NDArray[np.uint8]":
        """The codes of one batch.

        Raises:
            LabelUnusable, ColumnUnusable: it holds what is no outcome, or more values than an outcome has.
        """
        import pyarrow as pa

        if pa.types.is_null(array.type):
            return np.full(len(array), UNKNOWN, dtype=np.uint8)
        kind = kind_of_arrow(array.type)
        if kind == "number":
            return self._numbers(array)
        if kind not in ("text", "boolean"):
            raise self._refused(f"{self._place} holds {held_in_words(array.type)}, which are no outcomes.")
        coded = array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
        return self._texts(coded.dictionary.to_pylist(), coded.indices)

    def join(self, other: "OutcomeCodes") -> None:
        """Take what another thread has seen of the same column.

        Raises:
            LabelUnusable, ColumnUnusable: together they saw more values than an outcome has.
        """
        self.has_positive = self.has_positive or other.has_positive
        self._see([value for value in other.others if value not in self.others])

    def close(self) -> None:
        """Refuse a column that never was ``positive``, unless its values are plainly 0 and false.

        Raises:
            LabelUnusable, ColumnUnusable: what it says.
        """
        strange = [value for value in self.others if number_of(value) != 0 or number_of(self._positive) != 1]
        if not self.has_positive and strange:
            fact = f"{self._place} never is {scalar_text(self._positive)!r}; it holds {self._shown()}."
            raise self._refused(fact, self._remedy)
        if not self._is_given and len(self.others) > 1:
            fact = f"{self._place} holds more than two values: {scalar_text(self._positive)!r}, {self._shown()}."
            raise self._refused(fact, f"{self._remedy} Or name a column that holds outcomes; a score is named apart.")

    def _numbers(self, array: "pa.Array") -> "NDArray[np.uint8]":
        numbers = numbers_of(array)
        wanted = number_of(self._positive)
        if len(self.others) < 2:
            other = self.others[0] if self.others else numbers.values.dtype.type(wanted == 0).item()
            found = outcomes_of(numbers, np.nan if wanted is None else wanted, float(other))
            if found is not None:
                codes, is_held, has_other = found
                self.has_positive |= is_held
                if has_other and not self.others:
                    self._see([other])
                return codes
        values, unknown = numbers.values, numbers.is_null
        codes = np.asarray(values == (np.nan if wanted is None else wanted)).view(np.uint8)
        self.has_positive = self.has_positive or bool(codes.any())
        if values.dtype.kind == "f":
            lost = np.isnan(values)
            unknown = lost if unknown is None else unknown | lost
        strange = codes == 0
        for other in self.others:
            strange &= values != other
        if unknown is not None:
            codes[unknown] = UNKNOWN
            strange &= ~unknown
        if strange.any():
            self._see(np.unique(values[strange]).tolist())
        return codes

    def _texts(self, values: "list[Any]", indices: "pa.Array") -> "NDArray[np.uint8]":
        numbers = numbers_of(indices)
        places, unknown = numbers.values, numbers.is_null
        if unknown is not None:
            places = np.where(unknown, len(values), places)
        held = np.bincount(places, minlength=len(values) + 1)[:-1] > 0
        hits = [value is not None and is_same(value, self._positive) for value in values]
        seen = [(value, hit) for value, hit, is_held in zip(values, hits, held.tolist(), strict=True) if is_held]
        self.has_positive = self.has_positive or any(hit for _, hit in seen)
        known = set(self.others)
        self._see([value for value, hit in seen if not hit and value is not None and value not in known])
        codes = [UNKNOWN if value is None else int(hit) for value, hit in zip(values, hits, strict=True)]
        return np.asarray(np.array([*codes, UNKNOWN], dtype=np.uint8)[places])

    def _see(self, fresh: list[Scalar]) -> None:
        self.others += fresh
        if len(self.others) > _MOST_OTHERS:
            fact = f"{self._place} holds more than {_MOST_OTHERS} values: {self._shown()}."
            raise self._refused(fact, "Name a column that holds outcomes; a score is named apart.")

    def _shown(self) -> str:
        listed = ", ".join(repr(scalar_text(value)) for value in self.others[:_SHOWN])
        return listed + (f" and {len(self.others) - _SHOWN} more" if len(self.others) > _SHOWN else "")

    def _refused(self, fact: str, remedy: str = "Name a column that holds outcomes.") -> LabelUnusable | ColumnUnusable:
        return self._refusal(fact, remedy=remedy, column=self._name)


def is_same(value: Scalar, wanted: Scalar) -> bool:
    """Whether a value is the wanted one, as text or as number.

    Examples:
        >>> is_same(1.0, "1"), is_same(True, 1), is_same("1.0", 1), is_same("yes", "yes"), is_same("yes", 1)
        (True, True, True, True, False)
    """
    if scalar_text(value) == scalar_text(wanted):
        return True
    number = number_of(value)
    return number is not None and number == number_of(wanted)


def number_of(value: Scalar) -> float | None:
    """The number that a value says; true is 1, false is 0, ``None`` where it says none.

    Examples:
        >>> number_of("True"), number_of(" 2.50"), number_of("yes")
        (1.0, 2.5, None)
    """
    if not isinstance(value, str):
        return float(value)
    text = value.strip().casefold()
    if text in ("true", "false"):
        return float(text == "true")
    try:
        return float(text)
    except ValueError:
        return None
