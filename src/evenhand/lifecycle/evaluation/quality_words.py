"""What measured quality means, in sentences: the worst has the greatest weight."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from evenhand.kernel.measurement import Measurement
from evenhand.lifecycle.data.repeated import Repeated
from evenhand.lifecycle.data.violation import Violation
from evenhand.lifecycle.evaluation.row_words import of_rows, percent
from evenhand.lifecycle.evaluation.table_report import Sentence

NEARLY_ALL = 0.99
"""From this share on, a reader is told that a column is nearly one value."""

TELLING = 0.95
"""From this lower bound of ``label_leakage_auc`` on, a reader is told of a suspicion."""

MOST_NAMED = 20
"""Columns that one sentence names."""

_BROKEN = {
    "missing-column": "The table has no column {column!r}, which the contract names.",
    "extra-column": "The contract does not name the column {column!r}.",
    "wrong-kind": "Column {column!r} is not of the kind that the contract states, in {rows}: {text}",
    "null": "Column {column!r} has no value in {rows}; the contract allows no gap.",
    "nan": "Column {column!r} is NaN (not a number) in {rows}; the contract allows no gap.",
    "infinite": "Column {column!r} is infinite in {rows}.",
    "below-minimum": "Column {column!r} is too low in {rows}: {text}",
    "above-maximum": "Column {column!r} is too high in {rows}: {text}",
    "unknown-category": "Column {column!r} holds values that the contract does not know, in {rows}: {text}",
}
_SHAPE = {"missing-column": 3.0, "extra-column": 0.2}
"""A column that is not there comes before all that can be said of those that are; one more does little harm."""

_READ = (("number_text_rate", "a number", "numbers"), ("time_text_rate", "a day or time", "days or times"))
_GAPS = {"null": "null_rate", "nan": "nan_rate", "infinite": "infinity_rate"}


def broken_words(violations: Iterable[Violation]) -> Iterator[Sentence]:
    """Where the contract is broken."""
    for found in violations:
        rows = of_rows(found.n, found.n_rows)
        text = _BROKEN[found.rule].format(column=found.column, rows=rows, text=found.text)
        weight = _SHAPE.get(found.rule, 1 + found.n / found.n_rows)
        yield Sentence(text=text, column=found.column, weight=weight)


def column_words(measured: Mapping[str, Measurement], *, told: frozenset[str] = frozenset()) -> Iterator[Sentence]:
    """What a reader should know of one column.

    Args:
        measured: measurements of the column by name.
        told: rules of the contract that it breaks, of which a sentence was made already.
    """
    skipped = {_GAPS[rule] for rule in told if rule in _GAPS}
    yield from _gap_words({name: found for name, found in measured.items() if name not in skipped})
    yield from _variety_words(measured)
    yield from _text_words(measured)
    yield from _leak_words(measured)


def alike_words(measured: Sequence[Measurement]) -> Iterator[Sentence]:
    """What is said once for all columns of which it is true, worst first by weight as all sentences.

    Args:
        measured: measurements of all columns.
    """
    for name, one, _ in _READ:
        columns = [found.column for found in measured if found.name == name and found.value == 1]
        if columns:
            what = "is it" if len(columns) == 1 else "are they"
            text = f"Every text of {_columns(columns)} reads as {one}: {what} stored as text by mistake?"
            yield Sentence(text=text, column=columns[0] if len(columns) == 1 else None, weight=0.15)
    yield from _age_words(measured)


def repeated_words(repeated: Repeated) -> Iterator[Sentence]:
    """Rows that equal an earlier one throughout."""
    if repeated.n_repeated:
        rows = of_rows(repeated.n_repeated, repeated.n)
        text = f"An earlier row is repeated, in every column, by {rows}."
        yield Sentence(text=text, weight=0.5 + repeated.n_repeated / repeated.n)


def key_words(repeated: Repeated, key: tuple[str, ...]) -> Iterator[Sentence]:
    """Whether a key tells rows apart."""
    name, n = " with ".join(key), repeated.n + repeated.n_unstated
    if repeated.n_unstated:
        text = f"The key {name} is not stated in {of_rows(repeated.n_unstated, n)}."
        yield Sentence(text=text, column=key[0], weight=1.5 + repeated.n_unstated / n)
    if repeated.n_repeated:
        text = f"The key {name} does not tell rows apart: an earlier one is repeated by "
        text += f"{of_rows(repeated.n_repeated, repeated.n)}."
        yield Sentence(text=text, column=key[0], weight=1.5 + repeated.n_repeated / repeated.n)


def _gap_words(measured: Mapping[str, Measurement]) -> Iterator[Sentence]:
    for name, said in (("null_rate", "has no value"), ("nan_rate", "is NaN (not a number)")):
        found = measured.get(name)
        if found is not None and found.value:
            text = f"Column {found.column!r} {said} in {of_rows(_count(found), found.n)}."
            yield Sentence(text=text, column=found.column, weight=found.value)
    found = measured.get("infinity_rate")
    if found is not None and found.value:
        text = f"Column {found.column!r} is infinite in {of_rows(_count(found), found.n)}."
        yield Sentence(text=text, column=found.column, weight=0.5 + found.value)


def _variety_words(measured: Mapping[str, Measurement]) -> Iterator[Sentence]:
    distinct, most = measured["distinct"], measured["most_frequent_rate"]
    if not distinct.n or distinct.n == 1:
        return
    value = most.detail.get("value")
    which = "" if value is None else f" ({value})"
    if distinct.detail["is_constant"]:
        text = f"Column {distinct.column!r} holds one single value{which} in all its {distinct.n:,} values: "
        yield Sentence(text=text + "it tells nothing.", column=distinct.column, weight=0.6)
    elif most.value is not None and most.value >= NEARLY_ALL:
        text = f"Column {distinct.column!r} holds nearly one single value{which}: {percent(most.value)} of its values."
        yield Sentence(text=text, column=distinct.column, weight=0.3)


def _text_words(measured: Mapping[str, Measurement]) -> Iterator[Sentence]:
    for name, _, many in _READ:
        found = measured.get(name)
        if found is None or not found.value or found.value < 0.5:
            continue
        if found.value < 1:
            text = f"Column {found.column!r} mixes kinds: {percent(found.value)} of its texts read as {many}, "
            yield Sentence(text=text + "the others do not.", column=found.column, weight=0.5)
    blank = measured.get("blank_text_rate")
    if blank is not None and blank.value:
        text = f"Column {blank.column!r} is blank text in {of_rows(_count(blank), blank.n)} that have a value: does "
        yield Sentence(text=text + "that mean missing?", column=blank.column, weight=blank.value)


def _age_words(measured: Iterable[Measurement]) -> Iterator[Sentence]:
    alike: dict[tuple[str, bool], list[str | None]] = {}
    for found in measured:
        if found.name == "newest_age" and found.value is not None:
            alike.setdefault((f"{abs(found.value):,.1f} days", found.value < 0), []).append(found.column)
    for (days, is_ahead), columns in alike.items():
        where, only = _columns(columns), columns[0] if len(columns) == 1 else None
        said = f"lies {days} in the future" if is_ahead else f"is {days} old"
        yield Sentence(text=f"The newest time in {where} {said}.", column=only, weight=0.5 if is_ahead else 0.05)


def _columns(names: Sequence[str | None]) -> str:
    """The columns by name, or the first of very many."""
    if len(names) == 1:
        return f"column {names[0]!r}"
    if len(names) > MOST_NAMED:
        return f"columns {', '.join(map(repr, names[:MOST_NAMED]))} and {len(names) - MOST_NAMED} more"
    return f"columns {', '.join(map(repr, names[:-1]))} and {names[-1]!r}"


def _leak_words(measured: Mapping[str, Measurement]) -> Iterator[Sentence]:
    found = measured.get("label_leakage_auc")
    if found is None or found.lower is None or found.value is None or found.lower < TELLING:
        return
    what = "Whether it has a value, in" if found.detail.get("told_by") == "gap" else "The value of"
    text = f"{what} column {found.column!r} alone tells the label nearly without error (area under the ROC curve "
    text += f"{_area(found.value)}, where 1 is perfect): was it known when the decision was taken?"
    yield Sentence(text=text, column=found.column, weight=1 + found.value)


def _area(value: float) -> str:
    return "1" if value == 1 else "over 0.999" if value > 0.999 else f"{value:.3f}"


def _count(found: Measurement) -> int:
    return cast("int", found.detail["count"])
