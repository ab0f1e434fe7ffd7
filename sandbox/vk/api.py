"""The VK API over HTTP: one call from token to answer, with limits, faults and the ledger."""

import json
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from sandbox.ledger import Entry
from sandbox.vk import refusals
from sandbox.vk.faults import VkFault
from sandbox.vk.incoming import params_of
from sandbox.vk.methods import METHODS, Method
from sandbox.vk.params import Params
from sandbox.vk.refusals import RefusalError
from sandbox.vk.suffering import Suffering
from sandbox.vk.tokens import checked_kind
from sandbox.vk.world import VkWorld

CAPTCHA = 14


class VkApi:
    """Answers API calls about one VK."""

    def __init__(self, vk: VkWorld, suffering: Suffering) -> None:
        self._vk = vk
        self._suffering = suffering

    async def call(self, request: Request) -> Response:
        """Answer ``/vk/method/<name>``."""
        name: str = request.path_params["name"]
        params = await params_of(request)
        fault = self._vk.faults.take(name, params.values)
        if fault is not None and fault.kind in {"500", "502", "html", "drop_before", "hang"}:
            self._write_down(name, params, fault, error=fault.kind)
        work = partial(self._answer, name, params, fault)
        return await self._suffering.answer(request, fault, work)

    async def _answer(self, name: str, params: Params, fault: VkFault | None) -> Response:
        try:
            method = self._method(name)
            result = self._result(method, params, fault)
        except RefusalError as refusal:
            self._write_down(name, params, fault, error=f"{refusal.code} {refusal.message}")
            return as_json(refusal.answer(name, params.values))
        entry = self._write_down(name, params, fault)
        entry.result_id = _result_id(result)
        entry.ignored = method.unknown(params)
        return as_json({"response": result})

    def _method(self, name: str) -> Method:
        found = METHODS.get(name)
        if found is None or name in self._vk.settings.unknown_methods:
            raise RefusalError(3)
        return found

    def _result(self, method: Method, params: Params, fault: VkFault | None) -> object:
        kind = checked_kind(self._vk, method, params)
        if self._vk.settings.rate_limits and not self._vk.limits.spend_call(kind):
            raise RefusalError(6)
        if fault is not None and fault.kind == "error":
            if fault.code == CAPTCHA:
                raise refusals.captcha(self._vk.base, image=fault.image)
            raise RefusalError(fault.code)
        params.demand(method.required)
        return method.run(self._vk, params)

    def _write_down(
        self, name: str, params: Params, fault: VkFault | None, *, error: str | None = None
    ) -> Entry:
        entry = self._vk.ledger.record(name, params.for_ledger(), ok=error is None)
        entry.error = error
        entry.fault = fault.kind if fault else None
        self._vk.announce("call", cmid=entry.n)
        if error is not None:
            self._vk.announce("refusal", cmid=entry.n)
        return entry


def _result_id(result: object) -> int | None:
    """A send answers with the message's id, a send to a list with conversation ids."""
    if isinstance(result, list) and result and isinstance(result[0], dict):
        number = result[0].get("conversation_message_id")
        return number if isinstance(number, int) else None
    return result if isinstance(result, int) else None


def as_json(body: dict[str, object]) -> Response:
    """Return an answer as VK sends it: HTTP 200, whatever it says."""
    content = json.dumps(body, ensure_ascii=False).encode(errors="replace")
    return Response(content, media_type="application/json; charset=utf-8")
