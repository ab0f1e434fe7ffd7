"""One question to VK's long poll server, and what it answered. Nothing is skipped silently."""

from dataclasses import dataclass
from typing import Any

from bot.vk.client import Client, Lane
from bot.vk.failures import Garbled, NoAnswer

NEW_TS, NEW_KEY, ALL_LOST = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Server:
    """Where to ask; `ts` is the number of the newest event when this was given."""

    url: str
    key: str
    ts: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Events above the number asked with, as they came, and the number to ask with next."""

    ts: str
    updates: list[Any]


@dataclass(frozen=True, slots=True)
class Lost:
    """The server can't go on from there (`failed`); `ts` is where it could, empty if unsaid."""

    failed: int
    ts: str = ""


async def find_server(client: Client, group_id: int) -> Server:
    """Raises CallFailed."""
    values = {"group_id": group_id}
    answer = await client.call("groups.getLongPollServer", values, Lane.POLLING)
    if not isinstance(answer, dict):
        raise NoAnswer("no server")
    url, key, ts = answer.get("server"), answer.get("key"), _number(answer.get("ts"))
    if not isinstance(url, str) or not isinstance(key, str) or not url or not ts:
        raise NoAnswer("no server")
    return Server(url if "://" in url else f"https://{url}", key, ts)


async def ask(client: Client, server: Server, ts: str, wait: int) -> Batch | Lost:
    """Events above `ts`, as soon as there are any, after `wait` seconds at the latest.

    Raises CallFailed, also for an answer that makes no sense.
    """
    values = {"act": "a_check", "key": server.key, "ts": ts, "wait": wait}
    answer = await client.poll(server.url, values, wait)
    new = _number(answer.get("ts"))
    if "failed" in answer:
        failed = answer["failed"]
        return Lost(failed if type(failed) is int else 0, new)
    updates = answer.get("updates")
    if not new or not isinstance(updates, list):
        raise Garbled("no updates")
    return Batch(new, updates)


def _number(value: object) -> str:
    """VK gives it as a text, and now and then as a number."""
    return str(value) if type(value) is int or (isinstance(value, str) and value) else ""
