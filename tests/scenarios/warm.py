"""One warm process that forks for each command, so that many can be begun at once and ended at any moment."""

import contextlib
import json
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.scenarios.stage import Stage
from tests.scenarios.terminal import Told

_COLD = ("evenhand.adapters.runner.child", "evenhand.resources", "evenhand.__main__")
_LIBRARIES = ("numpy", "pyarrow", "pyarrow.compute", "pyarrow.csv", "pyarrow.parquet")


class Warm:
    """Begins commands; ``close`` ends it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from tests.scenarios.warm import serve; serve()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        )  # fmt: skip
        self.ask("ready")

    def ask(self, question: Any) -> Any:  # noqa: ANN401 - JSON
        """One question, one answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(question)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def begin(self, stage: Stage, name: str, *words: object, largest_file: int | None = None) -> "Running":
        """Begin a command at the machine of one person."""
        out = stage.root / f"said-{time.monotonic_ns()}"
        for end in ("out", "err"):  # it may be killed before it says, or opens, anything
            Path(f"{out}.{end}").touch()
        with stage.acting(name):
            variables = {**os.environ, "EVENHAND_ACTOR": name}
        pid = self.ask([list(map(str, words)), str(stage.workspace), variables, str(out), largest_file])
        return Running(warm=self, pid=pid, out=out)

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A command that was begun."""

    warm: Warm
    pid: int
    out: Path

    def end(self, *, after: float, by: signal.Signals) -> Told:
        """Wait so many seconds, send the signal, and see what it said."""
        time.sleep(after)
        os.kill(self.pid, by)
        return self.told()

    def told(self) -> Told:
        """What it said until it ended; a signal that ended it is a negative exit code."""
        code = self.warm.ask(self.pid)
        out, err = (Path(f"{self.out}.{end}").read_text() for end in ("out", "err"))
        return Told(exit=code, out=out, err=err)


def serve() -> None:
    """Answer until the parent is gone."""
    import evenhand

    for found in pkgutil.walk_packages(evenhand.__path__, "evenhand."):
        if not found.name.startswith(_COLD):
            with contextlib.suppress(ImportError):
                import_module(found.name)
    for library in _LIBRARIES:
        import_module(library)
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)  # noqa: T201


def _answer(question: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(question, int):
        return os.waitstatus_to_exitcode(os.waitpid(question, 0)[1])
    if question == "ready":
        return True
    pid = os.fork()
    if pid == 0:
        _run(*question)
    return pid


def _run(words: list[str], folder: str, variables: dict[str, str], out: str, largest_file: int | None) -> None:
    from evenhand.surfaces.cli.entry import main

    code: object = 70
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background was born to ignore it
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, end in ((1, "out"), (2, "err")):
            os.dup2(os.open(f"{out}.{end}", os.O_WRONLY | os.O_CREAT), number)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", buffering=1)  # noqa: SIM115
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(variables)
        if largest_file is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
        main(words)
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 70)
