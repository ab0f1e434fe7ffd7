"""Saving the world to telegram.json a moment after each change, and loading it again."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.changes import Change
from sandbox.core import FARTHEST_SECONDS
from sandbox.files import StoredFile
from sandbox.state import BotRights, Chat, Media, Message, Person, Settings, Topic
from sandbox.updates import Waiting
from sandbox.world import World

Json = dict[str, Any]
_log = logging.getLogger(__name__)
STATE_FILE = "telegram.json"
DEBOUNCE_SECONDS = 0.3
NOT_SAVED = frozenset({"bot", "behind", "answer", "crowd", "refusal"})
_COUNTERS = ("last_message", "last_album")


def snapshot(world: World) -> Json:
    """Return everything that must survive a restart, ready for JSON."""
    return {
        "people": [asdict(one) for one in world.people.values()],
        "chats": [_chat(one) for one in world.chats.values()],
        "files": [asdict(one) for one in world.files.known.values()],
        "settings": asdict(world.settings),
        "commands": world.commands,
        "clock_offset": world.clock_offset,
        "counters": {name: getattr(world, name) for name in _COUNTERS},
        "updates": {
            "next_id": world.updates.next_id,
            "allowed": world.updates.allowed,
            "waiting": [
                {"id": one.id, "at": one.at.isoformat(), "body": one.body}
                for one in world.updates.waiting
            ],
        },
    }


def restore(world: World, saved: Json) -> World:
    """Fill an empty world from a snapshot; returns it."""
    world.people = {one["id"]: Person(**one) for one in saved["people"]}
    world.chats = {one["id"]: _restored_chat(one) for one in saved["chats"]}
    world.files.known = {one["file_id"]: StoredFile(**one) for one in saved["files"]}
    world.settings = Settings(**saved["settings"])
    world.commands = saved["commands"]
    world.clock_offset = _offset(saved.get("clock_offset", 0.0))
    for name in _COUNTERS:
        setattr(world, name, saved["counters"][name])
    updates = saved["updates"]
    world.updates.next_id = updates["next_id"]
    world.updates.allowed = updates["allowed"]
    world.updates.waiting = [
        Waiting(one["id"], datetime.fromisoformat(one["at"]), one["body"])
        for one in updates["waiting"]
    ]
    return world


class UnreadableError(Exception):
    """The saved world is damaged or of another version."""


class Keeper:
    """Writes the world into ``folder``, at most once in 0.3 s, by an atomic rename.

    ``saved`` and ``failed`` are set once a writing has succeeded or failed.
    """

    def __init__(self, world: World, folder: Path, debounce: float = DEBOUNCE_SECONDS) -> None:
        self._world = world
        self._path = folder / STATE_FILE
        self._debounce = debounce
        self._dirty = asyncio.Event()
        self._writing = asyncio.Lock()
        self.saved = asyncio.Event()
        self.failed = asyncio.Event()

    @contextlib.asynccontextmanager
    async def keeping(self) -> AsyncIterator[None]:
        """Save after changes inside the block, and once more at its end."""
        with self._world.changes.listening(self._mark):
            task = asyncio.create_task(self._run())
            try:
                yield
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                self._save(snapshot(self._world))

    def _mark(self, change: Change) -> None:
        if change.kind not in NOT_SAVED:
            self._dirty.set()

    async def _run(self) -> None:
        while True:
            await self._dirty.wait()
            await asyncio.sleep(self._debounce)
            self._dirty.clear()
            await self.keep()

    async def keep(self) -> None:
        """Save at once; returns when it is written, or could not be."""
        async with self._writing:
            saved = await asyncio.to_thread(self._save, snapshot(self._world))
        (self.saved if saved else self.failed).set()

    def _save(self, saved: Json) -> bool:
        try:
            write(self._path, saved)
        except OSError as error:
            _log.warning("the sandbox could not save its chats: %s", error.strerror)
            return False
        return True


def write(path: Path, saved: Json) -> None:
    """Write a snapshot so that the file is always whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(saved, ensure_ascii=False), encoding="utf-8")
    partial.replace(path)


def load(world: World, folder: Path) -> bool:
    """Fill the world from ``folder`` if it holds a snapshot; tells whether it did.

    Raises UnreadableError when the snapshot makes no sense.
    """
    path = folder / STATE_FILE
    if not path.is_file():
        return False
    try:
        restore(world, json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableError(path) from error
    return True


def _chat(one: Chat) -> Json:
    plain = {field.name: getattr(one, field.name) for field in fields(one)}
    return plain | {
        "members": [[person, status] for person, status in one.members.items()],
        "bot": asdict(one.bot),
        "topics": [asdict(topic) for topic in one.topics.values()],
        "messages": [asdict(message) for message in one.messages.values()],
    }


def _offset(saved: object) -> float:
    if not isinstance(saved, int | float) or not 0 <= saved <= FARTHEST_SECONDS:
        raise ValueError(saved)
    return float(saved)


def _restored_chat(saved: Json) -> Chat:
    messages = [_restored_message(one) for one in saved["messages"]]
    topics = [Topic(**one) for one in saved["topics"]]
    return Chat(
        **saved
        | {
            "members": dict(saved["members"]),
            "bot": BotRights(**saved["bot"]),
            "topics": {one.id: one for one in topics},
            "messages": {one.id: one for one in messages},
        }
    )


def _restored_message(saved: Json) -> Message:
    media = saved["media"]
    return Message(**saved | {"media": Media(**media) if media else None})
