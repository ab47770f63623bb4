"""What the environment says about counting: in which kernel, in how many threads."""

import os

from evenhand.metrics.profiling.library import use_numpy

KERNEL = "EVENHAND_KERNEL"
"""``numpy``: count in NumPy even where the compiled kernel is there."""

THREADS = "EVENHAND_THREADS"
"""Threads that read and count; by default as many as there are processors for this process."""


def n_threads() -> int:
    """Threads to read and count with, 1 or more.

    Examples:
        >>> n_threads() >= 1
        True
    """
    asked = os.environ.get(THREADS, "")
    if asked.isdecimal() and int(asked):
        return min(int(asked), 256)
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def choose_kernel() -> None:
    """Force NumPy where the environment asks for it; a choice that a program made itself stands."""
    if os.environ.get(KERNEL, "").lower() == "numpy":
        use_numpy(is_forced=True)
