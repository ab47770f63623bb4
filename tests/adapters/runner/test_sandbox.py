import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.runner.made import ROWS, opened

from evenhand.adapters.runner import view
from evenhand.adapters.runner.facts import Sandbox
from evenhand.adapters.runner.limits import Limits
from evenhand.adapters.runner.sandbox import landlock
from evenhand.adapters.runner.sandbox.trial import ACTS
from evenhand.errors.model import (
    ModelCrashed,
    ModelTimedOut,
    ModelUnreadable,
    SandboxIncomplete,
)

needs_sandbox = pytest.mark.skipif(
    sys.platform != "linux" or landlock.landlock_version() < 1, reason="this kernel has no Landlock"
)
FAMILIES = ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK")
QUIET = "\ndef predict(table): return [0.5] * table.num_rows\n"


def said_at_load(folder: Path, attack: str) -> str:
    """What became of code that runs while the model is loaded: the error's words, or ``nothing stopped it``."""
    try:
        with opened(folder, attack + QUIET):
            return "nothing stopped it"
    except ModelUnreadable as stopped:
        return stopped.fact


@needs_sandbox
def test_the_report_says_what_holds(tmp_path: Path) -> None:
    with opened(tmp_path, QUIET) as model:
        sandbox = model.sandbox

    assert sandbox.is_complete
    assert sandbox.landlock == landlock.landlock_version()
    assert sandbox.seccomp
    assert sandbox.blocked == dict.fromkeys(ACTS, True)
    assert set(sandbox.limits) == {"RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE"}
    assert sandbox.refusals == ()
    assert "nothing that was tried" in str(sandbox)


@needs_sandbox
def test_a_file_cannot_be_written(tmp_path: Path) -> None:
    mark = tmp_path / "mark"

    assert "PermissionError" in said_at_load(tmp_path, f"open({str(mark)!r}, 'w').write('was here')")
    assert not mark.exists()


@needs_sandbox
def test_not_even_in_its_own_folder(tmp_path: Path) -> None:
    assert "PermissionError" in said_at_load(tmp_path, "import os; open(os.path.dirname(__file__) + '/mark', 'w')")


