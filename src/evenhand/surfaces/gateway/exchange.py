"""Bodies in and out, and how large they may be."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from evenhand.errors.serving import RequestTooLarge

MOST_ROWS = 1000
MOST_BYTES = 4 * 2**20


async def body_of(request: Request) -> bytes:
    """The body, as far as it is taken.

    Raises:
        RequestTooLarge: it is larger.
    """
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise RequestTooLarge(f"The request is larger than {MOST_BYTES:,} bytes.")
        parts.append(part)
    return b"".join(parts)


def as_json(document: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A response with a JSON document."""
    return Response(msgspec.json.encode(document), status, headers, media_type="application/json")
