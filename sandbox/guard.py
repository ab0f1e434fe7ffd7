"""Keeps strangers' web pages out: only loopback names may call the page and its API."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class LoopbackOnly:
    """Refuses ``/api`` for a Host or Origin that is not a loopback name (DNS rebinding)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] == "http" and scope["path"].startswith("/api"):
            headers = Request(scope).headers
            origin = headers.get("origin")
            if not _is_loopback("//" + headers.get("host", "")) or (
                origin is not None and not _is_loopback(origin)
            ):
                refused = JSONResponse({"error": "только с этого компьютера"}, 403)
                await refused(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _is_loopback(address: str) -> bool:
    try:
        return urlsplit(address).hostname in LOOPBACK
    except ValueError:
        return False
