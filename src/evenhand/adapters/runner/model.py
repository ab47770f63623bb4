"""A model as the rest of evenhand uses it: opened from checked bytes, run in a confined child, never trusted."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.runner import process
from evenhand.adapters.runner.confined import SandboxMode, confined, reported
from evenhand.adapters.runner.facts import ModelFacts, Sandbox, facts_of
from evenhand.adapters.runner.handover import Handover
from evenhand.adapters.runner.limits import Limits
from evenhand.adapters.runner.scoring import Scoring, classes_for, columns_for, favourable_scores, outputs_of
from evenhand.errors.model import ModelClassUnknown, ModelFailed, ModelInputsDiffer
from evenhand.kernel.digest import Digest

_LONGEST_ROW = 8 * 1000


class Model:
    """One loaded model. Threads take turns; close it when done.

    Attributes:
        facts: what the model knows about itself.
        sandbox: what confines it.
        digests: path to digest of the very bytes that were parsed.
    """

    def __init__(
        self, child: process.Child, facts: ModelFacts, sandbox: Sandbox, digests: Mapping[str, Digest], limits: Limits
    ) -> None:
        self.facts = facts
        self.sandbox = sandbox
        self.digests = digests
        self._child = child
        self._limits = limits
        self._turn = threading.Lock()
        self._scoring: Scoring | None = None

    @property
    def is_open(self) -> bool:
        """Whether the child still lives."""
        return self._child.is_open

    def read_as(self, scoring: Scoring) -> None:
        """State which columns go in and which label's probability comes out.

        Raises:
            ModelInputsDiffer: the model's columns and those stated disagree, or nobody names them.
            ModelClassUnknown: nothing says which output belongs to the favourable outcome.
        """
        columns_for(self.facts, scoring.inputs)
        classes_for(self.facts, scoring)
        self._scoring = scoring

    def predict(self, rows: pa.Table, /) -> NDArray[np.float64]:
        """Probability of the favourable outcome for each row, in ``[0, 1]``, shape ``(rows,)``.

        Columns that the model does not take are not sent.

        Raises:
            ModelClassUnknown: ``read_as`` was not called.
            ModelInputsDiffer: the table lacks a column.
            ModelFailed: the model raised an error.
            ModelAnswerInvalid: it gave no finite number in ``[0, 1]`` for each row and class.
            ModelCrashed, ModelTimedOut: its process ended, or had to be ended; the model is closed then.
        """
        if self._scoring is None:
            raise ModelClassUnknown("Nothing states the favourable outcome.")
        classes = classes_for(self.facts, self._scoring)
        parts = self._ask("scores", self._selected(rows))
        scores = [favourable_scores(part, classes, self._scoring.favourable) for part in parts]
        return np.concatenate(scores) if scores else np.empty(0)

    def contributions(self, rows: pa.Table, /) -> NDArray[np.float64]:
        """The model's own account of each raw score, shape ``(rows, features + 1)``, the base value last.

        Raises:
            ModelFailed: the model gives none; LightGBM's text does.
            ModelInputsDiffer, ModelAnswerInvalid, ModelCrashed, ModelTimedOut: as in ``predict``.
        """
        parts = list(self._ask("contributions", self._selected(rows)))
        return np.concatenate(parts) if parts else np.empty((0, 0))

    def close(self) -> None:
        """End the child."""
        self._child.end()

    def _selected(self, rows: pa.Table) -> pa.Table:
        names = columns_for(self.facts, None if self._scoring is None else self._scoring.inputs)
        absent = [name for name in names if name not in rows.column_names]
        if absent:
            raise ModelInputsDiffer(f"The table lacks {', '.join(absent)}, which the model takes.", absent=absent)
        return rows.select(names)

    def _ask(self, what: str, rows: pa.Table) -> Iterator[NDArray[np.float64]]:
        for start in range(0, rows.num_rows, self._limits.request_rows):
            part = rows.slice(start, self._limits.request_rows)
            with self._turn:
                header, body = self._child.ask(
                    {"do": what}, [as_stream(part)], seconds=self._limits.predict_seconds,
                    longest=_LONGEST_ROW * part.num_rows,
                )  # fmt: skip
            if "fact" in header:
                raise reported(header, ModelFailed)
            yield outputs_of(header, body, part.num_rows)


@contextmanager
def open_model(
    handover: Handover,
    *,
    scoring: Scoring | None = None,
    limits: Limits | None = None,
    sandbox: SandboxMode = "required",
) -> Iterator[Model]:
    """Check the files, parse them in a confined child and give the model for the length of the ``with`` block.

    Args:
        handover: the files, with the digests that they must have, and their loader.
        scoring: as for ``Model.read_as``; may be stated later.
        limits: of the child.
        sandbox: ``required`` refuses a machine that cannot keep the model from files and network; ``limits`` goes on.

    Raises:
        ModelTampered: a file is not what its digest says; nothing was parsed.
        ModelPathUnsafe: a path leads outside, or to something that is no regular file.
        SandboxIncomplete: the sandbox is required and does not hold; nothing was parsed.
        ModelUnreadable, ModelFormatUnsupported, ModelLibraryMissing, ModelCodeMissing: the parser refused.
        ModelFailed, ModelCrashed, ModelTimedOut, ModelAnswerInvalid: loading went wrong otherwise.
        RunnerUnavailable: no child could be prepared.
    """
    limits = limits or Limits()
    with confined(handover, limits=limits, sandbox=sandbox) as held:
        model = Model(held.child, facts_of(held.facts), held.sandbox, held.digests, limits)
        if scoring is not None:
            model.read_as(scoring)
        yield model


def as_stream(rows: pa.Table) -> memoryview:
    """The rows as the child reads them."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return memoryview(sink.getvalue()).cast("B")
