"""A table, or records of the prediction log, as cases that a model answers."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from evenhand.adapters.tables.table import Table
from evenhand.kernel.digest import Digest
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.serving.prediction import Scalar
from evenhand.wiring.sample import TableSample


class TableCases:
    """The ``CaseRows`` of one table.

    Args:
        table: the rows.
    """

    def __init__(self, table: Table) -> None:
        self.table = table

    @classmethod
    def of(cls, source: object, *, contract: Contract) -> "TableCases":
        """Read a path, or a table in memory; the contract tells which columns of a CSV are text."""
        return cls(TableSample.of(source, contract=contract).table)

    @classmethod
    def of_file(cls, source: object, *, text: Sequence[str]) -> "TableCases":
        """Read a path, or a table in memory, of which nobody has a contract; ``text`` columns are keys."""
        from evenhand.adapters.tables.read import read_table

        return cls(read_table(source, text=text))

    @classmethod
    def of_records(
        cls, records: Sequence[Mapping[str, Scalar]], *, contract: Contract, inputs: Sequence[str]
    ) -> "TableCases":
        """Make a table of what a caller sent, or the log holds.

        Raises:
            RequestInvalid: a value is none of its column's kind.
        """
        from evenhand.adapters.tables.case_table import table_of

        return cls(Table.of(table_of(records, contract, inputs), origin="the request"))

    @property
    def digest(self) -> Digest:
        """See ``CaseRows``."""
        return self.table.digest

    @property
    def n_rows(self) -> int:
        """See ``CaseRows``."""
        return self.table.n_rows

    @property
    def columns(self) -> Sequence[str]:
        """See ``CaseRows``."""
        return self.table.columns

    @property
    def rows(self) -> Any:
        """See ``CaseRows``."""
        return self.table.arrow

    @cached_property
    def _combined(self) -> Any:
        return self.table.arrow.combine_chunks()

    def records(self, names: Sequence[str]) -> Sequence[Mapping[str, Scalar]]:
        """See ``CaseRows``."""
        from evenhand.adapters.tables.case_table import records_of

        return records_of(self.table, names)

    def texts(self, name: str) -> Sequence[str]:
        """See ``CaseRows``."""
        from evenhand.adapters.tables.case_table import keys_of

        return keys_of(self.table, name)

    def instants(self, name: str) -> Sequence[Instant]:
        """See ``CaseRows``."""
        from evenhand.adapters.tables.case_table import instants_of

        return instants_of(self.table, name)

    def left_out(self, typical: Mapping[str, Scalar], *, start: int, stop: int) -> Any:
        """See ``CaseRows``."""
        from evenhand.adapters.tables.case_table import left_out

        return left_out(self._combined.select(list(typical)).slice(start, stop - start), typical)

    def violations(self, contract: Contract) -> tuple[str, ...]:
        """See ``CaseRows``."""
        return TableSample(table=self.table).violations(contract)
