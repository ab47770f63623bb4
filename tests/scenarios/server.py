"""A server that people start, and whoever asks it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from tests.scenarios.stage import Stage

import evenhand

NAME = "loan-live"
ROW = {"income": 70.0, "age": 40, "sex": "f", "case": "c-1"}


@dataclass
class Server:
    """A process that serves.

    Attributes:
        process: itself.
        port: where it listens.
        key: that admits.
    """

    process: "subprocess.Popen[str]"
    port: int
    key: str | None = None

    def ask(self, method: str, path: str, body: object = None, *, key: str | None = "own") -> tuple[int, Any]:
        """Status and document of the answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        shown = self.key if key == "own" else key
        headers = {} if shown is None else {"Authorization": f"Bearer {shown}"}
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        try:
            connection.request(method, path, sent, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def predict(self, *rows: dict[str, Any], **further: Any) -> tuple[int, Any]:  # noqa: ANN401
        return self.ask("POST", "/v1/predict", {"rows": list(rows or (ROW,)), **further})


@contextmanager
def serving(stage: Stage, *words: str, keyed: bool = True) -> Iterator[Server]:
    """A server of the champion, started as people start it."""
    key = None
    if keyed:
        with stage.acting("ada"):
            key = evenhand.create_key(NAME, consumer="web-shop", actor="ada", workspace=stage.workspace)
    environment = {
        **os.environ, "EVENHAND_CONFIG_HOME": str(stage.root / "homes" / "ada"),
        "EVENHAND_STATE_HOME": str(stage.root / "marks" / "ada"),
    }  # fmt: skip
    command = [sys.executable, "-m", "evenhand", "serve", NAME, "--port", "0", "--json", *words]
    process = subprocess.Popen(
        command, cwd=stage.workspace, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        lines = ""
        while not lines.rstrip().endswith("}"):
            line = process.stdout.readline()
            assert line, process.communicate()
            lines += line
        yield Server(process, int(json.loads(lines)["address"].rsplit(":", 1)[1]), key)
    finally:
        process.kill()
        process.communicate()


def soon(is_so: Callable[[], bool], *, seconds: float = 2.0) -> float:
    """How long it took until something was so."""
    start = time.monotonic()
    while not is_so():
        assert time.monotonic() - start < seconds
        time.sleep(0.02)
    return time.monotonic() - start
