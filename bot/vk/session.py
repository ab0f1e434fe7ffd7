"""The HTTP session below vk_api: another server, time limits, pacing.

The library names its server in the code, waits without end, and holds a lock meanwhile. All three
are mended here, beneath it.
"""

import time
from collections.abc import Callable
from typing import Any

import requests

from bot.vk.pacing import Pacer, Urgency

VK = "https://api.vk.ru"
CONNECT, READ = 5.0, 20.0
WARM = 4.0
"""Seconds for which a connection that was just used is still open; servers wait five and more."""


class Session(requests.Session):
    """Calls of the API go to `api_url`, each in its turn; everything has a time limit (seconds).

    Redirections of a call are not followed: they would carry the token elsewhere. Proxies and
    passwords of the machine's environment are left alone, as they are for Telegram.
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
        if not url.startswith(f"{VK}/"):
            return super().request(method, url, **how)
        url = self._api_url + url.removeprefix(VK)
        warm = self._monotonic() - self._answered_at < WARM
        with self._pacer.turn(self._urgency, warm=warm):
            response = super().request(method, url, **how | {"allow_redirects": False})
        self._answered_at = self._monotonic()
        return response
