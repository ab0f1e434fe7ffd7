"""Noticing that a client has hung up while its answer is awaited."""

import asyncio
from collections.abc import Awaitable

from starlette.requests import Request


class ClientGoneError(Exception):
    """The client has closed the connection before the answer was ready."""


async def disconnected(request: Request) -> None:
    """Return once the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        continue


async def unless_gone(request: Request, work: Awaitable[object]) -> object:
    """Return what ``work`` comes to; raises ClientGoneError when the client leaves before."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(disconnected(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise ClientGoneError
    finally:
        task.cancel()
        gone.cancel()
