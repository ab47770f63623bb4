"""Running a server in this process until a signal ends it."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn

from evenhand.errors.workspace import SystemRefused
from evenhand.governance.access.signature import PublicKey
from evenhand.surfaces.gateway.app import app_of
from evenhand.surfaces.gateway.desk import Desk
from evenhand.wiring.settings import Settings

GRACE_SECONDS = 10


class Server(uvicorn.Server):
    """A server that a signal ends, and not the process with it: the log is flushed and the model ended first."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let the signals ask for the end, for as long as the server runs."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def run(
    settings: Settings, deployment: str, *, release_keys: Sequence[PublicKey], sandbox: str | None, is_open: bool,
    host: str, port: int, listening: Callable[[str, str], None] | None,
) -> None:  # fmt: skip
    """Open the desk, listen, answer; on a signal finish what was begun, flush the log and end.

    Raises:
        SystemRefused: the address cannot be listened at.
        Refusal: nothing may answer there.
    """
    desk = Desk(settings, deployment, release_keys=release_keys, sandbox=sandbox, is_open=is_open)
    with desk.opened() as ready, _listener(host, port) as listener:
        config = uvicorn.Config(
            app_of(ready), log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_SECONDS,
            server_header=False,
        )  # fmt: skip
        server = Server(config)
        if listening is not None:
            place, taken = listener.getsockname()[:2]
            shown = f"[{place}]" if ":" in place else place
            listening(f"http://{shown}:{taken}", str(ready.about["version"]))
        asyncio.run(server.serve(sockets=[listener]))


def _listener(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as mistake:
        raise SystemRefused(f"{host}:{port} cannot be listened at: {mistake}.") from mistake
