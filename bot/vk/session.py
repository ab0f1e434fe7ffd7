"""The HTTP session below vk_api: another server, time limits, pacing.

The library names its server in the code, waits without end, and holds a lock meanwhile. All three
are mended here, beneath it.
"""

import time
from collections.abc import Callable
from typing import Any

import requests

from bot.vk.bodies import Form, read_whole
from bot.vk.pacing import Pacer, Urgency

VK = "https://api.vk.ru"
CONNECT, READ = 5.0, 20.0
WARM = 4.0
"""Seconds for which a connection that was just used is still open; servers wait five and more."""


class Session(requests.Session):
    """Calls of the API go to `api_url`, each in its turn; everything has a time limit (seconds).

    `read` limits the wait for an answer, and then once more the whole of it; what is asked for
    with `stream` is read by the caller. Redirections are not followed: they would carry the token,
    or a file, elsewhere. Proxies and passwords of the machine's environment are left alone, as they
    are for Telegram.
    """

    def __init__(
        self,
        pacer: Pacer,
        urgency: Urgency,
        api_url: str = VK,
        *,
        connect: float = CONNECT,
        read: float = READ,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.trust_env = False
        self.headers["User-Agent"] = "otklik"
        self._pacer, self._urgency = pacer, urgency
        self._api_url, self._limits = api_url.rstrip("/"), (connect, read)
        self._monotonic, self._answered_at = monotonic, float("-inf")

    def request(  # type: ignore[override] # its thirteen parameters are passed on as they are
        self,
        method: str,
        url: str,
        **how: Any,  # noqa: ANN401 - what requests takes
    ) -> requests.Response:
        """Send a request; raises what `requests` raises."""
        if how.get("timeout") is None:
            how["timeout"] = self._limits
        how = _bit_by_bit(how) | {"allow_redirects": False}
        if not url.startswith(f"{VK}/"):
            return self._answered(method, url, how)
        url = self._api_url + url.removeprefix(VK)
        warm = self._monotonic() - self._answered_at < WARM
        with self._pacer.turn(self._urgency, warm=warm):
            response = self._answered(method, url, how)
        self._answered_at = self._monotonic()
        return response

    def _answered(self, method: str, url: str, how: dict[str, Any]) -> requests.Response:
        response = super().request(method, url, **how | {"stream": True})
        if not how.get("stream"):
            read_whole(response, how["timeout"][1])
        return response


def _bit_by_bit(how: dict[str, Any]) -> dict[str, Any]:
    """The same request; the file that vk_api uploads is not read as a whole."""
    match how.get("files"):
        case [(str() as name, (str() as file_name, file))]:
            form = Form(name, file_name, file)
            headers = {**(how.get("headers") or {}), "Content-Type": form.content_type}
            return {**how, "files": None, "data": form, "headers": headers}
    return how
