"""The control API's part about time and about what lies behind the chats."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from sandbox.behind import BotAwayError, BotRefusedError
from sandbox.control_input import body_of
from sandbox.core import NotPossibleError
from sandbox.time_control import NEXT, TimeControl

Json = dict[str, Any]


def time_routes(time: TimeControl) -> APIRouter:
    """Return the routes that show and move the clock, and look at the bot's appeals."""
    router = APIRouter(prefix="/api")

    @router.get("/clock")
    async def show() -> Json:
        return await time.clock()

    @router.post("/clock")
    async def move(request: Request) -> Json:
        body = await body_of(request)
        if body == {"to": NEXT}:
            return await time.to_next()
        return await time.forward(_seconds(body))

    @router.get("/behind/appeals")
    async def appeals() -> list[Json]:
        return await time.behind().appeals()

    @router.get("/behind/appeals/{number}")
    async def appeal(number: str) -> Json:
        return await time.behind().appeal(number)

    return router


async def bot_away(_request: Request, error: Exception) -> JSONResponse:
    """Answer 503 with the words of a BotAwayError."""
    return JSONResponse({"error": str(error)}, 503)


async def bot_refused(_request: Request, error: Exception) -> JSONResponse:
    """Answer with the status and the words of a BotRefusedError."""
    status = error.status if isinstance(error, BotRefusedError) else 500
    return JSONResponse({"error": str(error)}, status)


HANDLERS = {BotAwayError: bot_away, BotRefusedError: bot_refused}


def _seconds(body: Json) -> float:
    """Whatever is no number of seconds is refused here, whatever is no time by the world."""
    match body:
        case {"forward": int() | float() as seconds} if len(body) == 1:
            if not isinstance(seconds, bool):
                return seconds
    raise NotPossibleError('нужно {"forward": секунды} или {"to": "next"}')
