"""Seccomp: which requests to the kernel fail from now on.

A list of what is forbidden, not of what is allowed: numeric libraries differ too much in what they ask for, and files
and memory are bounded by Landlock and by resource limits. What is listed is what those two leave open: sockets, new
processes, signals to others, file modes and times, kernel administration.

Source:
    Linux, ``seccomp(2)``; system call numbers from ``arch/x86/entry/syscalls/syscall_64.tbl`` and
    ``include/uapi/asm-generic/unistd.h`` (arm64).
"""

import ctypes
import os
import platform
import struct
from errno import ENOSYS, EPERM

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_X32 = 0x40000000
_CLONE_THREAD = 0x00010000

_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_COMMON = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
    "pidfd_open": 434, "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442, "process_mrelease": 448,
    "fchmodat2": 452, "setxattrat": 463, "removexattrat": 466, "open_tree_attr": 467, "file_setattr": 469,
}  # fmt: skip
_FORBIDDEN: dict[str, dict[str, int]] = {
    "x86_64": _COMMON | {
        "shmget": 29, "shmat": 30, "shmctl": 31, "socket": 41, "connect": 42, "accept": 43, "sendto": 44,
        "sendmsg": 46, "bind": 49, "listen": 50, "fork": 57, "vfork": 58, "execve": 59, "semget": 64, "semop": 65,
        "semctl": 66, "msgget": 68, "msgsnd": 69, "msgrcv": 70, "msgctl": 71, "chmod": 90, "fchmod": 91, "chown": 92,
        "fchown": 93, "lchown": 94, "ptrace": 101, "syslog": 103, "setpgid": 109, "setsid": 112, "setpriority": 141,
        "utime": 132, "sched_setparam": 142, "sched_setscheduler": 144, "pivot_root": 155,
        "chroot": 161, "acct": 163, "settimeofday": 164, "mount": 165, "umount2": 166, "swapon": 167, "swapoff": 168,
        "reboot": 169, "sethostname": 170, "setdomainname": 171, "iopl": 172, "ioperm": 173, "init_module": 175,
        "delete_module": 176, "quotactl": 179, "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190,
        "removexattr": 197, "lremovexattr": 198, "fremovexattr": 199, "tkill": 200, "semtimedop": 220,
        "clock_settime": 227, "utimes": 235, "mq_open": 240, "kexec_load": 246, "add_key": 248,
        "request_key": 249, "keyctl": 250, "ioprio_set": 251, "migrate_pages": 256, "fchownat": 260,
        "futimesat": 261, "fchmodat": 268, "unshare": 272, "move_pages": 279, "utimensat": 280, "accept4": 288,
        "perf_event_open": 298, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "recvmmsg": 299, "fanotify_init": 300,
        "name_to_handle_at": 303, "open_by_handle_at": 304, "clock_adjtime": 305, "sendmmsg": 307, "setns": 308,
        "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "sched_setattr": 314,
        "kexec_file_load": 320, "bpf": 321, "execveat": 322, "userfaultfd": 323, "adjtimex": 159,
    },
    "aarch64": _COMMON | {
        "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16,
        "ioprio_set": 30, "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51, "fchmod": 52, "fchmodat": 53,
        "fchownat": 54, "fchown": 55, "quotactl": 60, "utimensat": 88, "acct": 89, "unshare": 97,
        "kexec_load": 104, "init_module": 105, "delete_module": 106, "clock_settime": 112, "syslog": 116,
        "ptrace": 117, "sched_setparam": 118, "sched_setscheduler": 119, "tkill": 130, "rt_sigqueueinfo": 138,
        "setpriority": 140, "reboot": 142, "setpgid": 154, "setsid": 157, "sethostname": 161, "setdomainname": 162,
        "settimeofday": 170, "adjtimex": 171, "mq_open": 180, "msgget": 186, "msgctl": 187, "msgrcv": 188,
        "msgsnd": 189, "semget": 190, "semctl": 191, "semtimedop": 192, "semop": 193, "shmget": 194, "shmctl": 195,
        "shmat": 196, "socket": 198, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "sendto": 206,
        "sendmsg": 211, "add_key": 217, "request_key": 218, "keyctl": 219, "execve": 221, "swapon": 224,
        "swapoff": 225, "migrate_pages": 238, "move_pages": 239, "rt_tgsigqueueinfo": 240,
        "perf_event_open": 241, "accept4": 242, "recvmmsg": 243, "fanotify_init": 262, "name_to_handle_at": 264,
        "open_by_handle_at": 265, "clock_adjtime": 266, "setns": 268, "sendmmsg": 269, "process_vm_readv": 270,
        "process_vm_writev": 271, "kcmp": 272, "finit_module": 273, "sched_setattr": 274, "bpf": 280,
        "execveat": 281, "userfaultfd": 282, "kexec_file_load": 294,
    },
}  # fmt: skip
_OWN_PROCESS_ONLY = {
    "x86_64": {"kill": 62, "tgkill": 234, "prlimit64": 302, "sched_setaffinity": 203},
    "aarch64": {"kill": 129, "tgkill": 131, "prlimit64": 261, "sched_setaffinity": 122},
}
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3 = 435


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def forbid() -> None:
    """Let the listed requests of this thread, and of all that it starts later, fail with "not permitted".

    ``PR_SET_NO_NEW_PRIVS`` must be set before.

    Raises:
        OSError: the kernel refuses, or the list is not known for this processor.
    """
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        raise OSError(f"no list of system calls for {machine}")
    code = b"".join(_filter(machine, os.getpid()))
    program = _Program(length=len(code) // 8, filter=code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0):
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_so, if_not, value)


def _filter(machine: str, own: int) -> list[bytes]:
    refuse = _step(_RETURN, _ERROR | EPERM)
    steps = [
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_JUMP_EQUAL, _ARCHITECTURES[machine], 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER_AT),
    ]
    if machine == "x86_64":
        steps += [_step(_JUMP_AT_LEAST, _X32, 0, 1), refuse]
    for number in sorted(_FORBIDDEN[machine].values()):
        steps += [_step(_JUMP_EQUAL, number, 0, 1), refuse]
    # glibc falls back to clone, whose flags a filter can read, when clone3 does not exist.
    steps += [_step(_JUMP_EQUAL, _CLONE3, 0, 1), _step(_RETURN, _ERROR | ENOSYS)]
    steps += [
        _step(_JUMP_EQUAL, _CLONE[machine], 0, 4), _step(_LOAD, _FIRST_ARGUMENT_AT),
        _step(_JUMP_BIT, _CLONE_THREAD, 1, 0), refuse, _step(_RETURN, _ALLOW),
    ]  # fmt: skip
    for number in _OWN_PROCESS_ONLY[machine].values():
        steps += [
            _step(_JUMP_EQUAL, number, 0, 5), _step(_LOAD, _FIRST_ARGUMENT_AT), _step(_JUMP_EQUAL, 0, 2, 0),
            _step(_JUMP_EQUAL, own, 1, 0), refuse, _step(_RETURN, _ALLOW),
        ]  # fmt: skip
    return [*steps, _step(_RETURN, _ALLOW)]
