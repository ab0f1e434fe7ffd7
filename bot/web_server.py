"""uvicorn within the program's own loop: no signals, no logs and no exits of its own."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from fastapi import FastAPI


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the program's business."""
        yield


class WebServer:
    """Serves an application at `host`:`port` (0: any free port, see `port`)."""

    def __init__(self, web: FastAPI, host: str, port: int) -> None:
        self._host, self._port = host, port
        config = uvicorn.Config(
            web, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2
        )
        self._server = _Server(config)
        self._socket: socket.socket | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._socket.getsockname()[1]) if self._socket else self._port

    def open(self) -> None:
        """Take the port. Raises OSError when somebody else has it.

        The protocol is named because asyncio sends small answers at once only where it sees TCP.
        """
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        taken = socket.create_server((self._host, self._port), family=family).detach()
        self._socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, taken)

    async def run(self, stop: asyncio.Event) -> None:
        """Answer until `stop` is set."""
        sockets = [self._socket] if self._socket else None
        serving = asyncio.create_task(self._server.serve(sockets=sockets))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        self._server.should_exit = True
        await serving
