"""CPU seconds and seconds on the wall of parts of a process."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager


def cpu() -> float:
    """CPU seconds, user and system, of this process with all its threads and its ended children."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))


class Clock:
    """Measures named parts; ``phases`` holds the seconds of each."""

    def __init__(self) -> None:
        self.phases: dict[str, dict[str, float]] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Measure what is done inside."""
        start, wall = cpu(), time.perf_counter()
        yield
        self.phases[name] = {"cpu": cpu() - start, "wall": time.perf_counter() - wall}
