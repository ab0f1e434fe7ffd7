"""Words for tests: a call of a method, and what VK says to it."""

import asyncio
import itertools
import json
from typing import Any

import pytest
import requests
import vk_api

CLIENT = 301
OTHER = 302
STAFF = 401
_numbers = itertools.count(1)


class Caller:
    """Calls methods through vk_api off the event loop; ``says`` sends with a new random_id."""

    def __init__(self, client: vk_api.VkApi) -> None:
        self.client = client

    async def __call__(self, method: str, **params: object) -> Any:
        return await asyncio.to_thread(self.client.method, method, params)

    async def says(self, text: str = "ответ", peer: int = CLIENT, **params: object) -> Any:
        sent = {"peer_id": peer, "random_id": next(_numbers), "message": text}
        return await self("messages.send", **(sent | params))

    async def refused(self, error: int, method: str, /, **params: object) -> str:
        """Call what VK refuses with ``error``; returns its words."""
        with pytest.raises(vk_api.exceptions.ApiError) as refusal:
            await self(method, **params)
        assert refusal.value.code == error
        return str(refusal.value.error["error_msg"])

    async def refused_to_say(self, error: int, text: str = "ответ", /, **params: object) -> str:
        sent = {"peer_id": CLIENT, "random_id": next(_numbers), "message": text}
        return await self.refused(error, "messages.send", **(sent | params))

    async def get(self, url: str, **params: object) -> requests.Response:
        """Fetch an address as the library's own session does."""
        return await asyncio.to_thread(self.client.http.get, url, params=params)


def reply_to(cmid: int, peer: int = CLIENT) -> str:
    quoted = {"peer_id": peer, "conversation_message_ids": [cmid], "is_reply": 1}
    return json.dumps(quoted)


def png(width: int = 4, height: int = 3) -> bytes:
    """The beginning of a PNG, as far as its size."""
    sides = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + sides + b"\x08\x02\0\0\0"
