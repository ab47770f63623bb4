"""Cases that a model is to answer, however they are stored."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from evenhand.kernel.digest import Digest
from evenhand.kernel.instant import Instant
from evenhand.lifecycle.data.contract import Contract
from evenhand.lifecycle.serving.prediction import Scalar


class CaseRows(Protocol):
    """Rows that a model answers one by one."""

    @property
    def digest(self) -> Digest:
        """The name of the content."""
        ...

    @property
    def n_rows(self) -> int:
        """Number of rows, at least one."""
        ...

    @property
    def columns(self) -> Sequence[str]:
        """Names of the columns."""
        ...

    @property
    def rows(self) -> Any:  # noqa: ANN401 - an Arrow table; this layer knows no table library
        """The rows, as a model takes them."""
        ...

    def records(self, names: Sequence[str]) -> Sequence[Mapping[str, Scalar]]:
        """These columns of every row, as a record holds them."""
        ...

    def texts(self, name: str) -> Sequence[str]:
        """A column as keys.

        Raises:
            ColumnMissing, ColumnUnusable: there is none, or a row lacks a value.
        """
        ...

    def instants(self, name: str) -> Sequence[Instant]:
        """A column of instants or days.

        Raises:
            ColumnMissing, ColumnUnusable: there is none, or a row has no instant.
        """
        ...

    def left_out(self, typical: Mapping[str, Scalar], *, start: int, stop: int) -> Any:  # noqa: ANN401 - as rows
        """The rows from ``start`` to ``stop``, once for each column of ``typical``, with that column at that value."""
        ...

    def violations(self, contract: Contract) -> tuple[str, ...]:
        """Where the rows break the contract, in words; columns that no model takes may be absent."""
        ...


class CaseTables(Protocol):
    """Makes a table of what the prediction log holds."""

    def of_records(
        self, records: Sequence[Mapping[str, Scalar]], *, contract: Contract, inputs: Sequence[str]
    ) -> CaseRows:
        """These columns of the records, in the kinds of the contract.

        Raises:
            RequestInvalid: a value is none of its column's kind.
        """
        ...
