"""The routes of a server: predictions, health, the public account, and the Open Inference Protocol."""

from http import HTTPStatus
from typing import Any

import msgspec
from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from evenhand.errors.base import EvenhandError, Usage
from evenhand.errors.number import InstantUnreadable
from evenhand.errors.serving import (
    ConsumerUnknown,
    DeploymentStopped,
    PredictionUnlogged,
    RequestInvalid,
    RequestTooLarge,
    ServerUnready,
)
from evenhand.kernel.instant import instant, moment
from evenhand.lifecycle.serving.prediction import Prediction
from evenhand.lifecycle.serving.request import check_rows, strange_values
from evenhand.surfaces.gateway.desk import Desk
from evenhand.surfaces.gateway.exchange import MOST_ROWS, as_json, body_of
from evenhand.surfaces.gateway.inference import routes as inference_routes

_CODES: tuple[tuple[type[EvenhandError], int], ...] = (
    (RequestTooLarge, 413), (ConsumerUnknown, 401), (PredictionUnlogged, 503), (ServerUnready, 503),
    (DeploymentStopped, 503), (Usage, 400),
)  # fmt: skip


class Asking(msgspec.Struct, forbid_unknown_fields=True):
    """The body of ``POST /v1/predict``."""

    rows: list[dict[str, Any]] | None = None
    row: dict[str, Any] | None = None
    reasons: bool = False
    as_of: str | None = None


def app_of(desk: Desk) -> Starlette:
    """The application around a desk that is open."""
    routes = [
        Route("/v1/predict", predict, methods=["POST"]),
        Route("/v1/deployment", deployment, methods=["GET"]),
        Route("/health", health, methods=["GET"]),
        *inference_routes,
    ]
    handlers: dict[Any, Any] = {EvenhandError: refused, HTTPException: unserved, Exception: failed}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.state.desk = desk
    return app


async def predict(request: Request) -> Response:
    """Answer one row or several, each logged before it leaves."""
    desk: Desk = request.app.state.desk
    consumer = desk.caller(request.headers.get("authorization"))
    asking = _asking(await body_of(request))
    given = [asking.row] if asking.row is not None else asking.rows
    if not given or (asking.row is not None and asking.rows is not None):
        raise RequestInvalid("rows: name 'row' with one row, or 'rows' with at least one.", path="rows")
    if len(given) > MOST_ROWS:
        raise RequestTooLarge(f"The request has {len(given):,} rows; {MOST_ROWS:,} are taken at a time.")
    wanted = desk.wanted
    rows, as_of = check_rows(given, wanted), None if asking.as_of is None else _instant(asking.as_of)
    made = await run_sync(lambda: desk.answer(rows, consumer=consumer, as_of=as_of, with_reasons=asking.reasons))
    told = {"deployment": made[0].deployment, "version": made[0].version, "predictions": [*map(answer_of, made)]}
    if strange := strange_values(rows, wanted):
        told["violations"] = strange
    return as_json(told)


async def deployment(request: Request) -> Response:
    """Who answers here, who stands behind it, how to object, what to send."""
    return as_json(request.app.state.desk.about)


async def health(request: Request) -> Response:
    """Whether answers are given at the moment."""
    about = request.app.state.desk.about
    return as_json({"answers": True, "deployment": about["deployment"], "version": about["version"]})


def answer_of(made: Prediction) -> dict[str, object]:
    """One answer as the caller gets it: where a person decides, no decision leaves."""
    told: dict[str, object] = {
        "id": made.id, "case": made.case, "score": made.score,
        "decision": None if made.band == "review" else made.decision, "band": made.band, "reasons": made.reasons,
    }  # fmt: skip
    if made.band == "review":
        told["note"] = "under review: a person decides this case"
    return told


async def refused(_: Request, failure: Exception) -> Response:
    """Code, fact and remedy of a named failure."""
    assert isinstance(failure, EvenhandError)  # noqa: S101 - registered for these alone
    status = next((code for kind, code in _CODES if isinstance(failure, kind)), 503 if failure.exit_code < 4 else 500)
    error = {"error": failure.fact, "code": failure.code, "remedy": failure.remedy}
    if (path := failure.facts.get("path")) is not None:
        error["path"] = str(path)
    headers = {"www-authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return as_json(error, status=status, headers=headers)


async def unserved(_: Request, failure: Exception) -> Response:
    """A path or a method that is not served."""
    assert isinstance(failure, HTTPException)  # noqa: S101 - registered for these alone
    return as_json({"error": f"{failure.detail}."}, status=failure.status_code)


async def failed(_: Request, failure: Exception) -> Response:
    """What nobody foresaw: named, and nothing of it shown to the caller."""
    return as_json({"error": f"The server failed ({type(failure).__name__}); nothing was answered."}, status=500)


def _asking(body: bytes) -> Asking:
    try:
        return msgspec.json.decode(body, type=Asking)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as mistake:
        raise RequestInvalid(f"The body is not what is asked for: {mistake}.", path="$") from mistake


def _instant(text: str) -> str:
    try:
        return instant(moment(text))
    except InstantUnreadable as mistake:
        raise RequestInvalid(f"as_of: {text!r} is no instant in UTC.", path="as_of") from mistake
