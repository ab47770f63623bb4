"""Run a process and say what it cost: CPU with all its children, time, and private memory, under limits."""

import json
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GIGABYTE = 1e9
MEMORY = 9 * GIGABYTE
SECONDS = 1800
EVERY = 0.02


@dataclass(frozen=True, kw_only=True)
class Ran:
    """One process that ended.

    Attributes:
        answer: its last line of output, read as JSON; ``None`` where it failed.
        failure: why there is no answer.
        cpu: seconds, user and system, with children that it waited for.
        wall: seconds.
        private: most bytes of anonymous memory seen at once, with children; mapped pages of files are not in it.
    """

    answer: Any
    failure: str | None
    cpu: float
    wall: float
    private: float


def run(
    command: Sequence[str | Path], *, seconds: float = SECONDS, memory: float = MEMORY,
    environment: Mapping[str, str] | None = None, is_json: bool = True,
) -> Ran:  # fmt: skip
    """Run a command to its end, or to a limit."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            [str(part) for part in command], stdout=out, stderr=err, start_new_session=True,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
        watch = _Watch(child.pid, start + seconds, memory)
        watch.start()
        _, state, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(state)
        watch.is_over.set()
        watch.join()
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode(errors="replace"))
    failure, answer = watch.reason or _failure(child.returncode, texts[1]), None
    if failure is None and is_json:
        try:
            answer = json.loads(texts[0].strip().splitlines()[-1])
        except (ValueError, IndexError):
            failure = f"its output is not an answer: {texts[0][-200:]!r}"
    wall = time.perf_counter() - start
    return Ran(answer=answer, failure=failure, cpu=used.ru_utime + used.ru_stime, wall=wall, private=watch.most)


class _Watch(threading.Thread):
    def __init__(self, pid: int, end: float, memory: float) -> None:
        super().__init__(daemon=True)
        self.is_over, self.reason, self.most = threading.Event(), None, 0.0
        self._pid, self._end, self._memory = pid, end, memory

    def run(self) -> None:
        while not self.is_over.wait(EVERY):
            self.most = max(self.most, sum(anonymous(pid) for pid in family(self._pid)))
            if self.most > self._memory:
                self.reason = f"stopped at {self.most / GIGABYTE:.1f} GB of private memory"
            elif time.perf_counter() > self._end:
                self.reason = "stopped at the time limit"
            if self.reason:
                os.killpg(self._pid, signal.SIGKILL)
                return


def family(pid: int) -> list[int]:
    """A process with all that descend from it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def anonymous(pid: int) -> float:
    """Bytes of private memory of one process: anonymous pages, not those of mapped files."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(1024.0 * int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "RssShmem:")))


def _failure(code: int, said: str) -> str | None:
    if code == 0:
        return None
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if "Error" in line.split(":")[0]]
    return (errors or lines or [f"ended with {code}"])[-1][:200]
