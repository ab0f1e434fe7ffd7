"""Running the application with uvicorn, so that it says when it is ready and ends promptly."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator

import uvicorn
from fastapi import FastAPI

LONGEST_GOODBYE_SECONDS = 3
LONGEST_SILENCE_SECONDS = 75
"""A connection without requests is kept so long; with uvicorn's five a call of a busy machine may
meet its end."""


class SandboxServer(uvicorn.Server):
    """A server with a ``ready`` event; leaves the process's signals alone when told so."""

    def __init__(self, app: FastAPI, *, own_signals: bool) -> None:
        connections = app.state.connections
        super().__init__(
            uvicorn.Config(
                app,
                http=connections.protocol(),
                ws="none",
                log_level="warning",
                access_log=False,
                lifespan="on",
                timeout_graceful_shutdown=LONGEST_GOODBYE_SECONDS,
                timeout_keep_alive=LONGEST_SILENCE_SECONDS,
            )
        )
        self.ready = asyncio.Event()
        self.before_shutdown: Callable[[], Awaitable[None]] | None = None
        self._world = app.state.world
        self._own_signals = own_signals

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the bot, then end long polls and streams, so that nobody waits for them."""
        if self.before_shutdown is not None:
            await self.before_shutdown()
        self._world.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take SIGINT and SIGTERM only where the server is the whole program."""
        with super().capture_signals() if self._own_signals else contextlib.nullcontext():
            yield


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a bound TCP socket; port 0 takes a free one. Raises OSError when it is taken.

    The protocol is named because asyncio sends small answers at once only where it sees TCP.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound
