"""``evenhand`` for the examples: one warm process that forks for each command, so that a page does not pay for imports.

A command gets the caller's folder, environment and streams, and ends with its own exit code.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

CLIENT = """#!{python} -ISE
import array, json, os, socket, sys
call = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
warm = socket.socket(socket.AF_UNIX)
warm.connect({socket!r})
socket.send_fds(warm, [len(call).to_bytes(4)], [0, 1, 2])
warm.sendall(call)
sys.exit(int(warm.recv(8) or b"70"))
"""


@cache
def folder_with_command() -> Path:
    """A folder for ``PATH`` whose ``evenhand`` asks the warm process, started at the first call."""
    folder = Path(tempfile.mkdtemp(prefix="evenhand-"))
    address = str(folder / "warm")
    command = folder / "evenhand"
    command.write_text(CLIENT.format(python=sys.executable, socket=address), encoding="utf-8")
    command.chmod(0o755)
    warm = subprocess.Popen([sys.executable, "-P", __file__, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert warm.stdout is not None
    if not warm.stdout.readline():
        raise RuntimeError("the warm process did not start; its reason stands above")
    atexit.register(warm.kill)
    return folder


def serve(address: str) -> None:
    """Answer until the parent is gone."""
    from evenhand.surfaces.cli.entry import TABLE, main, root

    for name in TABLE:
        root.get_command(None, name)  # type: ignore[arg-type]
    for name in ("auditing", "loading", "model", "packing", "people", "releasing", "reviewing", "rules", "table"):
        __import__(f"evenhand.surfaces.sdk.{name}")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        print("ready", flush=True)  # noqa: T201
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            caller, _ = listener.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _run(caller, main)
            caller.close()


def _run(caller: socket.socket, main: object) -> None:
    code: object = 70
    try:
        size, streams, _, _ = socket.recv_fds(caller, 4, 3)
        with caller.makefile("rb") as sent:
            arguments, folder, variables = json.loads(sent.read(int.from_bytes(size)))
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", buffering=1)  # noqa: SIM115
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(variables)
        main(arguments)  # type: ignore[operator]
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        caller.sendall(str(code if isinstance(code, int) else 0 if code is None else 1).encode())
        os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1])
