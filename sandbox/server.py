"""The sandbox as one web application: Bot API, control API and the page."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from sandbox.behind import Behind
from sandbox.bot_api import BotApi
from sandbox.chat_routes import chat_routes
from sandbox.child import Child
from sandbox.connections import Connections
from sandbox.control import bot_routes, people_routes, world_changing_routes, world_routes
from sandbox.core import NotPossibleError
from sandbox.crowd import Crowd
from sandbox.crowd_routes import crowd_routes
from sandbox.guard import LoopbackOnly
from sandbox.keeping import Keeper
from sandbox.time_control import TimeControl
from sandbox.time_routes import HANDLERS, time_routes
from sandbox.vk.keeping import VkKeeper
from sandbox.vk.mount import mount_vk
from sandbox.vk.world import VkWorld
from sandbox.vk.world import seeded as seeded_vk
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
NO_PAGE = "Песочница работает. Страницы в этой сборке нет: управляйте ею через /api."


class PageFiles(StaticFiles):
    """The page's files: a browser may keep them, but asks each time whether they have changed."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - as in the base class
        """Return a file, or 304 for a browser that has it."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def create_app(
    world: World,
    *,
    child: Child | None = None,
    keeper: Keeper | None = None,
    bot_url: str = "",
    vk: VkWorld | None = None,
    vk_keeper: VkKeeper | None = None,
) -> FastAPI:
    """Return the application that plays Telegram for ``world``, and ``vk`` (None: a new one).

    ``keeper`` saves the world while the application lives, ``vk_keeper`` the VK; ``child`` is the
    bot's process, ``bot_url`` where its web pages are. With an address and no child the bot runs
    by itself.
    """

    clock = _time_control(world, child, keeper, bot_url)
    crowd = Crowd(world)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        nothing = contextlib.nullcontext()
        async with (
            keeper.keeping() if keeper else nothing,
            vk_keeper.keeping() if vk_keeper else nothing,
        ):
            yield
            await crowd.close()
        await clock.later.close()

    app = FastAPI(title="Песочница «Отклика»", lifespan=lifespan, openapi_url=None)
    app.state.world = world
    app.state.connections = Connections()
    api = BotApi(world, app.state.connections)
    app.add_route("/bot{token}/{method}", api.call, methods=["GET", "POST"])
    app.add_route("/file/bot{token}/{path:path}", api.file, methods=["GET"])
    # Their own routes, not a router within the router: that is looked through at the first request.
    for routes in (world_routes, people_routes, world_changing_routes, chat_routes):
        app.routes.extend(routes(world).routes)
    for one in (bot_routes(child), time_routes(clock), crowd_routes(crowd)):
        app.routes.extend(one.routes)
    for error, handler in HANDLERS.items():
        app.add_exception_handler(error, handler)
    mount_vk(app, vk or seeded_vk(world), app.state.connections)
    app.add_exception_handler(NotPossibleError, _not_possible)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_middleware(LoopbackOnly)
    _add_page(app)
    return app


def _time_control(
    world: World, child: Child | None, keeper: Keeper | None, bot_url: str
) -> TimeControl:
    def running() -> bool:
        return bool(bot_url) and (child is None or child.running)

    async def keep() -> None:
        if keeper is not None:
            await keeper.keep()

    return TimeControl(world, Behind(bot_url), running, keep)


def _add_page(app: FastAPI) -> None:
    if (PAGE / "index.html").is_file():
        app.mount("/", PageFiles(directory=PAGE, html=True))
        return
    app.add_route("/", _no_page, methods=["GET"])


async def _no_page(_request: Request) -> PlainTextResponse:
    return PlainTextResponse(NO_PAGE)


async def _not_possible(_request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": str(error)}, 409)


async def _malformed(_request: Request, _error: Exception) -> JSONResponse:
    return JSONResponse({"error": "запрос не разобран"}, 400)


async def _refused(_request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return JSONResponse({"error": str(getattr(error, "detail", ""))}, status)
