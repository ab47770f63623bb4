"""What a reader of a table should look at twice, although no contract forbids it."""

from collections.abc import Iterator
from dataclasses import dataclass

from evenhand.kernel.canonical import Json
from evenhand.lifecycle.data.facts import VALUES_AT_MOST, ColumnFacts, TableFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One oddity of one column.

    Attributes:
        column: its name.
        code: ``empty``, ``constant``, ``infinite``, ``nan-beside-null``, ``numbers-as-text``, ``blank-text``,
            ``padded-text``, ``one-value-per-row`` or ``many-categories``.
        n: rows that it concerns.
        text: a sentence about it, without any value of the column.
    """

    column: str
    code: str
    n: int
    text: str

    def as_json(self) -> dict[str, Json]:
        """The documented shape."""
        return {"column": self.column, "code": self.code, "n": self.n, "text": self.text}


def remarks(facts: TableFacts) -> tuple[Remark, ...]:
    """All oddities, column by column.

    Examples:
        >>> zip_code = ColumnFacts(name="zip", kind="text", n=3, n_distinct=3, n_number_text=3)
        >>> table = TableFacts(digest="", n_rows=3, n_repeated=0, n_repeated_keys=None, columns=(zip_code,))
        >>> [remark.code for remark in remarks(table)]
        ['numbers-as-text', 'one-value-per-row']
    """
    return tuple(
        Remark(column=column.name, code=code, n=n, text=text)
        for column in facts.columns
        for code, n, text in (*_of_any(column), *_of_numbers(column), *_of_texts(column))
    )


def _of_any(column: ColumnFacts) -> Iterator[tuple[str, int, str]]:
    if not column.n_present:
        yield "empty", column.n, "No row has a value."
    if column.is_constant:
        yield "constant", column.n_present, "Every value is the same, so it tells nothing."


def _of_numbers(column: ColumnFacts) -> Iterator[tuple[str, int, str]]:
    if column.n_infinite:
        yield "infinite", column.n_infinite, f"{column.n_infinite} rows are infinite."
    if column.n_nan and column.n_null:
        text = f"{column.n_null} rows are null and {column.n_nan} are NaN: do both mean missing?"
        yield "nan-beside-null", column.n_nan, text


def _of_texts(column: ColumnFacts) -> Iterator[tuple[str, int, str]]:
    if column.kind != "text" or not column.n_present:
        return
    if column.n_number_text == column.n_present:
        yield (
            "numbers-as-text",
            column.n_number_text,
            "Every text reads as a number: categories, or numbers by mistake?",
        )
    elif column.n_number_text:
        yield (
            "numbers-as-text",
            column.n_number_text,
            f"{column.n_number_text} texts read as numbers, the others do not.",
        )
    if column.n_blank:
        yield "blank-text", column.n_blank, f"{column.n_blank} texts are blank: do they mean missing?"
    if column.n_padded:
        yield "padded-text", column.n_padded, f"{column.n_padded} texts begin or end with a space."
    if column.is_unique:
        yield "one-value-per-row", column.n_present, "No two rows share a text: a name or a key, hardly a feature."
    elif column.n_distinct > VALUES_AT_MOST:
        yield "many-categories", column.n_present, f"{column.n_distinct:,} different texts: free text or a key?"
