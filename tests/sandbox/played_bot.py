"""A bot played by a test over the real Bot API, one call at a time."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

Json = dict[str, Any]


class PlayedBot:
    """Calls methods and takes updates as a bot does; a refused call raises ValueError."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._offset = 0

    async def call(self, method: str, **params: object) -> Any:
        """Call a method with JSON parameters and return its result."""
        answer = (await self._http.post(method, json=params)).json()
        if not answer["ok"]:
            raise ValueError(answer["description"])
        return answer["result"]

    async def next_update(self, kind: str) -> Json:
        """Wait up to 10 s for the next update of ``kind``, passing over others."""
        while True:
            updates = await self.call("getUpdates", offset=self._offset, limit=1, timeout=10)
            if not updates:
                message = f"no {kind} came"
                raise TimeoutError(message)
            self._offset = updates[0]["update_id"] + 1
            if kind in updates[0]:
                wanted: Json = updates[0][kind]
                return wanted

    async def upload(
        self, method: str, field: str, name: str, content: bytes, **params: str
    ) -> None:
        """Send a file by a multipart call."""
        answer = await self._http.post(method, data=params, files={field: (name, content)})
        if not answer.json()["ok"]:
            raise ValueError(json.dumps(answer.json(), ensure_ascii=False))


@asynccontextmanager
async def played_bot(url: str, token: str) -> AsyncIterator[PlayedBot]:
    """A bot with its connection to the sandbox at ``url``."""
    async with httpx.AsyncClient(base_url=f"{url}/bot{token}/", timeout=20) as http:
        yield PlayedBot(http)
