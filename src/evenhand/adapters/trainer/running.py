"""One training run from order to what it brought back: the ``Trainer`` of the workflows."""

import json
import secrets
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenhand.adapters.runner.private_folder import private_folder
from evenhand.adapters.trainer.process import Ended, run
from evenhand.errors.base import EvenhandError
from evenhand.errors.model import ModelAnswerInvalid, ModelClassUnknown, ModelInputsDiffer, ModelNotSerialisable
from evenhand.errors.training import (
    MitigationUnfit,
    ParameterUnclear,
    TrainingCrashed,
    TrainingFailed,
    TrainingTimedOut,
)
from evenhand.errors.workspace import ExtraMissing
from evenhand.lifecycle.training.order import Fit, Order, Trained

if TYPE_CHECKING:
    import pyarrow as pa

_TOLD = 4
_REPORTED: Mapping[object, type[EvenhandError]] = {
    kind.code: kind
    for kind in (
        ExtraMissing, MitigationUnfit, ModelAnswerInvalid, ModelClassUnknown, ModelInputsDiffer,
        ModelNotSerialisable, ParameterUnclear,
    )
}  # fmt: skip


class ProcessTrainer:
    """Runs orders, each in a fresh process.

    Args:
        listener: is told what the process prints and how far it is.
    """

    def __init__(self, listener: Callable[[str], None] | None = None) -> None:
        self._listener = listener or (lambda _: None)

    def run(self, order: Order, rows: "pa.Table") -> Trained:
        """See ``Trainer``."""
        with private_folder() as room:
            _write_order(order, rows, room)
            mark = f"evenhand-{secrets.token_hex(8)}:"
            ended = run(
                room, mark=mark, threads=order.threads, seed=order.seed, timeout=order.timeout,
                listener=self._listener,
            )  # fmt: skip
            report = _report(order, room, ended)
            _require_read(order, report)
            return _trained(order, report, room, ended)


def _write_order(order: Order, rows: "pa.Table", room: Path) -> None:
    import numpy as np
    import pyarrow as pa

    code = room / "code"
    for path, content in order.code.files.items():
        (code / path).parent.mkdir(parents=True, exist_ok=True)
        (code / path).write_bytes(content)
    with pa.OSFile(str(room / "rows.arrow"), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as file:
        file.write_table(rows)
    if order.folds:
        np.save(room / "folds.npy", np.array(order.folds, dtype=np.int64))
    if order.outcome:
        np.save(room / "outcome.npy", np.array(order.outcome, dtype=np.int64))
    if order.groups:
        np.save(room / "groups.npy", np.array(order.groups, dtype=np.str_))
    (room / "order.json").write_text(json.dumps(_order_json(order)), encoding="utf-8")


def _order_json(order: Order) -> dict[str, Any]:
    return {
        "main": order.code.main, "entry": order.code.entry, "folder": order.code.folder,
        "parameters": dict(order.parameters), "seed": order.seed, "features": list(order.features),
        "label": order.label, "favourable": order.favourable, "unfavourable": order.unfavourable,
        "is_final": order.is_final, "cut_off": order.cut_off, "threads": order.threads,
        "inputs": None if order.inputs is None else list(order.inputs),
        "classes": None if order.classes is None else list(order.classes),
        "mitigation": None if order.mitigation is None else order.mitigation.as_json(),
        "dies_with_parent": threading.current_thread() is threading.main_thread(),
    }  # fmt: skip


def _report(order: Order, room: Path, ended: Ended) -> Mapping[str, Any]:
    """What the process reports.

    Raises:
        TrainingTimedOut, TrainingCrashed, TrainingFailed: it reports nothing, or a failure.
    """
    last = _last_words(ended)
    if ended.is_late:
        fact = f"Training was not done within {order.timeout:g} s and was ended.{last}"
        raise TrainingTimedOut(fact, seconds=order.timeout)
    if not (room / "report.json").is_file():
        how = f"by signal {-ended.code}" if ended.code < 0 else f"with exit code {ended.code}"
        raise TrainingCrashed(f"The training process ended {how} before it was done.{last}", code=ended.code)
    report: dict[str, Any] = json.loads((room / "report.json").read_text(encoding="utf-8"))
    failure = report.get("failure")
    if failure is not None:
        where = f" ({failure['where']})" if failure["where"] else ""
        said = f"{failure['said'].rstrip('.')}{where}."
        known = _REPORTED.get(failure["code"])
        if known is not None:
            raise known(said)
        raise TrainingFailed(said if failure["code"] else f"The training code raised {said}{last}")
    return report


def _require_read(order: Order, report: Mapping[str, Any]) -> None:
    unread = [name for name in report["unread"] if name in order.parameters]
    if unread:
        read = ", ".join(report["read"]) or "none"
        raise ParameterUnclear(
            f"The code never read {', '.join(map(repr, unread))}; it read {read}.",
            remedy="Mend the name. If the code reads it only sometimes, let it declare PARAMETERS = {name: default}.",
            unread=unread,
        )


def _trained(order: Order, report: Mapping[str, Any], room: Path, ended: Ended) -> Trained:
    import numpy as np

    files = {path: (room / "code" / path).read_bytes() for path in report["code"]}
    scores = room / "scores.npy"
    told = report["fit"]
    fit = None if told is None else Fit(
        loader=told["loader"], files={path: (room / "model" / path).read_bytes() for path in told["files"]},
        classes=None if told["classes"] is None else tuple(told["classes"]), environment=told["environment"],
        needs_code=told["needs_code"], detail=told["detail"],
    )  # fmt: skip
    return Trained(
        fit=fit, scores=np.load(scores) if scores.is_file() else None, fit_seconds=report["fit_seconds"],
        code=order.code.with_files(files, outside=report["outside"]), parameters=report["parameters"],
        packages=report["packages"], hardware=report["hardware"], resources=report["resources"],
        printed=ended.printed, n_lines=ended.n_lines,
    )  # fmt: skip


def _last_words(ended: Ended) -> str:
    lines = [line for line in ended.printed.decode("utf-8", "replace").splitlines() if line.strip()]
    shown = " | ".join("".join(mark if mark.isprintable() else "?" for mark in line) for line in lines[-_TOLD:])
    return f" It last printed: {shown}" if shown else ""