@needs_sandbox
def test_no_secret_can_be_read(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("private")
    places = [
        *(str(key), str(tmp_path), "/etc/passwd", "/etc/hostname", "/proc/self/environ", "/home", "/root", "/tmp"),
        *(f"/proc/{os.getpid()}/{name}" for name in ("environ", "mem", "maps", "cmdline")),
    ]
    source = f"""
import os
seen = []
for place in {places!r}:
    try:
        os.listdir(place) if os.path.isdir(place) else open(place, 'rb').read(1)
    except PermissionError:
        continue
    except FileNotFoundError:
        continue
    seen.append(place)
raise RuntimeError(f"seen: {{seen}}")
"""

    assert said_at_load(tmp_path, source) == "RuntimeError: seen: []"


@pytest.fixture
def listening() -> Iterator[int]:
    """The number of a port on which somebody would answer."""
    server = socket.create_server(("127.0.0.1", 0))
    yield server.getsockname()[1]
    server.close()


@needs_sandbox
def test_nobody_can_be_called(tmp_path: Path, listening: int) -> None:
    call = f"import socket; socket.create_connection(('127.0.0.1', {listening}), 1)"

    assert "PermissionError" in said_at_load(tmp_path, call)


ATTACKS = (
    *(
        f"socket.socket(socket.{family}, socket.{kind})"
        for family in FAMILIES
        for kind in ("SOCK_STREAM", "SOCK_DGRAM")
    ),
    "os.fork()",
    "subprocess.run(['/bin/true'])",
    "os.execv('/bin/true', ['true'])",
    "os.posix_spawn('/bin/true', ['true'], {})",
    "os.kill(os.getppid(), 0)",
    "os.kill(-1, 0)",
    "os.killpg(os.getpgid(os.getppid()), 0)",
    "signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 0)",
    "os.setsid()",
    "resource.prlimit(os.getppid(), resource.RLIMIT_CORE, (0, 0))",
    "os.setpriority(os.PRIO_PROCESS, os.getppid(), 0)",
    "os.sched_setaffinity(os.getppid(), {0, 1})",
    "os.chroot('.')",
    "os.setxattr(me, 'user.mark', b'x')",
    "os.chmod(me, 0o777)",
    "os.chown(me, 0, 0)",
    "os.utime(me, (0, 0))",
    "os.unlink(me)",
    "os.rename(me, me + 'x')",
    "os.link(me, me + 'x')",
    "os.symlink(me, me + 'x')",
    "os.mkdir(me + 'x')",
    "os.mkfifo(me + 'x')",
    "os.truncate(me, 0)",
    "ok(libc.ptrace(16, os.getppid(), 0, 0))",
    "ok(libc.mount(b'none', b'/', b'tmpfs', 0, None))",
    "ok(libc.unshare(0x10000000))",
    "ok(libc.syscall(425, 8, 0))",
    "ok(libc.process_vm_readv(os.getppid(), None, 0, None, 0, 0))",
    "ok(libc.sethostname(b'x', 1))",
)


@needs_sandbox
def test_no_attack_of_many_is_permitted(tmp_path: Path) -> None:
    """All in one child, which says which of them nothing stopped; each would do no harm if it came through."""
    source = f"""
import ctypes, os, resource, signal, socket, subprocess
libc, me = ctypes.CDLL(None, use_errno=True), __file__
def ok(answer):
    if answer: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
done = []
for attack in {ATTACKS!r}:
    try:
        exec(attack)
    except PermissionError:
        continue
    except BaseException as other:
        attack += f" ({{other!r}})"
    done.append(attack)
raise RuntimeError(f"{{len(done)}} of {len(ATTACKS)} came through: {{done}}")
"""

    assert said_at_load(tmp_path, source) == f"RuntimeError: 0 of {len(ATTACKS)} came through: []"


@needs_sandbox
def test_a_fork_bomb_ends_with_its_first_spark(tmp_path: Path) -> None:
    assert "PermissionError" in said_at_load(tmp_path, "import os\nwhile True: os.fork()")


@needs_sandbox
def test_threads_still_start(tmp_path: Path) -> None:
    source = """
        import threading
        def predict(table):
            seen = []
            threads = [threading.Thread(target=seen.append, args=(0.25,)) for _ in range(table.num_rows)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            return seen
    """
    with opened(tmp_path, source) as model:
        assert model.predict(ROWS).tolist() == [0.25] * 3


def test_credentials_of_the_environment_do_not_reach_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cr3t")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    source = """
        import os, sys
        def predict(table):
            return [float(len(os.environ.get('AWS_SECRET_ACCESS_KEY', '')) + len(os.environ.get('PYTHONPATH', '')))] * 3
    """
    with opened(tmp_path, source) as model:
        assert model.predict(ROWS).tolist() == [0.0] * 3


def test_the_child_inherits_no_open_file(tmp_path: Path) -> None:
    with (tmp_path / "open").open("w") as file:
        os.dup2(file.fileno(), 200, inheritable=True)
        try:
            assert "Bad file descriptor" in said_at_load(tmp_path, "import os\nos.fstat(200)")
        finally:
            os.close(200)


def test_memory_is_bounded(tmp_path: Path) -> None:
    limits = Limits(memory_bytes=1 << 30)

    with (
        pytest.raises((ModelUnreadable, ModelCrashed), match=r"MemoryError|SIGABRT|SIGSEGV|SIGKILL"),
        opened(tmp_path, "x = bytearray(1 << 31)" + QUIET, limits=limits),
    ):
        pytest.fail("it was opened")


def test_an_endless_loop_at_load_is_ended(tmp_path: Path) -> None:
    begin = time.monotonic()
    limits = Limits(load_seconds=0.3)

    with pytest.raises(ModelTimedOut), opened(tmp_path, "while True: pass", limits=limits):
        pytest.fail("it was opened")

    assert time.monotonic() - begin < 2


def test_the_private_folder_is_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(rooms))

    with opened(tmp_path, QUIET):
        [room] = rooms.iterdir()
        assert oct(room.stat().st_mode & 0o777) == "0o700"
    said_at_load(tmp_path, "raise SystemExit")

    assert list(rooms.iterdir()) == []


def test_a_sandbox_that_leaks_is_refused_before_anything_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tight = view.readable
    monkeypatch.setattr(view, "readable", lambda *more: [*tight(*more), "/"])

    with pytest.raises(SandboxIncomplete, match=r"possible still: .*read"), opened(tmp_path, "raise RuntimeError"):
        pytest.fail("it was opened")


def test_limits_alone_are_enough_when_the_policy_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tight = view.readable
    monkeypatch.setattr(view, "readable", lambda *more: [*tight(*more), "/"])

    with opened(tmp_path, QUIET, sandbox="limits") as model:
        assert not model.sandbox.is_complete
        assert not model.sandbox.blocked["read"]
        assert model.predict(ROWS).tolist() == [0.5] * 3


@pytest.mark.parametrize("act", ["write", "read", "network"])
def test_a_sandbox_with_one_hole_is_not_complete(act: str) -> None:
    blocked = dict.fromkeys(ACTS, True) | {act: False}

    sandbox = Sandbox(landlock=7, seccomp=True, limits=(), blocked=blocked, refusals=())

    assert not sandbox.is_complete
    assert f"possible still: {act}" in str(sandbox)


def test_the_child_dies_with_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parent that is killed cannot clean up, so the kernel does."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    reading, writing = os.pipe()
    parent = os.fork()
    if parent == 0:
        with opened(tmp_path, QUIET) as model:
            os.write(writing, str(model._child._process.pid).encode())
            os.kill(os.getpid(), 9)
        os._exit(0)
    os.close(writing)
    os.waitpid(parent, 0)
    child = int(os.read(reading, 20))
    os.close(reading)

    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and Path(f"/proc/{child}").exists() and "Z" not in _state(child):
        time.sleep(0.01)

    assert not Path(f"/proc/{child}").exists() or "Z" in _state(child)


def _state(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_a_thread_may_open_a_model_and_end_before_it(tmp_path: Path) -> None:
    """The kernel's death signal goes by thread; a model must outlive the one that opened it."""
    manager = opened(tmp_path, QUIET)
    models = []
    opener = threading.Thread(target=lambda: models.append(manager.__enter__()))
    opener.start()
    opener.join()
    try:
        time.sleep(0.02)
        assert models[0].predict(ROWS).tolist() == [0.5] * 3
    finally:
        manager.__exit__(None, None, None)
