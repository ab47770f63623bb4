"""A table as registering and evaluating see it: named by its content, joined with a use case and a model."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from evenhand.kernel.canonical import Json
from evenhand.kernel.digest import Digest
from evenhand.lifecycle.data.contract import Column, Contract
from evenhand.lifecycle.data.paper import Question
from evenhand.lifecycle.problem.use_case import UseCase
from evenhand.lifecycle.training.manifest import Manifest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from evenhand.metrics.moves import Levels
    from evenhand.metrics.profile import Cases
    from evenhand.metrics.slicing import Facet


class Sample(Protocol):
    """Rows, and all that is asked of them without knowing how they are stored."""

    @property
    def digest(self) -> Digest:
        """The name of the content."""
        ...

    @property
    def n_rows(self) -> int:
        """Number of rows, at least one."""
        ...

    @property
    def rows(self) -> Any:  # noqa: ANN401 - an Arrow table; this layer knows no table library
        """The rows, as a model takes them."""
        ...

    def require(
        self, use_case: UseCase, *, inputs: Sequence[str] | None = None, outputs: Mapping[str, Json] | None = None
    ) -> None:
        """Refuse rows on which nothing could be measured: a column is missing, or the label or a score is none.

        Args:
            use_case: names the label and the attributes.
            inputs: columns that the model takes.
            outputs: columns that hold its answers, for a model that was never given to evenhand.
        """
        ...

    def part(self, n_rows: int, *, seed: int) -> "Sample":
        """At most ``n_rows`` of them, drawn without replacement."""
        ...

    def cases(self, use_case: UseCase, *, scores: "NDArray[np.float64] | None", decisions: "NDArray[Any]") -> "Cases":
        """Label, groups and current practice of every row beside what the model said."""
        ...

    def baseline(self, use_case: UseCase) -> "NDArray[np.float64] | None":
        """What the baseline decides of every row, NaN where it cannot tell; ``None`` where none is stated."""
        ...

    def stated(
        self, outputs: Mapping[str, Json], use_case: UseCase
    ) -> "tuple[NDArray[np.float64] | None, NDArray[np.float64] | None]":
        """Scores and decisions that stand in the table itself, for a model that was never given to evenhand."""
        ...

    def quality(self, contract: Contract) -> Mapping[str, Json]:
        """Measured quality of every column, and where the rows break the contract."""
        ...

    def violations(self, contract: Contract) -> tuple[str, ...]:
        """Where the rows break the contract, in words; columns that no model takes may be absent."""
        ...

    def sheet(self, asked: Sequence[Question], contract: Contract) -> Mapping[str, Json]:
        """The data sheet of the rows, with what only people know left visibly empty."""
        ...

    def facets(self, names: Sequence[str], *, bins: int = 8) -> "Sequence[Facet]":
        """Those of the columns that are there and hold no instants, as few values each."""
        ...

    def levels(self, columns: Sequence[Column]) -> "Sequence[Levels]":
        """The different values of columns, each with a row that has it and whether the contract allows it."""
        ...

    def composed(self, places: "Mapping[str, NDArray[np.int64]]") -> Any:  # noqa: ANN401 - an Arrow table
        """Rows with the columns named, each with the values of the rows named; -1 is no value."""
        ...

    def overlaid(self, case: "Sample", rows: "NDArray[np.int64]", taken: "Mapping[str, NDArray[np.bool_]]") -> Any:  # noqa: ANN401
        """The rows named, with the columns named; a column is that of the one row of ``case`` wherever it is taken."""
        ...

    def shuffled(self, column: str, order: "NDArray[np.int64]") -> Any:  # noqa: ANN401 - an Arrow table
        """The rows, each with the value of ``column`` that the row named by ``order`` has."""
        ...


class Scorer(Protocol):
    """A loaded model."""

    def predict(self, rows: Any, /) -> "NDArray[np.float64]":  # noqa: ANN401 - an Arrow table
        """Probability of the favourable outcome for each row."""
        ...


class Models(Protocol):
    """Opens the files of a version in a confined child, after checking their digests."""

    def open(self, manifest: Manifest) -> AbstractContextManager[Scorer]:
        """The model for the length of a ``with`` block.

        Raises:
            ModelTampered: a file is not what the manifest says; nothing was parsed.
            GoldenRowsDiffer: it answers the stored rows otherwise than when it was registered.
        """
        ...

    def tried(self, manifest: Manifest) -> tuple[Sequence[str] | None, Digest]:
        """The columns that the model takes, and the stored rows and scores that it answered when it came in."""
        ...
