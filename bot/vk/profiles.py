"""The names of those who write, people and (below zero) communities: VK's events have numbers."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from bot.vk.client import Client, Lane
from bot.vk.failures import CallFailed

AT_ONCE = 1000
GROUPS_AT_ONCE = 500
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
            await self._ask([one for one in fresh if one > 0])
            await self._ask_groups([-one for one in fresh if one < 0][:GROUPS_AT_ONCE])
        return {one: self._known[one] for one in wanted if one in self._known}

    async def _ask(self, people: list[int]) -> None:
        values = {"user_ids": _joined(people), "fields": "screen_name", "lang": "ru"}
        for one in await self._listed("users.get", values, people):
            if isinstance(one, dict) and type(one.get("id")) is int:
                self._remember(one["id"], _profile(one))

    async def _ask_groups(self, groups: list[int]) -> None:
        answer = await self._listed("groups.getById", {"group_ids": _joined(groups)}, groups)
        for one in answer:
            if isinstance(one, dict) and type(one.get("id")) is int:
                name, screen = one.get("name"), one.get("screen_name")
                known = {"name": name, "username": screen}
                self._remember(-one["id"], {k: v for k, v in known.items() if isinstance(v, str)})

    async def _listed(self, method: str, values: Json, wanted: list[int]) -> list[Any]:
        if not wanted or self._monotonic() < self._rests_until:
            return []
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._client.call(method, values, Lane.POLLING)
        except (CallFailed, TimeoutError):
            self._rests_until = self._monotonic() + REST
            return []
        found = answer.get("groups") if isinstance(answer, dict) else answer
        return found if isinstance(found, list) else []

    def _remember(self, number: int, profile: Json) -> None:
        self._known[number] = profile
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def _joined(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))


def _profile(user: Json) -> Json:
    names = (user.get("first_name"), user.get("last_name"))
    name = " ".join(part for part in names if isinstance(part, str))
    username = user.get("screen_name")
    return {"name": name, "username": username if isinstance(username, str) else ""}
