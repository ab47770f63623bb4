"""Landlock: which files this process may read from now on, and that it may change none.

Called through the C library because Python has no name for it. The numbers are the kernel's, the same on every
architecture that Python's wheels exist for.

Source:
    Linux, ``include/uapi/linux/landlock.h`` and ``Documentation/userspace-api/landlock.rst``.
"""

import ctypes
import os
import stat
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION_ONLY = 1
_RULE_PATH_BENEATH = 1

_READ_FILE, _READ_DIR, _WRITE_FILE = 1 << 2, 1 << 3, 1 << 1
_FILE_RIGHTS_BY_ABI = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_TCP_BIND_AND_CONNECT = 0b11
_SCOPE_SOCKETS_AND_SIGNALS = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def _call(number: int, *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    answer = int(libc.syscall(number, *arguments))
    if answer < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return answer


def landlock_version() -> int:
    """Version of Landlock in this kernel; 0 where there is none."""
    try:
        return _call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_ONLY))
    except (OSError, AttributeError, TypeError):
        return 0


def restrict(*, readable: Iterable[str], writable: Iterable[str]) -> int:
    """Forbid this thread, and all that it starts later, every file but these.

    Args:
        readable: files and folders that stay readable, with all that is below; a missing one is passed over.
        writable: devices that stay readable and writable.

    Returns:
        The version of Landlock in force. From 4 on TCP is forbidden too, from 6 on signals to other processes.

    Raises:
        OSError: the kernel has no Landlock, or refuses.
    """
    version = landlock_version()
    if version < 1:
        raise OSError("the kernel has no Landlock")
    handled = (1 << _FILE_RIGHTS_BY_ABI[min(version, 5)]) - 1
    ruleset = _Ruleset(
        files=handled,
        network=_TCP_BIND_AND_CONNECT if version >= 4 else 0,
        scoped=_SCOPE_SOCKETS_AND_SIGNALS if version >= 6 else 0,
    )
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = _call(_CREATE, ctypes.byref(ruleset), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for path in readable:
            _allow(rules, path, _READ_FILE | _READ_DIR)
        for path in writable:
            _allow(rules, path, _READ_FILE | _WRITE_FILE)
        _call(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0))
    finally:
        os.close(rules)
    return version


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= ~_READ_DIR
        rule = _PathBeneath(allowed=rights, parent=place)
        _call(_ADD, ctypes.c_int(rules), ctypes.c_int(_RULE_PATH_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(place)
