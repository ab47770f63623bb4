"""The sandbox tried from inside: what is said to be forbidden is attempted, and must fail."""

import os
import socket
from collections.abc import Callable

ACTS = ("write", "read", "network", "process", "signal")


def blocked(*, secret: str, mark: str) -> dict[str, bool]:
    """Attempt each forbidden act and say whether it failed.

    Args:
        secret: an existing file outside the view, which the parent made for this.
        mark: a path outside the view where no file is yet.
    """
    attempts: dict[str, Callable[[], None]] = {
        "write": lambda: _write(mark),
        "read": lambda: _read(secret),
        "network": _reach_out,
        "process": _start_another,
        "signal": lambda: os.kill(os.getppid(), 0),
    }
    return {act: _fails(attempts[act]) for act in ACTS}


def _fails(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except OSError:
        return True
    return False


def _write(mark: str) -> None:
    os.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _read(secret: str) -> None:
    os.close(os.open(secret, os.O_RDONLY))


def _reach_out() -> None:
    """A socket of any family is a way out: a data base or a desktop bus listens on one that is a file."""
    made = 0
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(family, socket.SOCK_DGRAM).close()
            made += 1
        except OSError:
            continue
    if not made:
        raise OSError("no family of sockets is left")


def _start_another() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
