"""A server that gives one answer after another, for what a sandbox would never say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.telegram.client import make_bot

Answer = tuple[int, bytes]


@asynccontextmanager
async def scripted(*answers: Answer) -> AsyncIterator[tuple[Bot, list[str]]]:
    """A bot at that server, and the names of the methods it has called so far."""
    asked: list[str] = []
    left = list(answers)

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.match_info["method"])
        status, body = left.pop(0)
        return web.Response(status=status, body=body, content_type="application/json")

    app = web.Application()
    app.router.add_post("/bot{token}/{method}", answer)
    async with TestServer(app) as server:
        bot = make_bot("7000000001:scripted", str(server.make_url("/")))
        yield bot, asked
        await bot.session.close()
