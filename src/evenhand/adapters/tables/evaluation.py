"""What a use case needs of a table to be evaluated: the label, the groups, and what happens today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenhand.adapters.tables.coded import coded
from evenhand.adapters.tables.outcome import label_array, practice_array
from evenhand.adapters.tables.table import Table
from evenhand.errors.table import ColumnUnusable
from evenhand.lifecycle.problem.band import BLANK, MISSING, band_names
from evenhand.lifecycle.problem.scalar import scalar_text
from evenhand.lifecycle.problem.use_case import UseCase

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GROUPS_AT_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EvaluationArrays:
    """One entry per row of the table, in its order.

    Attributes:
        label: 1 where the outcome was the favourable one, else 0.
        attributes: protected and further attributes to the text of the group that each row belongs to; never null.
        practice: 1 where current practice gives the favourable decision, 0 where not, NaN where unknown; ``None`` when
            current practice is not stated.
        n_practice_unknown: rows whose practice is NaN.
    """

    label: "NDArray[np.int8]"
    attributes: "Mapping[str, NDArray[np.object_]]"
    practice: "NDArray[np.float64] | None"
    n_practice_unknown: int


def evaluation_arrays(table: Table, use_case: UseCase) -> EvaluationArrays:
    """The arrays from which ``use_case`` is measured on ``table``.

    Raises:
        ColumnMissing: a column that the use case names is not in the table.
        LabelUnusable, ColumnUnusable: its values do not serve; ``label_array``, ``group_array`` and ``practice_array``
            say when.

    Examples:
        >>> case = UseCase(name="loan", purpose="Who gets a loan.", ai_act_class="high_risk", tier=1, label="repaid",
        ...                favourable=1, protected=("sex",), judged_by=("age",), bands={"age": (25, 65)})
        >>> import pyarrow
        >>> table = Table.of(pyarrow.table({"repaid": [1, 0], "sex": ["f", None], "age": [24.0, 65.0]}))
        >>> arrays = evaluation_arrays(table, case)
        >>> arrays.label.tolist(), {name: groups.tolist() for name, groups in arrays.attributes.items()}
        ([1, 0], {'sex': ['f', '(missing)'], 'age': ['<25', '>=65']})
    """
    import numpy as np

    practice = practice_array(table, use_case.current_practice)
    return EvaluationArrays(
        label=label_array(
            table, label=use_case.label, favourable=use_case.favourable, unfavourable=use_case.unfavourable
        ),
        attributes={name: group_array(table, name, cuts=use_case.bands.get(name)) for name in use_case.attributes},
        practice=practice,
        n_practice_unknown=0 if practice is None else int(np.isnan(practice).sum()),
    )


def group_array(table: Table, name: str, *, cuts: Sequence[float] | None = None) -> "NDArray[np.object_]":
    """The group of every row: its band between ``cuts``, or its value as text; ``(missing)`` for null and NaN.

    Raises:
        ColumnMissing: there is no such column.
        ColumnUnusable: bands are asked of what holds no numbers, or there are more than 1,000 groups.
    """
    import numpy as np

    if cuts:
        return _banded(table, name, cuts)
    found = coded(table, name)
    if len(found.values) > GROUPS_AT_MOST:
        fact = f"{name!r} of {table.origin} has {len(found.values):,} different values, too many to be groups."
        remedy = "State cut points for it under 'bands', or use a coarser column."
        raise ColumnUnusable(fact, remedy=remedy, column=name)
    texts = [scalar_text(value) or BLANK for value in found.values]
    return np.array([*texts, MISSING], dtype=object)[found.codes]


def _banded(table: Table, name: str, cuts: Sequence[float]) -> "NDArray[np.object_]":
    import numpy as np

    values = table.numpy(name)
    if table.kinds[name] not in ("integer", "number"):
        fact = f"{name!r} of {table.origin} holds {table.kinds[name]}, and bands need numbers."
        raise ColumnUnusable(fact, column=name)
    bands = np.searchsorted(np.array(cuts, dtype=np.float64), values.astype(np.float64), side="right")
    bands[np.isnan(values)] = len(cuts) + 1
    return np.array([*band_names(cuts), MISSING], dtype=object)[bands]
