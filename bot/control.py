"""What only the sandbox may do: put the clock forward, look at appeals, their ladders and events.

Loaded and mounted under `sandbox.control` alone; a live installation has none of these addresses.
"""

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.clock import OffsetClock
from bot.control_view import View
from bot.loopback import is_loopback
from handlers.conversation import Words
from storage.errors import StorageError

PREFIX = "/control"
LONGEST_BODY = 1000

CatchUp = Callable[[], Awaitable[None]]


class NotUnderstood(Exception):
    """The request asks for nothing that could be done."""


def make_control(clock: OffsetClock, view: View, catch_up: CatchUp) -> APIRouter:
    """The routes. `catch_up` does everything that is due once the clock was put forward."""
    router = APIRouter(prefix=PREFIX, dependencies=[Depends(from_this_computer)])

    def refused(words: str, status: HTTPStatus) -> JSONResponse:
        return JSONResponse({"error": view.say(Words(words))}, status)

    @router.get("/clock")
    async def show() -> JSONResponse:
        return JSONResponse(await view.clock())

    @router.post("/clock")
    async def put_forward(request: Request) -> JSONResponse:
        try:
            offset = await wanted_offset(request)
        except NotUnderstood:
            return refused("behind-not-understood", HTTPStatus.BAD_REQUEST)
        try:
            clock.put_forward(offset)
        except ValueError:
            return refused("behind-no-such-time", HTTPStatus.CONFLICT)
        try:
            await catch_up()
        except StorageError:
            return refused("behind-storage", HTTPStatus.SERVICE_UNAVAILABLE)
        return JSONResponse(await view.clock())

    @router.get("/appeals")
    async def appeals() -> JSONResponse:
        return JSONResponse(await view.appeals())

    @router.get("/appeals/{number}")
    async def appeal(number: str) -> JSONResponse:
        found = await view.appeal(number)
        if found is None:
            return refused("behind-no-appeal", HTTPStatus.NOT_FOUND)
        return JSONResponse(found)

    return router


async def wanted_offset(request: Request) -> float:
    """The offset in seconds that the body names. Raises NotUnderstood for anything else."""
    raw = bytearray()
    async for part in request.stream():
        raw += part
        if len(raw) > LONGEST_BODY:
            raise NotUnderstood
    try:
        offset = json.loads(raw)["offset"]
        if type(offset) in {int, float}:
            return float(offset)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise NotUnderstood from None
    raise NotUnderstood


def from_this_computer(request: Request) -> None:
    """Refuse strangers' web pages: a Host or Origin that is not this very computer (403)."""
    origin = request.headers.get("origin")
    callers = ["//" + request.headers.get("host", "")]
    callers += [] if origin is None else [origin]
    if not all(is_loopback(_host(address)) for address in callers):
        raise HTTPException(HTTPStatus.FORBIDDEN)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
