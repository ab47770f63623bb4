"""The child: puts on the sandbox, says what holds, then parses and predicts for as long as the parent asks.

Nothing in here is trusted by the parent once a model has been loaded: its code runs in the same process.
"""

import contextlib
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from evenhand.adapters.runner import frame
from evenhand.adapters.runner.sandbox import confinement, trial
from evenhand.errors.base import EvenhandError

if TYPE_CHECKING:
    from evenhand.adapters.frameworks.loaded import Loaded

LONGEST_TEXT = 2000


def main(requests: int, answers: int) -> None:
    """Serve one parent: an order, then a model, then requests until the pipe closes."""
    opening = frame.receive(requests)
    if opening is None:
        return
    order, _ = opening
    sys.path[:] = order["path"]
    report = confinement.confine(order)
    frame.send(answers, {"sandbox": report | {"blocked": trial.blocked(secret=order["secret"], mark=order["mark"])}})
    if frame.receive(requests) is None:
        return
    loaded = _answer_load(answers, order)
    while loaded is not None:
        request = frame.receive(requests)
        if request is None:
            break
        confinement.allow_processor_time(order["limits"]["cpu_seconds"])
        _answer_request(answers, loaded, *request)
    os._exit(0)  # destructors of a stranger's objects are code too


def _answer_load(answers: int, order: Mapping[str, Any]) -> "Loaded | None":
    try:
        import evenhand.adapters.frameworks.loaded as frameworks

        loaded = frameworks.load(
            order["loader"], model=order["model"], code=order["code"], threads=order["limits"]["threads"]
        )
    except BaseException as mistake:  # noqa: BLE001 - a model's code may raise anything, and the parent is to know
        frame.send(answers, _refusal(mistake))
        return None
    frame.send(answers, {"facts": loaded.facts})
    return loaded


def _answer_request(answers: int, loaded: "Loaded", header: Mapping[str, Any], body: bytearray) -> None:
    try:
        import pyarrow as pa

        n_state = header.get("n_state", 0)
        with pa.ipc.open_stream(pa.py_buffer(body)[n_state:]) as stream:
            table = stream.read_all()
        if header["do"] in ("fit", "apply"):
            frame.send(answers, *_transformed(loaded, header, bytes(body[:n_state]), table))
            return
        scores = loaded.contributions(table) if header["do"] == "contributions" else loaded.scores(table)
        answer = {"rows": int(scores.shape[0]), "outputs": int(scores.shape[1])}
        content = scores.tobytes()
    except BaseException as mistake:  # noqa: BLE001 - as above
        frame.send(answers, _refusal(mistake))
        return
    frame.send(answers, answer, content)


def _transformed(loaded: Any, header: Mapping[str, Any], state: bytes, table: Any) -> tuple[dict[str, Any], bytes]:  # noqa: ANN401 - a transform and an Arrow table
    from evenhand.adapters.runner.raw_table import encoded

    if header["do"] == "fit":
        form, content = loaded.fit(table)
        return {"form": form}, content
    made = loaded.apply(table, header["form"], state)
    columns, content = encoded(made)
    return {"rows": made.num_rows, "columns": columns}, content


def _refusal(mistake: BaseException) -> dict[str, Any]:
    """What went wrong, as text: nothing of the model's own making travels as an object."""
    if isinstance(mistake, EvenhandError):
        return {"code": mistake.code, "fact": mistake.fact[:LONGEST_TEXT]}
    said = ""
    with contextlib.suppress(BaseException):
        said = str(mistake)
    return {"code": None, "fact": f"{type(mistake).__name__}: {said}"[:LONGEST_TEXT]}
