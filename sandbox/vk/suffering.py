"""Letting an ordered fault happen to a request: the answer is broken, late, or never comes."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.connections import Connections
from sandbox.disconnects import ClientGoneError, disconnected, unless_gone
from sandbox.vk.faults import AFTER, VkFault
from sandbox.vk.world import VkWorld

HANGS_FOR_SECONDS = 3600.0
HTML = "<html><head><title>ВКонтакте</title></head><body>Технические работы</body></html>"


class Suffering:
    """Plays faults for one VK and the connections of its server."""

    def __init__(self, vk: VkWorld, connections: Connections) -> None:
        self._vk = vk
        self._connections = connections

    async def answer(
        self, request: Request, fault: VkFault | None, work: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Return the answer of ``work`` as the fault leaves it; most faults prevent the work.

        ``error`` and ``failed`` are the work's own business.
        """
        if fault is None or fault.kind in {"error", "failed"}:
            return await self._unless_gone(request, work)
        if fault.kind == "slow":
            await self._pause(request, fault.seconds)
            return await self._unless_gone(request, work)
        if fault.kind in AFTER:
            await work()
        return await self._broken(request, fault)

    async def _broken(self, request: Request, fault: VkFault) -> Response:
        match fault.kind:
            case "500" | "502":
                return PlainTextResponse(HTML, int(fault.kind), media_type="text/html")
            case "html" | "html_after":
                return PlainTextResponse(HTML, media_type="text/html")
            case "hang" | "hang_after":
                await self._pause(request, HANGS_FOR_SECONDS)
        return await self._hang_up(request)

    async def _unless_gone(
        self, request: Request, work: Callable[[], Awaitable[Response]]
    ) -> Response:
        try:
            answer = await unless_gone(request, work())
        except ClientGoneError:
            return Response()
        return answer if isinstance(answer, Response) else Response()

    async def _pause(self, request: Request, seconds: float) -> None:
        """Wait, but not longer than the client or this server lives."""
        closed = self._vk.world.until(lambda: self._vk.world.closed, seconds)
        try:
            await unless_gone(request, closed)
        except (ClientGoneError, TimeoutError):
            return

    async def _hang_up(self, request: Request) -> Response:
        if request.client is not None:
            self._connections.hang_up((request.client.host, request.client.port))
        await disconnected(request)
        return Response()
