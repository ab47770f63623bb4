"""A model as the rest of evenhand uses it: opened from checked bytes, run in a confined child, never trusted."""

import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evenhand.adapters.runner import process, view
from evenhand.adapters.runner.facts import ModelFacts, Sandbox, facts_of, sandbox_of
from evenhand.adapters.runner.handover import Handover
from evenhand.adapters.runner.limits import Limits
from evenhand.adapters.runner.private_folder import private_folder
from evenhand.adapters.runner.scoring import Scoring, classes_for, columns_for, favourable_scores, outputs_of
from evenhand.errors.base import EvenhandError
from evenhand.errors.model import (
    ModelClassUnknown,
    ModelCodeMissing,
    ModelFailed,
    ModelFormatUnsupported,
    ModelInputsDiffer,
    ModelLibraryMissing,
    ModelUnreadable,
    RunnerUnavailable,
    SandboxIncomplete,
)
from evenhand.kernel.digest import Digest

_LONGEST_ROW = 8 * 1000
_REPORTED: Mapping[object, type[EvenhandError]] = {
    kind.code: kind for kind in (ModelCodeMissing, ModelFormatUnsupported, ModelLibraryMissing, ModelUnreadable)
}


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
                    {"do": what}, [_as_stream(part)], seconds=self._limits.predict_seconds,
                    longest=_LONGEST_ROW * part.num_rows,
                )  # fmt: skip
            if "fact" in header:
                raise _reported(header, ModelFailed)
            yield outputs_of(header, body, part.num_rows)


@contextmanager
def open_model(
    handover: Handover,
    *,
    scoring: Scoring | None = None,
    limits: Limits | None = None,
    sandbox: Literal["required", "limits"] = "required",
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
    with private_folder() as room:
        model_folder, code_folder = _made(room / "view" / "model"), _made(room / "view" / "code")
        digests = handover.copy_to(model_folder, code_folder, largest=limits.model_bytes)
        child = process.start(view.command, view.environment(limits, room / "view"))
        try:
            confined = _confine(child, _order(handover, room, limits), limits)
            if sandbox == "required" and not confined.is_complete:
                raise SandboxIncomplete(f"The sandbox does not hold: {confined}.", blocked=dict(confined.blocked))
            header, _ = child.ask({"do": "load"}, seconds=limits.load_seconds)
            if "fact" in header:
                raise _reported(header, ModelUnreadable)
            model = Model(child, facts_of(header.get("facts")), confined, digests, limits)
            if scoring is not None:
                model.read_as(scoring)
            yield model
        finally:
            child.end()


def _confine(child: process.Child, order: Mapping[str, Any], limits: Limits) -> Sandbox:
    header, _ = child.ask(order, seconds=limits.load_seconds)
    return sandbox_of(header["sandbox"])


def _order(handover: Handover, room: Path, limits: Limits) -> dict[str, Any]:
    secret = room / "secret"
    secret.write_text(secrets.token_hex(), encoding="ascii")
    return {
        "path": view.module_path(), "readable": view.readable(room / "view"), "limits": asdict(limits),
        "parent": os.getpid(), "dies_with_parent": threading.current_thread() is threading.main_thread(),
        "secret": str(secret), "mark": str(room / "mark"), "loader": handover.loader,
        "model": str(room / "view" / "model"), "code": str(room / "view" / "code"),
    }  # fmt: skip


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, mode=0o700)
    except OSError as mistake:
        raise RunnerUnavailable(f"No private folder could be made: {mistake.strerror}.") from mistake
    return folder


def _as_stream(rows: pa.Table) -> memoryview:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return memoryview(sink.getvalue()).cast("B")


def _reported(header: Mapping[str, Any], otherwise: type[EvenhandError]) -> EvenhandError:
    """The error that the child reports: text without what steers a terminal, of a kind that a child may name."""
    return _REPORTED.get(header.get("code"), otherwise)(process.printable(str(header.get("fact"))))
