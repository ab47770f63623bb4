"""A child with the files of a stranger in it: copied, confined, and loaded once the sandbox holds."""

import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from evenhand.adapters.runner import process, view
from evenhand.adapters.runner.facts import Sandbox, sandbox_of
from evenhand.adapters.runner.handover import Handover
from evenhand.adapters.runner.limits import Limits
from evenhand.adapters.runner.private_folder import private_folder
from evenhand.errors.base import EvenhandError
from evenhand.errors.model import (
    ModelCodeMissing,
    ModelFormatUnsupported,
    ModelLibraryMissing,
    ModelUnreadable,
    RunnerUnavailable,
    SandboxIncomplete,
)
from evenhand.kernel.digest import Digest

SandboxMode = Literal["required", "limits"]
"""``required`` refuses a machine that cannot keep a stranger's code from files and network; ``limits`` goes on."""

_REPORTED: Mapping[object, type[EvenhandError]] = {
    kind.code: kind for kind in (ModelCodeMissing, ModelFormatUnsupported, ModelLibraryMissing, ModelUnreadable)
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Confined:
    """A child that has loaded what it was given.

    Attributes:
        child: to be asked.
        sandbox: what confines it.
        digests: path to digest of the very bytes that were loaded.
        facts: what it says about them; not checked.
    """

    child: process.Child
    sandbox: Sandbox
    digests: Mapping[str, Digest]
    facts: Any


@contextmanager
def confined(handover: Handover, *, limits: Limits, sandbox: SandboxMode) -> Iterator[Confined]:
    """Check the files, confine a child, and let it load them, for the length of the ``with`` block.

    Raises:
        ModelTampered, ModelPathUnsafe, ModelTooLarge: a file may not be handed over; nothing was parsed.
        SandboxIncomplete: the sandbox is required and does not hold; nothing was parsed.
        ModelUnreadable, ModelFormatUnsupported, ModelLibraryMissing, ModelCodeMissing: the parser refused.
        ModelCrashed, ModelTimedOut, ModelAnswerInvalid: loading went wrong otherwise.
        RunnerUnavailable: no child could be prepared.
    """
    with private_folder() as room:
        model_folder, code_folder = _made(room / "view" / "model"), _made(room / "view" / "code")
        digests = handover.copy_to(model_folder, code_folder, largest=limits.model_bytes)
        child = process.start(view.command, view.environment(limits, room / "view"))
        try:
            header, _ = child.ask(_order(handover, room, limits), seconds=limits.load_seconds)
            report = sandbox_of(header["sandbox"])
            if sandbox == "required" and not report.is_complete:
                raise SandboxIncomplete(f"The sandbox does not hold: {report}.", blocked=dict(report.blocked))
            header, _ = child.ask({"do": "load"}, seconds=limits.load_seconds)
            if "fact" in header:
                raise reported(header, ModelUnreadable)
            yield Confined(child=child, sandbox=report, digests=digests, facts=header.get("facts"))
        finally:
            child.end()


def reported(header: Mapping[str, Any], otherwise: type[EvenhandError]) -> EvenhandError:
    """The error that the child reports: text without what steers a terminal, of a kind that a child may name."""
    return _REPORTED.get(header.get("code"), otherwise)(process.printable(str(header.get("fact"))))


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
