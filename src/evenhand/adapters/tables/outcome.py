"""Which rows had the favourable outcome, and which were or would be given the favourable decision."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenhand.adapters.tables.coded import Coded, coded
from evenhand.adapters.tables.table import Table
from evenhand.errors.table import ColumnUnusable, LabelUnusable
from evenhand.lifecycle.problem.practice import Practice, PracticeColumn, PracticeRule
from evenhand.lifecycle.problem.scalar import Scalar, scalar_kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SHOWN = 5


def label_array(
    table: Table, *, label: str, favourable: Scalar, unfavourable: Sequence[Scalar] = ()
) -> "NDArray[np.int8]":
    """1 for every row whose label is ``favourable``, 0 for every other.

    Raises:
        ColumnMissing: there is no such column.
        LabelUnusable: a row has no label; the label never is ``favourable``; or it has values that are neither
            ``favourable`` nor, where they are stated, ``unfavourable``, nor the only other value.

    Examples:
        >>> table = Table.of(__import__("pyarrow").table({"repaid": ["yes", "no", "yes"]}))
        >>> label_array(table, label="repaid", favourable="yes").tolist()
        [1, 0, 1]
    """
    import numpy as np

    found = coded(table, label)
    place = f"The label {label!r} of {table.origin}"
    if found.n_missing:
        raise LabelUnusable(
            f"{place} is empty in {found.n_missing} of {table.n_rows} rows.", n=found.n_missing, column=label
        )
    classes = _class_values(found, favourable)
    if not unfavourable and not any(classes):
        fact = f"{place} never is {favourable!r} ({scalar_kind(favourable)}); it holds {_shown(found)}."
        raise LabelUnusable(fact, column=label, favourable=favourable)
    others = [value for value, is_hit in zip(found.values, classes, strict=True) if not is_hit]
    strange = [value for value in others if not _among(value, unfavourable)]
    if unfavourable and strange:
        fact = f"{place} also holds {_shown(found, strange)}, neither favourable nor unfavourable."
        raise LabelUnusable(fact, column=label)
    if not unfavourable and len(others) > 1:
        fact = f"{place} holds {len(others)} values beside {favourable!r}: {_shown(found, others)}."
        raise LabelUnusable(fact, column=label, remedy="State all of them under 'unfavourable', or mend the table.")
    return np.array(classes, dtype=np.int8)[found.codes]


def decision_array(table: Table, *, column: str, favourable: Scalar) -> "NDArray[np.float64]":
    """1 for every row that was given the favourable decision, 0 for others, NaN where none is recorded.

    Raises:
        ColumnMissing: there is no such column.
        ColumnUnusable: no row was given it, so the value is most likely misspelt.
    """
    import numpy as np

    found = coded(table, column)
    hits = _class_values(found, favourable)
    if not any(hits):
        fact = f"{column!r} of {table.origin} never is {favourable!r} ({scalar_kind(favourable)}); "
        raise ColumnUnusable(f"{fact}it holds {_shown(found)}.", column=column, favourable=favourable)
    return np.array([*hits, np.nan], dtype=np.float64)[found.codes]


def score_array(table: Table, *, column: str) -> "NDArray[np.float64]":
    """The scores of a column, NaN where there is none.

    Raises:
        ColumnMissing: there is no such column.
        ColumnUnusable: it holds no numbers, or one outside 0 to 1, so it is no probability.
    """
    import numpy as np

    scores = number_array(table, column=column)
    strange = np.flatnonzero(~(np.isnan(scores) | ((scores >= 0) & (scores <= 1))))
    if strange.size:
        first = int(strange[0])
        fact = f"{column!r} of {table.origin} is {float(scores[first])!r} in row {first + 1}, outside 0 to 1"
        more = f"; {strange.size} of {table.n_rows} rows are" if strange.size > 1 else ""
        remedy = "A score is the probability of the favourable outcome: name another column, or scale this one."
        raise ColumnUnusable(f"{fact}{more}.", remedy=remedy, column=column)
    if np.isnan(scores).all():
        raise ColumnUnusable(f"{column!r} of {table.origin} is empty in every row.", column=column)
    return scores


def number_array(table: Table, *, column: str) -> "NDArray[np.float64]":
    """The numbers of a column, NaN where there is none.

    Raises:
        ColumnMissing: there is no such column.
        ColumnUnusable: it holds no numbers.
    """
    import numpy as np

    values = table.numpy(column)
    if table.kinds[column] not in ("integer", "number"):
        raise ColumnUnusable(f"{column!r} of {table.origin} holds {table.kinds[column]}, no numbers.", column=column)
    return values.astype(np.float64)


def practice_array(table: Table, practice: Practice) -> "NDArray[np.float64] | None":
    """1 where current practice gives the favourable decision, 0 where not, NaN where its column is empty.

    ``None`` when current practice is not stated.

    Raises:
        ColumnMissing: the column is not there.
        ColumnUnusable: its values cannot be compared as the practice says.
    """
    import numpy as np

    if practice is None:
        return None
    if isinstance(practice, PracticeColumn):
        return decision_array(table, column=practice.column, favourable=practice.favourable)
    if practice.operator in ("==", "!="):
        found = coded(table, practice.column)
        _refuse_kind(table, practice, found)
        hits = [hit == (practice.operator == "==") for hit in _class_values(found, practice.value)]
        return np.array([*hits, np.nan], dtype=np.float64)[found.codes]
    values = number_array(table, column=practice.column)
    compare = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}[practice.operator]
    return np.where(np.isnan(values), np.nan, compare(values, float(practice.value)))


def _class_values(found: Coded, wanted: Scalar) -> list[bool]:
    return [_among(value, (wanted,)) for value in found.values]


def _among(value: Scalar, wanted: Sequence[Scalar]) -> bool:
    return any(scalar_kind(value) == scalar_kind(one) and value == one for one in wanted)


def _refuse_kind(table: Table, practice: PracticeRule, found: Coded) -> None:
    kinds = {scalar_kind(value) for value in found.values}
    if kinds and scalar_kind(practice.value) not in kinds:
        fact = f"{practice.column!r} of {table.origin} is compared with {practice.value!r}, "
        raise ColumnUnusable(f"{fact}but holds {_shown(found)}.", column=practice.column)


def _shown(found: Coded, values: Sequence[Scalar] | None = None) -> str:
    counts = dict(zip(found.values, found.counts, strict=True))
    listed = list(found.values if values is None else values)
    texts = [f"{value!r} ({counts[value]} rows)" for value in listed[:_SHOWN]]
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return (", ".join(texts) or "no value at all") + more
