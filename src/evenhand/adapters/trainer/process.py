"""The training process as its parent sees it: it prints, it ends, it may have to be ended."""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import evenhand
from evenhand.adapters.runner.process import printable

KEPT_FIRST, KEPT_LAST = 16 * 1024, 48 * 1024
_AT_ONCE = 1 << 16
_LONGEST_LINE = 400
_WAIT = 0.1
_LAST_READS = 64
_BOOT = (
    "import sys, pathlib; sys.path.append(sys.argv[1]); "
    "from evenhand.adapters.trainer.child import main; main(pathlib.Path(sys.argv[2]), sys.argv[3])"
)
_KEPT_VARIABLES = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TZ", "CUDA_VISIBLE_DEVICES", "TMPDIR")
Listener = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended.

    Attributes:
        code: exit code; minus the number of the signal that killed it.
        is_late: whether it was ended because its time was over.
        printed: what it printed, its middle left out when it was long.
        n_lines: lines that it printed.
    """

    code: int
    is_late: bool
    printed: bytes
    n_lines: int


def run(room: Path, *, mark: str, threads: int, seed: int, timeout: float | None, listener: Listener) -> Ended:
    """Start the process on the order in ``room`` and stay with it to its end.

    Args:
        room: a private folder with the order; also the process's current folder and home.
        mark: what lines begin with that tell how far it is; these are no part of what was printed.
        threads: of the numeric libraries.
        seed: of hashes of text.
        timeout: seconds; ``None`` for no end.
        listener: is told each line, made harmless for a terminal.
    """
    source = str(Path(evenhand.__file__).parents[1])
    command = [sys.executable, "-P", "-B", "-u", "-X", "utf8", "-c", _BOOT, source, str(room), mark]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=room,
        env=_variables(room, threads, seed), start_new_session=True,
    )  # fmt: skip
    said = _Said(mark, listener)
    try:
        is_late = _follow(process, said, None if timeout is None else time.monotonic() + timeout)
    finally:
        _end(process)
    said.close()
    return Ended(code=process.returncode, is_late=is_late, printed=said.kept, n_lines=said.n_lines)


def _variables(room: Path, threads: int, seed: int) -> Mapping[str, str]:
    """No credential and no setting of the user's shell; numeric libraries keep to ``threads``."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "LOKY_MAX_CPU_COUNT")
    pinned = dict.fromkeys(names, str(threads))
    more = {"HOME": str(room), "PYTHONHASHSEED": str(seed % 2**32), "MPLBACKEND": "Agg"}
    return {"LANG": "C.UTF-8", **kept, **pinned, **more}


def _follow(process: "subprocess.Popen[bytes]", said: "_Said", deadline: float | None) -> bool:
    """Read until the process ends; whether its time was over first. What it started may keep the pipe open."""
    assert process.stdout is not None  # noqa: S101 - it was asked for
    pipe, is_open = process.stdout.fileno(), True
    os.set_blocking(pipe, False)
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while process.poll() is None:
            if deadline is not None and time.monotonic() > deadline:
                return True
            if not is_open:
                time.sleep(_WAIT)
            elif waiting.select(_WAIT):
                is_open = _read(pipe, said)
    for _ in range(_LAST_READS):
        if not _read(pipe, said):
            break
    return False


def _read(pipe: int, said: "_Said") -> bool:
    """Hear what is there now; false when there is nothing more."""
    try:
        chunk = os.read(pipe, _AT_ONCE)
    except BlockingIOError:
        return False
    said.hear(chunk)
    return bool(chunk)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill it with all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


class _Said:
    """What a process printed: told line by line, kept at both ends."""

    def __init__(self, mark: str, listener: Listener) -> None:
        self._mark, self._listener = mark.encode(), listener
        self._line = bytearray()
        self._first, self._last = bytearray(), bytearray()
        self._n_left_out = 0
        self.n_lines = 0

    @property
    def kept(self) -> bytes:
        """All of it, or both ends with a line between them that says how much is missing."""
        gap = f"\n[{self._n_left_out:,} bytes left out]\n".encode() if self._n_left_out else b""
        return bytes(self._first) + gap + bytes(self._last)

    def hear(self, chunk: bytes) -> None:
        """Take in some bytes."""
        *whole, rest = chunk.split(b"\n")
        for part in whole:
            self._line += part[:_LONGEST_LINE]
            self._tell(bytes(self._line) + b"\n")
            self._line.clear()
        self._line += rest[: _LONGEST_LINE - len(self._line)] if len(self._line) < _LONGEST_LINE else b""

    def close(self) -> None:
        """Nothing more comes."""
        if self._line:
            self._tell(bytes(self._line))

    def _tell(self, line: bytes) -> None:
        text = line.strip()
        if text.startswith(self._mark):
            self._listener(printable(text[len(self._mark) :].decode("utf-8", "replace").strip()))
            return
        if not text:
            return
        self.n_lines += 1
        self._keep(line)
        self._listener(f"  {printable(text[:_LONGEST_LINE].decode('utf-8', 'replace'))}")

    def _keep(self, line: bytes) -> None:
        if not self._last and len(self._first) + len(line) <= KEPT_FIRST:
            self._first += line
            return
        self._last += line
        excess = len(self._last) - KEPT_LAST
        if excess > 0:
            self._n_left_out += excess
            del self._last[:excess]
