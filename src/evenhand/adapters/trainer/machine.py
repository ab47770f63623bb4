"""What a run ran on and with, told from inside its process."""

import os
import platform
import resource
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any


def installed_packages() -> dict[str, str]:
    """Every installed distribution and its version, in the order of names."""
    found: dict[str, str] = {}
    for each in distributions():
        name = each.metadata["Name"]
        if name:
            found.setdefault(str(name).lower().replace("_", "-"), str(each.version))
    return dict(sorted(found.items()))


def hardware() -> dict[str, Any]:
    """Processor, cores that may be used, memory and system."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "machine": platform.machine(), "processor": _processor(), "cores": usable, "memory_bytes": _memory(),
        "system": f"{platform.system()} {platform.release()}", "python": platform.python_version(),
        "implementation": platform.python_implementation(),
    }  # fmt: skip


def used(wall_seconds: float, threads: int) -> dict[str, Any]:
    """What this process and those it waited for have used so far."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "wall_seconds": round(wall_seconds, 3),
        "cpu_seconds": round(own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime, 3),
        "peak_memory_bytes": max(own.ru_maxrss, others.ru_maxrss) * unit,
        "threads": threads,
    }  # fmt: skip


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def _memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return None
