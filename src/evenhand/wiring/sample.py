"""A table, joined with a use case and a model: the ``Sample`` of the workflows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evenhand.adapters.tables.contract_check import check_contract
from evenhand.adapters.tables.describe import describe_table
from evenhand.adapters.tables.evaluation import evaluation_arrays
from evenhand.adapters.tables.faceted import facet_of
from evenhand.adapters.tables.levels import levels_of
from evenhand.adapters.tables.outcome import decision_array, practice_array, score_array
from evenhand.adapters.tables.personal_scan import propose_personal
from evenhand.adapters.tables.quality import quality_report
from evenhand.adapters.tables.read import read_table
from evenhand.adapters.tables.table import Table
from evenhand.adapters.tables.varied import composed, overlaid
from evenhand.errors.model import ModelInputsDiffer
from evenhand.errors.table import ColumnUnusable, RowMissing
from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.data.paper import Question
from evenhand.lifecycle.data.sheet import data_sheet
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.ports.sample import Sample

_ANSWERS = frozenset({"score", "prediction"})

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evenhand.metrics.moves import Levels
    from evenhand.metrics.profile import Cases
    from evenhand.metrics.slicing import Facet


@dataclass(frozen=True, kw_only=True)
class TableSample:
    """Rows of one table.

    Attributes:
        table: the rows.
    """

    table: Table

    @classmethod
    def of(cls, source: object, *, contract: Contract | None = None) -> "TableSample":
        """Read a path, or a table in memory; a contract tells which columns of a CSV are text."""
        if isinstance(source, Table):
            return cls(table=source)
        text = () if contract is None else contract.of_kind("text")
        return cls(table=read_table(source, text=text))

    @property
    def digest(self) -> Digest:
        """The name of the content."""
        return self.table.digest

    @property
    def n_rows(self) -> int:
        """Number of rows, at least one."""
        return self.table.n_rows

    @property
    def rows(self) -> Any:
        """The rows, as a model takes them."""
        return self.table.arrow

    def require(
        self, use_case: UseCase, *, inputs: Sequence[str] | None = None, outputs: Mapping[str, Json] | None = None
    ) -> None:
        """See ``Sample``."""
        answers = outputs or {}
        absent = [] if answers.keys() & _ANSWERS else [name for name in inputs or () if name not in self.table.kinds]
        if absent:
            raise ModelInputsDiffer(f"{self.table.origin} lacks {', '.join(absent)}, which the model takes.")
        for column in (answers[name] for name in answers.keys() & _ANSWERS):
            if column == use_case.label:
                raise ColumnUnusable(f"{column!r} is the label, no answer of a model.", column=column)
        evaluation_arrays(self.table, use_case)
        self.baseline(use_case)
        self.stated(answers, use_case)

    def part(self, n_rows: int, *, seed: int) -> "TableSample":
        """At most ``n_rows`` of them, drawn without replacement, in their order."""
        if n_rows >= self.n_rows:
            return self
        import numpy as np

        drawn = np.sort(np.random.default_rng(seed).choice(self.n_rows, size=n_rows, replace=False))
        return TableSample(table=Table.of(self.table.arrow.take(drawn), origin=self.table.origin))

    def cases(self, use_case: UseCase, *, scores: "NDArray[np.float64] | None", decisions: "NDArray[Any]") -> "Cases":
        """Label, groups and current practice of every row beside what the model said."""
        from evenhand.metrics.profile import Cases

        arrays = evaluation_arrays(self.table, use_case)
        return Cases(
            label=arrays.label, decision=decisions, score=scores, practice=arrays.practice,
            attributes=arrays.attributes,
        )  # fmt: skip

    def baseline(self, use_case: UseCase) -> "NDArray[np.float64] | None":
        """See ``Sample``."""
        return practice_array(self.table, use_case.baseline)

    def stated(
        self, outputs: Mapping[str, Json], use_case: UseCase
    ) -> "tuple[NDArray[np.float64] | None, NDArray[np.float64] | None]":
        """Scores and decisions that stand in the table itself."""
        score, prediction = outputs.get("score"), outputs.get("prediction")
        return (
            None if score is None else score_array(self.table, column=str(score)),
            None if prediction is None
            else decision_array(self.table, column=str(prediction), favourable=use_case.favourable),
        )  # fmt: skip

    def quality(self, contract: Contract) -> Mapping[str, Json]:
        """Measured quality of every column, and where the rows break the contract."""
        return quality_report(self.table, contract)

    def sheet(self, asked: Sequence[Question], contract: Contract) -> Mapping[str, Json]:
        """The data sheet of the rows, with what only people know left visibly empty."""
        keys = [name for name in contract.by_role("key") if name in self.table.kinds]
        return data_sheet(
            asked, facts=describe_table(self.table, key=keys), contract=contract,
            violations=check_contract(self.table, contract), personal=propose_personal(self.table),
        )  # fmt: skip

    def violations(self, contract: Contract) -> tuple[str, ...]:
        """Where the rows break the contract, in words; columns that no model takes may be absent."""
        found = check_contract(self.table, contract)
        return tuple(each.sentence for each in found if each.column in self.table.kinds)

    def facets(self, names: Sequence[str], *, bins: int = 8) -> "Sequence[Facet]":
        """See ``Sample``."""
        kept = [name for name in names if self.table.kinds.get(name, "instant") != "instant"]
        return [facet_of(self.table, name, bins=bins) for name in kept]

    def levels(self, columns: Sequence[Column]) -> "Sequence[Levels]":
        """See ``Sample``."""
        return [levels_of(self.table, column) for column in columns]

    def composed(self, places: "Mapping[str, NDArray[np.int64]]") -> Any:
        """See ``Sample``."""
        return composed(self.table, places)

    def overlaid(self, case: Sample, rows: "NDArray[np.int64]", taken: "Mapping[str, NDArray[np.bool_]]") -> Any:
        """See ``Sample``."""
        return overlaid(self.table, Table.of(case.rows), rows, taken)

    def only(self, row: int) -> "TableSample":
        """One row, counted from 1.

        Raises:
            RowMissing: there are fewer rows.
        """
        if not 1 <= row <= self.n_rows:
            raise RowMissing(f"{self.table.origin} has {self.n_rows:,} rows and no row {row}.", row=row)
        return TableSample(table=self.table.rows(row - 1, row))

    def place_of(self, key: str, *, column: str) -> int:
        """The row, counted from 1, whose ``column`` reads ``key``.

        Raises:
            ColumnMissing: there is no such column.
            RowMissing: no row does, or several do.
        """
        texts = [None if value is None else str(value) for value in self.table.column(column).to_pylist()]
        found = [place for place, text in enumerate(texts, start=1) if text == key]
        if len(found) != 1:
            raise RowMissing(f"{len(found)} rows of {self.table.origin} have {column} {key!r}.", key=key, column=column)
        return found[0]

    def shown(self) -> dict[str, str]:
        """Each column of the first row, as text."""
        [row] = self.table.arrow.slice(0, 1).to_pylist()
        return {name: "(missing)" if value is None else str(value) for name, value in row.items()}

    def shuffled(self, column: str, order: "NDArray[np.int64]") -> Any:
        """The rows, each with the value of ``column`` that the row named by ``order`` has."""
        arrow = self.table.arrow
        place = arrow.column_names.index(column)
        return arrow.set_column(place, arrow.schema.field(place), arrow.column(place).take(order))
