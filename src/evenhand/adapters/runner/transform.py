"""A transform as the rest of evenhand uses it: a stranger's ``fit`` and ``apply``, asked in a confined child."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from evenhand.adapters.runner.confined import Confined, SandboxMode, confined, reported
from evenhand.adapters.runner.handover import Handover, ModelFile
from evenhand.adapters.runner.limits import GIBIBYTE, Limits
from evenhand.adapters.runner.model import as_stream
from evenhand.adapters.runner.process import printable
from evenhand.adapters.runner.raw_table import decoded
from evenhand.errors.dataset import TransformFailed, TransformInvalid
from evenhand.errors.model import ModelFailed, ModelLibraryMissing, ModelUnreadable

LOADER = "transform"
_SECONDS = 600.0
_LONGEST_STATE = 1 << 26
_LONGEST_TABLE = 4 * GIBIBYTE
_FORMS = ("json", "pickle")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What ``fit`` learned; never read here, only named and handed back.

    Attributes:
        content: its bytes.
        form: ``json`` or ``pickle``.
    """

    content: bytes
    form: str


class Transform:
    """Loaded code of a transform.

    Attributes:
        lineage: new column to the columns that the code says it is made from; empty when it says nothing.
        is_filter: whether it says that it may drop rows.
    """

    def __init__(self, held: Confined) -> None:
        self._child = held.child
        self.lineage = _lineage(held.facts)
        self.is_filter = bool(held.facts.get("filters"))

    def fit(self, training: pa.Table) -> State:
        """Learn from the training rows.

        Raises:
            TransformFailed: the code raised an error, or learned nothing that can be kept.
        """
        header, body = self._asked({"do": "fit"}, [as_stream(training)], longest=_LONGEST_STATE)
        if header.get("form") not in _FORMS:
            raise TransformFailed("The transform learned nothing that can be kept.")
        return State(content=bytes(body), form=str(header["form"]))

    def apply(self, table: pa.Table, state: State) -> pa.Table:
        """The table that the code makes of ``table``.

        Raises:
            TransformFailed: the code raised an error, gave no table, or lost rows without saying that it filters.
        """
        header = {"do": "apply", "form": state.form, "n_state": len(state.content)}
        said, body = self._asked(header, [memoryview(state.content), as_stream(table)], longest=_LONGEST_TABLE)
        n_rows = said.get("rows")
        if not isinstance(n_rows, int) or n_rows < 0 or n_rows > table.num_rows:
            raise TransformFailed(f"The transform gave {printable(str(n_rows))} rows for {table.num_rows}.")
        if n_rows != table.num_rows and not self.is_filter:
            raise TransformFailed(
                f"The transform gave {n_rows} rows for {table.num_rows}.",
                remedy="Write FILTERS = True into the code if it may drop rows.",
            )  # fmt: skip
        return decoded(said.get("columns"), body, n_rows=n_rows)

    def _asked(
        self, header: Mapping[str, Any], pieces: list[memoryview], *, longest: int
    ) -> tuple[dict[str, Any], bytearray]:  # fmt: skip
        said, body = self._child.ask(header, pieces, seconds=_SECONDS, longest=longest)
        if "fact" in said:
            failure = reported(said, ModelFailed)
            raise TransformFailed(f"{str(header['do']).capitalize()} failed: {failure.fact}")
        return said, body


@contextmanager
def open_transform(
    file: ModelFile, *, limits: Limits | None = None, sandbox: SandboxMode = "required"
) -> Iterator[Transform]:  # fmt: skip
    """Load the code of a transform in a confined child, for the length of the ``with`` block.

    Raises:
        TransformInvalid: it cannot be loaded, or defines no ``fit`` and ``apply``.
        SandboxIncomplete, ModelCrashed, ModelTimedOut, RunnerUnavailable: as for models.
    """
    handover = Handover(loader=LOADER, files=(), code=(file,))
    try:
        with confined(handover, limits=limits or Limits(), sandbox=sandbox) as held:
            if not isinstance(held.facts, Mapping):
                raise TransformInvalid("The code says nothing about itself.")
            yield Transform(held)
    except (ModelUnreadable, ModelLibraryMissing) as mistake:
        raise TransformInvalid(f"The code cannot be loaded: {mistake.fact}") from mistake


def _lineage(facts: Mapping[str, Any]) -> dict[str, list[str]]:
    said = facts.get("lineage")
    if said is None:
        return {}
    is_lineage = isinstance(said, dict) and all(
        isinstance(origins, list) and all(isinstance(each, str) for each in origins) for origins in said.values()
    )
    if not is_lineage:
        raise TransformInvalid("LINEAGE is no map of each new column to the list of its columns.")
    return {printable(name): [printable(each) for each in origins] for name, origins in said.items()}
