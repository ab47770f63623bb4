"""Servers under requests: another champion takes over, and processes are killed."""

import os
import random
import signal
import time
from http.client import HTTPException
from threading import Thread

from tests.scenarios.conftest import _founded, _released, released, stage
from tests.scenarios.server import NAME, ROW, Server, serving, soon
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import entries
from tests.scenarios.test_serving import _deployed, cases, deployed, desk, logged, read_answers
from tests.scenarios.test_shadow import second_version
from tests.scenarios.warm import Warm

import evenhand

__all__ = ["_deployed", "_founded", "_released", "deployed", "released", "stage"]
ROUNDS = 60 if os.environ.get("EVENHAND_SLOW") == "full" else 6


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
                    except (OSError, HTTPException):  # killed before it answered, or in the middle of an answer
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


def test_a_batch_that_is_killed_at_any_moment_is_scored_once(deployed: Stage) -> None:
    chance, warm = random.Random(20_261_129), Warm()
    file, out = cases(deployed), deployed.root / "answers.csv"
    told = deployed.root / "outcomes.csv"
    told.write_text("case,repaid\n" + "".join(f"c-{n},{n % 2}\n" for n in range(200)))
    score = ("score", NAME, file, out, "--batch", "b-1", "--key", "case")
    tell = ("outcomes", "import", NAME, told, "--key", "case", "--outcome", "repaid", "--known-at", "2026-12-31")
    try:
        for words, longest in ((score, 1.2), (tell, 0.6)):
            for _ in range(ROUNDS):
                warm.begin(deployed, "ada", *words).end(after=chance.uniform(0, longest), by=signal.SIGKILL)
                assert entries(deployed) > 0
                assert logged(deployed).num_rows in (0, 200)
                assert not out.exists() or len(read_answers(out)) == 200
            done = warm.begin(deployed, "ada", *words).told()
            assert done.exit == 0, done.err
    finally:
        warm.close()
    found = logged(deployed)
    assert found.schema.metadata == {b"torn": b"0", b"repeated": b"0"}
    assert [row["id"] for row in read_answers(out)] != []
    assert {row["id"] for row in read_answers(out)} == set(found.column("id").to_pylist())
    assert sum(row["outcome"] for row in found.to_pylist()) == 100
    with desk(deployed) as workspace:
        assert len(workspace.ledger.records("batch", parent=NAME)) == 1
        assert len(workspace.ledger.records("outcomes", parent=NAME)) == 1
