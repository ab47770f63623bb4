"""Servers under requests: another champion takes over, and processes are killed."""

import time
from threading import Thread

from tests.scenarios.conftest import _founded, _released, released, stage
from tests.scenarios.server import NAME, ROW, Server, serving, soon
from tests.scenarios.stage import Stage
from tests.scenarios.test_serving import _deployed, deployed, logged
from tests.scenarios.test_shadow import second_version

import evenhand

__all__ = ["_deployed", "_founded", "_released", "deployed", "released", "stage"]


def test_another_champion_takes_over_while_requests_go_on(deployed: Stage) -> None:
    second_version(deployed, to="full")
    with serving(deployed, "--open", keyed=False) as server:
        seen: list[tuple[int, str]] = []
        is_over = False

        def asking() -> None:
            while not is_over:
                status, told = server.predict()
                seen.append((status, told.get("version", "")))

        callers = [Thread(target=asking) for _ in range(3)]
        for caller in callers:
            caller.start()
        with deployed.acting("ada"):
            evenhand.promote("loan@2", NAME, why="Fewer losses.", actor="ada", workspace=deployed.workspace)
        soon(lambda: "loan@2" in {version for _, version in seen}, seconds=20)
        is_over = True
        for caller in callers:
            caller.join()
    assert {status for status, _ in seen} == {200}
    counted = [row["version"] for row in logged(deployed).to_pylist()]
    assert {version: counted.count(version) for version in ("loan@1", "loan@2")} == {
        version: [each for _, each in seen].count(version) for version in ("loan@1", "loan@2")
    }


def test_a_killed_server_lost_no_answer_that_anybody_got(deployed: Stage) -> None:
    got: list[str] = []
    for _ in range(2):
        with serving(deployed, "--open", keyed=False) as server:

            def asking(server: Server = server) -> None:
                while True:
                    try:
                        status, told = server.predict(ROW, ROW)
                    except OSError:
                        return
                    assert status == 200
                    got.extend(each["id"] for each in told["predictions"])

            callers = [Thread(target=asking) for _ in range(3)]
            for caller in callers:
                caller.start()
            time.sleep(0.3)
            server.process.kill()
            for caller in callers:
                caller.join()
    found = logged(deployed)
    assert got
    assert set(got) <= set(found.column("id").to_pylist())
    assert found.schema.metadata[b"repeated"] == b"0"
