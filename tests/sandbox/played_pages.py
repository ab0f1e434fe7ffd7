"""The bot's own web pages, played by a test: what they were asked, and what they answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from bot.web_server import WebServer

Json = dict[str, Any]


@dataclass
class PlayedPages:
    """Answers every request with `answer` and `status` while `open`; `asked` is the ledger."""

    url: str = ""
    answer: str = "{}"
    status: int = 200
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()

    async def take(self, request: Request) -> Response:
        """Write the request down and answer it."""
        body = (await request.body()).decode()
        self.asked.append((request.method, request.url.path, body))
        await self.open.wait()
        return Response(self.answer, self.status, media_type="application/json")


@asynccontextmanager
async def played_pages() -> AsyncIterator[PlayedPages]:
    """Pages on a free port of loopback."""
    pages, web = PlayedPages(), FastAPI(openapi_url=None)
    web.add_route("/{path:path}", pages.take, methods=["GET", "POST"])
    server, stop = WebServer(web, "127.0.0.1", 0), asyncio.Event()
    server.open()
    serving = asyncio.create_task(server.run(stop))
    pages.url = f"http://127.0.0.1:{server.port}"
    try:
        yield pages
    finally:
        stop.set()
        await serving
