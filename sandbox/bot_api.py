"""The Bot API over HTTP: one call from token to answer, with limits, faults and the ledger."""

import inspect
import json
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox import refusals
from sandbox.connections import Connections
from sandbox.disconnects import ClientGoneError, disconnected, unless_gone
from sandbox.faults import Fault
from sandbox.files import DOWNLOAD_LIMIT
from sandbox.incoming import params_of
from sandbox.ledger import Entry
from sandbox.limits import LIMITED
from sandbox.methods import METHODS, Method
from sandbox.params import Params
from sandbox.refusals import RefusalError
from sandbox.world import World

QUIET = "getUpdates"
HANGS_FOR_SECONDS = 3600.0
_BROKEN = {"500": "Internal Server Error", "502": "Bad Gateway"}
_HTML = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class BotApi:
    """Answers Bot API calls about one world."""

    def __init__(self, world: World, connections: Connections) -> None:
        self.world = world
        self.connections = connections

    async def call(self, request: Request) -> Response:
        """Answer ``/bot<token>/<method>``."""
        try:
            method = self._method(request)
            params = await params_of(request)
        except RefusalError as refusal:
            self._write_down(request.path_params["method"], {}, error=refusal.description)
            return _json(refusal.code, refusal.answer())
        fault = self.world.faults.take(method.name, params.values)
        early = await self._suffer(request, method, params, fault) if fault else None
        if early is not None:
            return early
        try:
            response = await self._answer(request, method, params, fault)
        except ClientGoneError:
            return Response()
        if fault is not None and fault.kind == "drop_after":
            return await self._hang_up(request)
        return response

    async def file(self, request: Request) -> Response:
        """Answer ``/file/bot<token>/<path>`` with the bytes."""
        stored = self.world.files.at(request.path_params["path"])
        if request.path_params["token"] != self.world.bot.token:
            return _json(401, refusals.unauthorized().answer())
        if stored is None or stored.size > DOWNLOAD_LIMIT:
            return _json(404, refusals.unknown_method().answer())
        try:
            content = self.world.files.content(stored)
        except FileNotFoundError:
            return _json(404, refusals.unknown_method().answer())
        name = f"attachment; filename*=UTF-8''{quote(stored.name)}"
        return Response(
            content,
            media_type="application/octet-stream",
            headers={"Content-Disposition": name},
        )

    def _method(self, request: Request) -> Method:
        if request.path_params["token"] != self.world.bot.token:
            raise refusals.unauthorized()
        found = METHODS.get(request.path_params["method"].lower())
        if found is None:
            raise refusals.unknown_method()
        return found

    async def _answer(
        self, request: Request, method: Method, params: Params, fault: Fault | None
    ) -> Response:
        try:
            result = await self._result(request, method, params)
        except RefusalError as refusal:
            self._record(method, params, fault, error=refusal.description)
            return _json(refusal.code, refusal.answer())
        if method.name != QUIET:
            self._record(method, params, fault, result=result)
        return _json(200, {"ok": True, "result": result})

    async def _result(self, request: Request, method: Method, params: Params) -> object:
        params.demand(method.required)
        if self.world.settings.rate_limits and method.name in LIMITED:
            self._spend(params)
        result = method.run(self.world, params)
        return await unless_gone(request, result) if inspect.isawaitable(result) else result

    def _spend(self, params: Params) -> None:
        chat = params.integer("chat_id") if params.text("chat_id").lstrip("-").isdigit() else 0
        album = params.parsed("media", "media")
        wait = self.world.limits.spend(chat or 0, len(album) if isinstance(album, list) else 1)
        if wait is not None:
            raise refusals.too_many_requests(wait)

    async def _suffer(
        self, request: Request, method: Method, params: Params, fault: Fault
    ) -> Response | None:
        """Let an ordered fault happen; returns the answer, or None when the call goes on."""
        if fault.kind == "slow":
            await self._pause(request, fault.seconds)
            return None
        if fault.kind == "drop_after":
            return None
        self._record(method, params, fault, error=fault.kind)
        match fault.kind:
            case "429":
                refusal = refusals.too_many_requests(fault.retry_after)
                return _json(refusal.code, refusal.answer())
            case "500" | "502":
                refusal = RefusalError(int(fault.kind), _BROKEN[fault.kind])
                return _json(refusal.code, refusal.answer())
            case "html":
                return PlainTextResponse(_HTML, 502, media_type="text/html")
            case "hang":
                await self._pause(request, HANGS_FOR_SECONDS)
        return await self._hang_up(request)

    async def _pause(self, request: Request, seconds: float) -> None:
        """Wait, but not longer than the client or this server lives."""
        closed = self.world.until(lambda: self.world.closed, seconds)
        try:
            await unless_gone(request, closed)
        except (ClientGoneError, TimeoutError):
            return

    async def _hang_up(self, request: Request) -> Response:
        if request.client is not None:
            self.connections.hang_up((request.client.host, request.client.port))
        await disconnected(request)
        return Response()

    def _record(
        self,
        method: Method,
        params: Params,
        fault: Fault | None,
        *,
        error: str | None = None,
        result: object = None,
    ) -> None:
        entry = self._write_down(method.name, params.for_ledger(), error=error)
        entry.result_id = _result_id(result)
        entry.fault = fault.kind if fault else None
        entry.ignored = method.unknown(params)

    def _write_down(self, name: str, params: dict[str, Any], *, error: str | None) -> Entry:
        entry = self.world.ledger.record(name, params, ok=error is None)
        entry.error = error
        self.world.announce("call", id_=entry.n)
        if error is not None:
            self.world.announce("refusal", id_=entry.n)
        return entry


def _result_id(result: object) -> int | None:
    first = result[0] if isinstance(result, list) and result else result
    if not isinstance(first, dict):
        return None
    number = first.get("message_id", first.get("message_thread_id"))
    return number if isinstance(number, int) else None


def _json(status: int, body: dict[str, object]) -> Response:
    content = json.dumps(body, ensure_ascii=False).encode(errors="surrogatepass")
    return Response(content, status, media_type="application/json")
