"""A server on this machine: answers, refusals, a stop, a revoked key, a full disk."""

import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.scenarios.server import NAME, ROW, Server, serving, soon
from tests.scenarios.stage import Stage
from tests.scenarios.terminal import refused, typed
from tests.scenarios.test_serving import _deployed, deployed, desk, logged

from evenhand.adapters.signing import open_identity
from evenhand.ports.identity import Identity
from evenhand.workflows.serving.create_key import create_key
from evenhand.workflows.serving.revoke_key import revoke_key

__all__ = ["_deployed", "deployed"]


@pytest.fixture(scope="module")
def asked(_deployed: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, Server]]:
    stage = _deployed.copied(tmp_path_factory.mktemp("asked") / "stage")
    with serving(stage) as server:
        yield stage, server


def test_a_server_answers_logs_and_obeys(deployed: Stage) -> None:
    with serving(deployed) as server:
        status, told = server.predict(ROW, {**ROW, "income": 50.0, "case": None}, reasons=True)
        assert status == 200
        sure, doubtful = told["predictions"]
        assert (sure["decision"], sure["band"], sure["reasons"], sure["case"]) == (1, "automatic", ["income"], "c-1")
        assert (doubtful["decision"], doubtful["band"]) == (None, "review")
        assert doubtful["note"].startswith("under review")
        [first, second] = logged(deployed).to_pylist()
        assert {first["id"], second["id"]} == {sure["id"], doubtful["id"]}
        assert (first["consumer"], first["c.sex"], first["f.age"]) == ("web-shop", "f", 40)
        one = server.ask("POST", "/v1/predict", {"row": ROW, "as_of": "2026-01-01T00:00:00Z"})
        assert one[0] == 200
        assert server.predict({**ROW, "age": 900})[1]["violations"] == [
            "rows[0].age: 900 is outside of what the contract states."
        ]

        about = server.ask("GET", "/v1/deployment", key=None)[1]
        assert (about["version"], about["built_by"], about["purpose"]) == (
            "loan@1", "ada", "Decide who is offered a small loan.",
        )  # fmt: skip
        assert about["approved_by"] == [{"person": "bo", "role": "model-owner"}]
        assert server.ask("GET", "/health", key=None) == (
            200,
            {"answers": True, "deployment": NAME, "version": "loan@1"},
        )

        assert typed(deployed, "cy", "stop", NAME, "--why", "Complaints.").exit == 0
        assert soon(lambda: server.predict()[0] == 503) < 1
        assert server.predict()[1]["code"] == "DEPLOYMENT-STOPPED"
        assert server.ask("GET", "/health", key=None)[0] == 503
        assert typed(deployed, "bo", "resume", NAME, "--why", "Mended.").exit == 0
        soon(lambda: server.predict()[0] == 200, seconds=10)

        revoked = typed(deployed, "bo", "key", "revoke", NAME, "web-shop", "--why", "It leaked.")
        assert revoked.exit == 0, revoked.err
        assert soon(lambda: server.predict()[0] == 401) < 1
        before = logged(deployed).num_rows
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(15) == 0
    assert logged(deployed).num_rows == before


def test_what_is_not_asked_for_is_refused_with_its_place(asked: tuple[Stage, Server]) -> None:
    deployed, server = asked
    before = logged(deployed).num_rows
    bad: list[tuple[object, int, str]] = [
        ({"rows": [{**ROW, "agee": 3}]}, 400, r"rows\[0\]\.agee: no such column \(did you mean age\?\)"),
        ({"rows": [{"age": 40}]}, 400, r"rows\[0\]\.income: missing"),
        ({"rows": [{**ROW, "age": "old"}]}, 400, r"rows\[0\]\.age: 'old' is no integer"),
        ({"rows": [{**ROW, "age": 1.5}]}, 400, "no whole number"),
        ({"rows": [{**ROW, "age": True}]}, 400, "True is no integer"),
        ({"rows": [{**ROW, "income": None}]}, 400, "may lack no value"),
        ({"rows": [{**ROW, "sex": ["f"]}]}, 400, "no single value"),
        ({"rows": [{**ROW, "case": {}}]}, 400, "no text"),
        ({"rows": []}, 400, "rows"),
        ({"row": ROW, "rows": [ROW]}, 400, "rows"),
        ({"rows": [ROW], "nought": 1}, 400, "unknown field"),
        ({"rows": [ROW], "as_of": "soon"}, 400, "no instant"),
        ({"rows": [ROW], "as_of": "2099-01-01T00:00:00Z"}, 400, "lies in the future"),
        ({"rows": [1]}, 400, "Expected `object`"),
        (b"{", 400, "not what is asked for"),
        (b"\xff\xfe", 400, "not what is asked for"),
        (b"[" * 100_000, 400, "not what is asked for"),
        ({"rows": [ROW] * 1001}, 413, "1,001 rows"),
        (b" " * (4 * 2**20 + 1), 413, "larger than"),
    ]  # fmt: skip
    for body, status, words in bad:
        found, told = server.ask("POST", "/v1/predict", body)
        assert found == status, (body if not isinstance(body, bytes) else body[:9], told)
        assert re.search(words, told["error"]), told
    assert server.ask("GET", "/v1/predict")[0] == 405
    assert server.ask("GET", "/nought")[0] == 404
    for key in (None, "ev_wrong", ""):
        assert server.ask("POST", "/v1/predict", {"rows": [ROW]}, key=key)[0] == 401
    assert server.predict({**ROW, "income": 1e999})[0] == 400
    assert logged(deployed).num_rows == before


