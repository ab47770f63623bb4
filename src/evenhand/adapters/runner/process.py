"""The child as the parent sees it: a process on three pipes that may answer, be late, talk nonsense or die."""

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evenhand.adapters.runner import frame
from evenhand.adapters.runner.incoming import Incoming
from evenhand.errors.model import ModelAnswerInvalid, ModelCrashed, ModelTimedOut, RunnerUnavailable

_KEPT_WORDS = 8192
_SHOWN_LINES = 3
_AT_ONCE = 1 << 20
_PIECES_AT_ONCE = 16
_FAREWELL_SECONDS = 2.0
_HAS_GROUPS = hasattr(os, "killpg")


class Child:
    """One child process. Not for two threads at once; whoever owns it takes turns.

    Attributes:
        is_open: whether it can still be asked.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", *, requests: int, answers: int, words: int) -> None:
        self._process = process
        self._requests, self._answers, self._words = requests, answers, words
        self._said = bytearray()
        self.is_open = True

    def ask(
        self, header: Mapping[str, Any], body: Sequence[memoryview] = (), *, seconds: float, longest: int = 0
    ) -> tuple[dict[str, Any], bytearray]:
        """Send one frame and wait for one frame. A child that fails in any way is ended.

        Args:
            header: of the request.
            body: of the request, in pieces of bytes.
            seconds: to wait for the whole answer.
            longest: bytes that the answer's body may have.

        Raises:
            ModelTimedOut: the answer was not complete in time.
            ModelCrashed: the child ended.
            ModelAnswerInvalid: what came is no frame, or larger than ``longest``.
        """
        if not self.is_open:
            raise ModelCrashed("The process that held the model has ended before.")
        out = [memoryview(frame.head(header, sum(piece.nbytes for piece in body))), *body]
        answer = Incoming(longest)
        in_step = False
        try:
            self._exchange(out, answer, time.monotonic() + seconds)
            in_step = True
        except frame.FrameBroken as mistake:
            raise ModelAnswerInvalid(f"The child's answer is no frame: {mistake}.{self._last_words()}") from mistake
        except TimeoutError as mistake:
            raise ModelTimedOut(f"No answer within {seconds:g} s.{self._last_words()}", seconds=seconds) from mistake
        except EOFError as mistake:
            raise self._crash() from mistake
        finally:
            if not in_step:
                self.end()
        return answer.header, answer.body

    def end(self) -> None:
        """Kill the child with all that it started, and take back its pipes."""
        if not self.is_open:
            return
        self.is_open = False
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers, self._words):
            os.close(pipe)

    def _exchange(self, out: list[memoryview], answer: Incoming, deadline: float) -> None:
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        poll.register(self._words, select.POLLIN)
        poll.register(self._requests, select.POLLOUT)
        step: dict[int, Callable[[], bool]] = {
            self._answers: lambda: answer.take(self._answers), self._words: self._listen,
            self._requests: lambda: self._write(out),
        }  # fmt: skip
        while not answer.is_complete:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            for pipe, _ in poll.poll(left * 1000):
                if not step[pipe]():
                    poll.unregister(pipe)
        if out:
            raise frame.FrameBroken("it came before the question was complete")

    def _write(self, out: list[memoryview]) -> bool:
        """Write what the pipe takes and drop it from ``out``; whether anything is left."""
        try:
            n = os.writev(self._requests, out[:_PIECES_AT_ONCE])
        except BlockingIOError:
            return True
        except BrokenPipeError as mistake:
            raise EOFError from mistake
        while out and n >= len(out[0]):
            n -= len(out.pop(0))
        if out:
            out[0] = out[0][n:]
        return bool(out)

    def _listen(self) -> bool:
        """Keep the last of what the child prints; ``False`` when it has closed its outputs."""
        try:
            words = os.read(self._words, _AT_ONCE)
        except BlockingIOError:
            return False
        self._said += words
        del self._said[:-_KEPT_WORDS]
        return bool(words)

    def _crash(self) -> ModelCrashed:
        try:
            code = self._process.wait(_FAREWELL_SECONDS)
        except subprocess.TimeoutExpired:
            return ModelCrashed(f"The child closed its pipe and went on running.{self._last_words()}", signal=None)
        while self._listen():
            pass
        name = _signal_name(-code) if code < 0 else None
        how = f"was ended by {name}" if name else f"ended with code {code}"
        return ModelCrashed(f"The child {how}.{self._last_words()}", signal=name, exit_code=code)

    def _last_words(self) -> str:
        lines = [printable(line) for line in self._said.decode("utf-8", "replace").splitlines() if line.strip()]
        return f" Its last words: {' / '.join(lines[-_SHOWN_LINES:])}." if lines else ""


def start(command: Callable[[int, int], Sequence[str]], environment: Mapping[str, str]) -> Child:
    """Start a child in a session of its own; what it prints goes to a pipe that is no part of the wire.

    Args:
        command: gives the command line for the descriptors of requests and answers.
        environment: all its variables.

    Raises:
        RunnerUnavailable: the system has no process, descriptor or memory left.
    """
    if not _HAS_GROUPS:
        raise RunnerUnavailable("Models are loaded on Linux and macOS only.")
    pipes: list[int] = []
    try:
        for _ in range(3):
            pipes += os.pipe()
        theirs_in, ours_out, ours_in, theirs_out, words, theirs_words = pipes
        process = subprocess.Popen(
            command(theirs_in, theirs_out), env=dict(environment), cwd="/", stdin=subprocess.DEVNULL,
            stdout=theirs_words, stderr=theirs_words, pass_fds=(theirs_in, theirs_out), start_new_session=True,
        )  # fmt: skip
    except OSError as mistake:
        for pipe in pipes:
            os.close(pipe)
        raise RunnerUnavailable(f"No child could be started: {mistake.strerror}.") from mistake
    for pipe in (theirs_in, theirs_out, theirs_words):
        os.close(pipe)
    for pipe in (ours_out, ours_in, words):
        os.set_blocking(pipe, False)
    return Child(process, requests=ours_out, answers=ours_in, words=words)


def printable(text: str) -> str:
    r"""``text`` without what would steer a terminal, and not too long.

    Examples:
        >>> printable("red \x1b[31m alert")
        'red ?[31m alert'
    """
    return "".join(letter if letter.isprintable() else "?" for letter in text[:300])


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
