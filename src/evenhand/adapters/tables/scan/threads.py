"""Work on the parts of a table in several threads, with one outcome whatever the number of threads."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Protocol, TypeVar

from evenhand.adapters.tables.scan.setting import n_threads


class Rows(Protocol):
    """Some rows of a table."""

    @property
    def n_rows(self) -> int:
        """How many."""
        ...


T = TypeVar("T")
P = TypeVar("P", bound=Rows)

BLOCKS = 64
"""Blocks of consecutive parts that a table falls into, at most: they depend on the table alone."""


def in_threads(
    parts: Sequence[P], work: Callable[[Iterator[P]], T], *, n_blocks: int = BLOCKS
) -> Iterator[tuple[T, int]]:  # fmt: skip
    """What ``work`` makes of each block of consecutive parts, with the rows of the block, in the order of the parts.

    The first failure, or an interrupt from the keyboard, ends all threads before the next part begins.

    Args:
        parts: to be worked on.
        work: takes the parts of a block one after another; called from several threads at once.
        n_blocks: at most.
    """
    size = -(-len(parts) // n_blocks) if parts else 1
    blocks = [parts[start : start + size] for start in range(0, len(parts), size)]
    is_over, n = Event(), min(n_threads(), len(blocks))
    if n <= 1:
        for block in blocks:
            yield work(iter(block)), sum(part.n_rows for part in block)
        return
    pool = ThreadPoolExecutor(n, thread_name_prefix="evenhand-scan")
    try:
        waiting: deque[Future[T]] = deque()
        for index, block in enumerate(blocks):
            ahead = blocks[index + len(waiting) : index + 2 * n]
            waiting.extend(pool.submit(work, _until(each, is_over)) for each in ahead)
            yield waiting.popleft().result(), sum(part.n_rows for part in block)
    finally:
        is_over.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _until(parts: Sequence[P], is_over: Event) -> Iterator[P]:
    for part in parts:
        if is_over.is_set():
            return
        yield part
