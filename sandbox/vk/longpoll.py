"""The long poll server: answers ``a_check`` at once when there is news, else after ``wait``."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from sandbox.vk.api import as_json
from sandbox.vk.events import Failed
from sandbox.vk.faults import LONG_POLL, VkFault
from sandbox.vk.suffering import Suffering
from sandbox.vk.world import VkWorld

USUAL_WAIT = 25
LONGEST_WAIT = 90


class LongPoll:
    """Answers the long poll of one community; any number of callers sees every event."""

    def __init__(self, vk: VkWorld, suffering: Suffering) -> None:
        self._vk = vk
        self._suffering = suffering

    async def check(self, request: Request) -> Response:
        """Answer ``/vk/longpoll/<group>``."""
        fault = self._vk.faults.take(LONG_POLL, request.query_params)
        work = partial(self._answer, request, fault)
        return await self._suffering.answer(request, fault, work)

    async def _answer(self, request: Request, fault: VkFault | None) -> Response:
        asked = request.query_params
        try:
            if fault is not None and fault.kind == "failed":
                raise Failed(fault.code, self._vk.events.last if fault.code == 1 else None)
            ts = self._vk.events.check(asked.get("key", ""), asked.get("ts", ""))
            await self._wait(ts, asked.get("wait", ""))
            updates = self._vk.events.after(self._vk.events.check(asked["key"], str(ts)))
        except Failed as failed:
            return as_json(failed.answer())
        return as_json({"ts": str(ts + len(updates)), "updates": updates})

    async def _wait(self, ts: int, wait: str) -> None:
        seconds = min(int(wait), LONGEST_WAIT) if wait.isdigit() else USUAL_WAIT
        vk = self._vk
        vk.pollers += 1
        vk.announce("poll")
        try:
            await vk.world.until(lambda: vk.events.last > ts or vk.world.closed, seconds)
        except TimeoutError:
            return
        finally:
            vk.pollers -= 1
