"""The Open Inference Protocol, version 2, in JSON: one tensor a column in, scores and decisions out."""

from itertools import chain
from typing import Any

import msgspec
from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from evenhand.errors.serving import RequestInvalid, RequestTooLarge
from evenhand.lifecycle.serving.prediction import Prediction
from evenhand.lifecycle.serving.request import Wanted, check_rows
from evenhand.surfaces.gateway.desk import Desk
from evenhand.surfaces.gateway.exchange import MOST_ROWS, as_json, body_of

_KINDS = {"integer": "INT64", "number": "FP64", "boolean": "BOOL", "text": "BYTES", "instant": "BYTES"}
_WHOLE = frozenset({"INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64"})
_REAL = frozenset({"FP16", "FP32", "FP64"})
_OUTPUTS = ({"name": "id", "datatype": "BYTES", "shape": [-1]}, {"name": "score", "datatype": "FP64", "shape": [-1]},
            {"name": "decision", "datatype": "INT64", "shape": [-1]})  # fmt: skip
UNDER_REVIEW = -1
"""In the tensor of decisions: a person decides this case."""


class Tensor(msgspec.Struct):
    """A tensor of a request."""

    name: str
    shape: list[int]
    datatype: str
    data: list[Any]


class Inference(msgspec.Struct):
    """The body of an inference request; its parameters are not used."""

    inputs: list[Tensor]
    id: str | None = None
    outputs: list[dict[str, Any]] | None = None


async def live(_: Request) -> Response:
    """The server runs."""
    return as_json({"live": True})


async def ready(request: Request) -> Response:
    """The server answers."""
    _require_model(request)
    return as_json({"live": True, "ready": bool(request.app.state.desk.about)})


async def server(_: Request) -> Response:
    """What the server is."""
    from evenhand import __version__

    return as_json({"name": "evenhand", "version": __version__, "extensions": []})


async def model(request: Request) -> Response:
    """What the champion takes and gives."""
    _require_model(request)
    about: Any = request.app.state.desk.about
    inputs = [{"name": each["name"], "datatype": _KINDS[each["kind"]], "shape": [-1]} for each in about["columns"]]
    return as_json({
        "name": about["deployment"], "versions": [about["version"]], "platform": "evenhand", "inputs": inputs,
        "outputs": list(_OUTPUTS),
    })  # fmt: skip


async def infer(request: Request) -> Response:
    """Answer the rows of the tensors, each logged before it leaves."""
    desk: Desk = request.app.state.desk
    consumer = desk.caller(request.headers.get("authorization"))
    _require_model(request)
    wanted = desk.wanted
    asked = _asked(await body_of(request))
    rows = check_rows(_rows(asked.inputs, wanted), wanted)
    made = await run_sync(lambda: desk.answer(rows, consumer=consumer, as_of=None, with_reasons=False))
    named = [str(each.get("name")) for each in asked.outputs or _OUTPUTS]
    told: dict[str, Any] = {
        "model_name": made[0].deployment, "model_version": made[0].version,
        "outputs": [_output(name, made) for name in named],
    }  # fmt: skip
    if asked.id is not None:
        told["id"] = asked.id
    return as_json(told)


routes = [
    Route("/v2", server), Route("/v2/", server), Route("/v2/health/live", live), Route("/v2/health/ready", ready),
    *(
        Route(f"/v2/models/{{model}}{version}{end}", handler, methods=[method])
        for version in ("", "/versions/{version}")
        for end, handler, method in (("", model, "GET"), ("/ready", ready, "GET"), ("/infer", infer, "POST"))
    ),
]  # fmt: skip


def _require_model(request: Request) -> None:
    about = request.app.state.desk.about
    named = request.path_params
    if named.get("model", about["deployment"]) != about["deployment"]:
        raise HTTPException(404, f"There is no model {named['model']!r} here")
    if named.get("version", about["version"]) != about["version"]:
        raise HTTPException(404, f"The version that answers is {about['version']}")


def _asked(body: bytes) -> Inference:
    try:
        return msgspec.json.decode(body, type=Inference)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as mistake:
        raise RequestInvalid(f"The body is no inference request: {mistake}.", path="$") from mistake


def _rows(inputs: list[Tensor], wanted: Wanted) -> list[dict[str, object]]:
    if not inputs:
        raise RequestInvalid("inputs: none.", path="inputs")
    columns = {each.name: _values(each) for each in inputs}
    n = len(next(iter(columns.values())))
    if any(len(values) != n for values in columns.values()) or len(columns) != len(inputs):
        raise RequestInvalid("inputs: the tensors have different lengths, or one name twice.", path="inputs")
    if not 0 < n <= MOST_ROWS:
        raise RequestTooLarge(f"The request has {n:,} rows; 1 to {MOST_ROWS:,} are taken at a time.")
    given = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [{name: _as_kind(name, value, wanted) for name, value in row.items()} for row in given]


def _as_kind(name: str, value: Any, wanted: Wanted) -> object:
    """Single precision may hold a whole number as one with a fraction, and the reverse; JSON does not say which."""
    if name in wanted.inputs and wanted.contract.column(name).kind == "number" and isinstance(value, int):
        return value if isinstance(value, bool) else float(value)
    return value


def _values(tensor: Tensor) -> list[Any]:
    data = tensor.data
    if data and isinstance(data[0], list):
        data = [*chain.from_iterable(each if isinstance(each, list) else [each] for each in data)]
    is_column = len(tensor.shape) == 1 or (len(tensor.shape) == 2 and tensor.shape[1] == 1)
    if not is_column or tensor.shape[0] != len(data):
        fact = f"{tensor.name}: the shape {tensor.shape} is not that of {len(data)} values of one column."
        raise RequestInvalid(fact, path=tensor.name)
    fits = {"BOOL": bool, "BYTES": str}.get(tensor.datatype)
    is_number = tensor.datatype in _WHOLE | _REAL
    if fits is None and not is_number:
        raise RequestInvalid(f"{tensor.name}: {tensor.datatype!r} is no datatype.", path=tensor.name)
    kinds = (int, float) if is_number else (fits or str,)
    if odd := [each for each in data if not isinstance(each, kinds) or (is_number and isinstance(each, bool))]:
        raise RequestInvalid(f"{tensor.name}: {odd[0]!r} is no {tensor.datatype}.", path=tensor.name)
    return data


def _output(name: str, made: list[Prediction]) -> dict[str, Any]:
    values: dict[str, list[Any]] = {
        "id": [each.id for each in made], "score": [each.score for each in made],
        "decision": [UNDER_REVIEW if each.band == "review" else each.decision for each in made],
    }  # fmt: skip
    known = {each["name"]: each["datatype"] for each in _OUTPUTS}
    if name not in values:
        raise RequestInvalid(f"outputs: there is no {name!r}, only {', '.join(values)}.", path="outputs")
    return {"name": name, "datatype": known[name], "shape": [len(made)], "data": values[name]}
