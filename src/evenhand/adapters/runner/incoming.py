"""One frame that arrives in pieces, from somebody who may stop, lie about its length or never end it."""

import os
from typing import Any

from evenhand.adapters.runner import frame

_AT_ONCE = 1 << 20


class Incoming:
    """Collects the prefix, then the header, then the body.

    Attributes:
        header: what was said; empty until complete.
        body: the bytes that came with it.
        is_complete: whether all of it is here.
    """

    __slots__ = ("_longest", "_n_body", "_part", "_stage", "_view", "body", "header", "is_complete")

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._n_body = 0
        self.header: dict[str, Any] = {}
        self.body = bytearray()
        self.is_complete = False
        self._stage = 0
        self._part = bytearray(frame.PREFIX.size)
        self._view = memoryview(self._part)

    def take(self, pipe: int) -> bool:
        """Read what is there; whether more is due.

        Raises:
            EOFError: the pipe ended before the frame did.
            FrameBroken: what came is no frame, or announces a body longer than is due.
        """
        try:
            n = os.readv(pipe, [self._view[:_AT_ONCE]])
        except BlockingIOError:
            return True
        if n == 0:
            raise EOFError
        self._view = self._view[n:]
        while not self._view and not self.is_complete:
            self._next_stage()
        return not self.is_complete

    def _await(self, n: int) -> None:
        self._part = bytearray(n)
        self._view = memoryview(self._part)

    def _next_stage(self) -> None:
        self._stage += 1
        if self._stage == 1:
            n_header, self._n_body = frame.lengths(bytes(self._part))
            if self._n_body > self._longest:
                raise frame.FrameBroken(f"it announces {self._n_body} bytes where at most {self._longest} are due")
            self._await(n_header)
        elif self._stage == 2:
            self.header = frame.header_of(bytes(self._part))
            self._await(self._n_body)
        else:
            self.body = self._part
            self.is_complete = True
