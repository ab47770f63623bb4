"""Groups and current practice of logged cases, formed as an evaluation forms them."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from evenhand.adapters.tables.evaluation import group_array
from evenhand.adapters.tables.outcome import practice_array
from evenhand.adapters.tables.read import read_table
from evenhand.adapters.tables.table import Table
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.serving.prediction import Prediction


class LoggedGrouping:
    """The ``Grouping`` of records as the log holds them."""

    def groups(self, records: Sequence[Prediction], use_case: UseCase) -> Mapping[str, Sequence[str]]:
        """See ``Grouping``."""
        table = _table(records, use_case.attributes)
        if table is None:
            return {}
        return {
            name: [str(group) for group in group_array(table, name, cuts=use_case.bands.get(name))]
            for name in use_case.attributes
            if name in table.kinds
        }

    def practice(self, records: Sequence[Prediction], use_case: UseCase) -> Sequence[int | None] | None:
        """See ``Grouping``."""
        practice = use_case.current_practice
        table = None if practice is None else _table(records, [practice.column])
        if practice is None or table is None:
            return None
        found: Any = practice_array(table, practice)
        return [None if isnan(value) else int(value) for value in found.tolist()]


def _table(records: Sequence[Prediction], names: Sequence[str]) -> Table | None:
    """The columns among ``names`` that some record has, from its context or its features."""
    held = [{**each.features, **each.context} for each in records]
    columns = {name: [each.get(name) for each in held] for name in names if any(name in each for each in held)}
    return read_table(columns) if columns and records else None