def test_a_full_disk_gives_no_answer_and_no_half_record(asked: tuple[Stage, Server]) -> None:
    deployed, server = asked
    before = logged(deployed).num_rows
    assert server.predict()[0] == 200
    [file] = (deployed.workspace / ".evenhand" / "predictions" / NAME).glob("w-*.frames")
    limit = ["prlimit", f"--pid={server.process.pid}"]
    subprocess.run([*limit, f"--fsize={file.stat().st_size + 10}:unlimited"], check=True)
    status, told = server.predict()
    subprocess.run([*limit, "--fsize=unlimited:unlimited"], check=True)

    assert (status, told["code"]) == (503, "PREDICTION-UNLOGGED")
    assert "predictions" not in told
    assert server.predict()[0] == 200
    assert logged(deployed).num_rows == before + 2


def test_the_inference_protocol_answers(asked: tuple[Stage, Server]) -> None:
    deployed, server = asked
    before = logged(deployed).num_rows
    tensors = [
        {"name": "income", "shape": [2], "datatype": "FP64", "data": [70.0, 50.0]},
        {"name": "age", "shape": [2, 1], "datatype": "INT64", "data": [[40], [41]]},
    ]
    status, told = server.ask("POST", f"/v2/models/{NAME}/infer", {"id": "r-1", "inputs": tensors})
    assert status == 200, told
    outputs = {each["name"]: each for each in told["outputs"]}
    assert outputs["decision"]["data"] == [1, -1]
    assert (told["id"], told["model_version"], outputs["score"]["shape"]) == ("r-1", "loan@1", [2])
    assert server.ask("GET", "/v2/health/ready")[1] == {"live": True, "ready": True}
    assert server.ask("GET", "/v2/health/live")[1] == {"live": True}
    assert server.ask("GET", f"/v2/models/{NAME}/versions/loan@1/ready")[0] == 200
    assert [each["datatype"] for each in server.ask("GET", f"/v2/models/{NAME}")[1]["inputs"]] == ["FP64", "INT64"]
    assert server.ask("GET", "/v2/models/other")[0] == 404
    wrong = [
        [{**tensors[0], "shape": [3]}, tensors[1]],
        [{**tensors[0], "datatype": "FP65"}, tensors[1]],
        [{**tensors[0], "data": ["a", "b"]}, tensors[1]],
        [tensors[0]], [tensors[0], tensors[0]], [],
        [*tensors, {"name": "nought", "shape": [2], "datatype": "INT64", "data": [1, 2]}],
    ]  # fmt: skip
    for inputs in wrong:
        status, told = server.ask("POST", f"/v2/models/{NAME}/infer", {"inputs": inputs})
        assert (status, next(iter(told))) == (400, "error"), (inputs, told)
    assert logged(deployed).num_rows == before + 2


def test_what_may_not_answer_is_not_served(deployed: Stage) -> None:
    refused(typed(deployed, "ada", "serve", "nought", "--port", "0"), "DEPLOYMENT-MISSING", 2)
    assert typed(deployed, "ada", "deployment", "create", "empty", "--environment", "production").exit == 0
    refused(typed(deployed, "ada", "serve", "empty", "--port", "0"), "CHAMPION-MISSING", 3)
    refused(typed(deployed, "ada", "serve", NAME, "--host", "nowhere.invalid"), "SYSTEM-REFUSED", 4)
    assert typed(deployed, "cy", "stop", NAME, "--why", "Complaints.").exit == 0
    refused(typed(deployed, "ada", "serve", NAME, "--port", "0"), "DEPLOYMENT-STOPPED", 1)


def test_keys_are_made_once_shown_once_and_revoked(deployed: Stage) -> None:
    made = typed(deployed, "bo", "key", "create", NAME, "--consumer", "web-shop")
    refused(typed(deployed, "bo", "key", "create", NAME, "--consumer", "web-shop"), "CALLER-EXISTS", 1)
    refused(typed(deployed, "bo", "key", "create", NAME, "--consumer", "Web Shop"), "REFERENCE-UNREADABLE", 2)
    refused(typed(deployed, "cy", "key", "create", NAME, "--consumer", "other"), "ROLE-MISSING", 1)
    refused(typed(deployed, "bo", "key", "revoke", NAME, "other", "--why", "Any."), "CALLER-MISSING", 2)
    refused(typed(deployed, "bo", "key", "revoke", NAME, "web-shop", "--why", " "), "REASON-MISSING", 2)
    assert typed(deployed, "bo", "key", "revoke", NAME, "web-shop", "--why", "It leaked.").exit == 0
    listed = typed(deployed, "bo", "key", "list", NAME)
    bo = Identity(actor="bo", signer=open_identity(deployed.root / "homes" / "bo", "bo"))
    with desk(deployed, "bo") as workspace:
        create_key(workspace, bo, NAME, consumer="web-shop", key="another")
        revoke_key(workspace, bo, NAME, consumer="web-shop", why="Any.")

    key = made.out.strip()
    assert key.startswith("ev_")
    assert "revoked: It leaked." in listed.out
    assert key not in Path(deployed.workspace / ".evenhand" / "evenhand.db").read_bytes().decode("latin-1")
