"""All that confines this process, put on in one go, before any thread starts and any library is loaded."""

import contextlib
import ctypes
import os
import resource
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from evenhand.adapters.runner.sandbox import landlock, seccomp

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_SIGKILL = 9
_CAPABILITY_VERSION_3 = 0x20080522
_SPARE_PROCESSES = 64
_MOST_PROCESSES = 512

# What numeric libraries read of the machine: the linker's index, the number of processors, the time zones.
_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/etc/localtime",
    "/usr/share/zoneinfo", "/proc/cpuinfo", "/proc/meminfo", "/proc/sys/vm/overcommit_memory",
    "/sys/devices/system/cpu", "/dev/urandom",
)  # fmt: skip
_DEVICES = ("/dev/null",)


def confine(order: Mapping[str, Any]) -> dict[str, Any]:
    """Put on every restriction that this machine knows and say which hold.

    Args:
        order: ``readable`` paths, ``limits`` as a map, ``parent`` process id and ``dies_with_parent``.

    Returns:
        ``landlock`` (version, 0 for none), ``seccomp``, ``limits`` (names of the resource limits that were set) and
        ``refusals`` (what did not hold and why).
    """
    refusals: list[str] = []
    report = {"landlock": 0, "seccomp": False, "limits": _set_limits(order["limits"], refusals)}
    if sys.platform == "linux":
        _bind_to_parent(order)
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        if os.geteuid() == 0:
            _drop_capabilities(refusals)
        report["landlock"] = _landlock(order["readable"], refusals)
        report["seccomp"] = _seccomp(refusals)
    if not report["seccomp"]:
        _limit_processes(refusals)
    return {**report, "refusals": refusals}


def allow_processor_time(seconds: int) -> None:
    """Let this process use ``seconds`` more of processor time; more than that ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + 1 + seconds, hard=False)


def _set_limits(limits: Mapping[str, Any], refusals: list[str]) -> list[str]:
    wanted = {
        "RLIMIT_AS": limits["memory_bytes"], "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": limits["open_files"],
    }  # fmt: skip
    held = []
    for name, bound in wanted.items():
        try:
            _lower(getattr(resource, name), bound)
            held.append(name)
        except (OSError, ValueError) as mistake:
            refusals.append(f"{name}: {mistake}")
    allow_processor_time(limits["cpu_seconds"])
    return [*held, "RLIMIT_CPU"]


def _lower(kind: int, bound: int, *, hard: bool = True) -> None:
    """Set the soft bound, and the hard one too, never above what this process already has."""
    _, ceiling = resource.getrlimit(kind)
    if ceiling != resource.RLIM_INFINITY:
        bound = min(bound, ceiling)
    resource.setrlimit(kind, (bound, bound if hard else ceiling))


def _limit_processes(refusals: list[str]) -> None:
    """Without seccomp nothing forbids new processes, so bound them; the kernel counts all those of the user."""
    running = _MOST_PROCESSES
    with contextlib.suppress(OSError):
        running = sum(entry.name.isdecimal() for entry in os.scandir("/proc"))
    try:
        _lower(resource.RLIMIT_NPROC, running + _SPARE_PROCESSES)
    except (OSError, ValueError) as mistake:
        refusals.append(f"RLIMIT_NPROC: {mistake}")


def _bind_to_parent(order: Mapping[str, Any]) -> None:
    if order["dies_with_parent"]:
        _prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    if os.getppid() != order["parent"]:
        os._exit(0)


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _drop_capabilities(refusals: list[str]) -> None:
    """The superuser without capabilities is a user who happens to own the system's files."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(ctypes.byref(header), ctypes.byref(none)):
        refusals.append(f"capabilities: {os.strerror(ctypes.get_errno())}")


def _landlock(readable: Sequence[str], refusals: list[str]) -> int:
    try:
        return landlock.restrict(readable=(*readable, *_SYSTEM), writable=_DEVICES)
    except OSError as mistake:
        refusals.append(f"Landlock: {mistake}")
        return 0


def _seccomp(refusals: list[str]) -> bool:
    try:
        seccomp.forbid()
    except (OSError, AttributeError) as mistake:
        refusals.append(f"seccomp: {mistake}")
        return False
    return True
