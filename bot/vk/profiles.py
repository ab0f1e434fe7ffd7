"""The names of those who write: VK's events carry numbers only."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from bot.vk.client import Client, Lane
from bot.vk.failures import CallFailed

AT_ONCE = 1000
REMEMBERED = 10_000
PATIENCE = 3.0
REST = 60.0

Json = dict[str, Any]


class Profiles:
    """Asks for names before a batch is stored; without an answer in three seconds it goes without.

    After a failure nobody is asked for a minute, so that names never hold up what people write.
    """

    def __init__(self, client: Client, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._client, self._monotonic = client, monotonic
        self._known: OrderedDict[int, Json] = OrderedDict()
        self._rests_until = float("-inf")

    async def of(self, people: Iterable[int]) -> dict[int, Json]:
        """What is known of these people: `name` and `username`."""
        wanted = list(dict.fromkeys(people))
        fresh = [one for one in wanted if one not in self._known][:AT_ONCE]
        if fresh and self._monotonic() >= self._rests_until:
            await self._ask(fresh)
        return {one: self._known[one] for one in wanted if one in self._known}

    async def _ask(self, people: list[int]) -> None:
        numbers = ",".join(map(str, people))
        values = {"user_ids": numbers, "fields": "screen_name", "lang": "ru"}
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._client.call("users.get", values, Lane.POLLING)
        except (CallFailed, TimeoutError):
            self._rests_until = self._monotonic() + REST
            return
        for one in answer if isinstance(answer, list) else ():
            if isinstance(one, dict) and type(one.get("id")) is int:
                self._known[one["id"]] = _profile(one)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def _profile(user: Json) -> Json:
    names = (user.get("first_name"), user.get("last_name"))
    name = " ".join(part for part in names if isinstance(part, str))
    username = user.get("screen_name")
    return {"name": name, "username": username if isinstance(username, str) else ""}
