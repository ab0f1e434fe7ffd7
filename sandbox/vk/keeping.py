"""Saving this VK to vk.json a moment after each change, and loading it again."""

import asyncio
import contextlib
import json
import logging
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sandbox.changes import Change
from sandbox.files import StoredFile
from sandbox.keeping import DEBOUNCE_SECONDS, UnreadableError, write
from sandbox.vk.events import WALL_TYPES
from sandbox.vk.state import Attachment, Community, Dialog, Message, Sent, User, VkSettings
from sandbox.vk.wall_state import Comment, Elsewhere, Post
from sandbox.vk.world import VkWorld, furnish

Json = dict[str, Any]
_log = logging.getLogger(__name__)
VK_FILE = "vk.json"
VK_FOLDER = "files-vk"
NOT_SAVED = frozenset({"vk_answer", "vk_refusal", "vk_poll", "vk_typing"})
_COUNTERS = ("last_message", "last_attachment", "last_press")


def snapshot(vk: VkWorld) -> Json:
    """Return everything that must survive a restart, ready for JSON."""
    return {
        "community": asdict(vk.community),
        "settings": asdict(vk.settings),
        "users": [asdict(one) for one in vk.users.values()],
        "dialogs": [_dialog(one) for one in vk.dialogs.values()],
        "attachments": [asdict(one) for one in vk.attachments.values()],
        "files": [asdict(one) for one in vk.files.known.values()],
        "uploaded": dict(vk.uploaded),
        "wall": vk.wall,
        "sends": [asdict(one) for one in vk.sends],
        "posts": [_post(one) for one in vk.posts.values()],
        "elsewhere": [asdict(one) for one in vk.elsewhere.values()],
        "wall_numbers": [list(one) for one in vk.wall_numbers.items()],
        "counters": {name: getattr(vk, name) for name in _COUNTERS},
        "events": {
            "last": vk.events.last,
            "asked": vk.events.asked,
            "salt": vk.events.salt,
            "kept": list(vk.events.kept),
        },
    }


def restore(vk: VkWorld, saved: Json) -> VkWorld:
    """Fill an empty VK from a snapshot; returns it. Long poll keys do not outlive a restart."""
    vk.community = Community(**saved["community"])
    vk.settings = VkSettings(**saved["settings"])
    vk.users = {one["id"]: User(**one) for one in saved["users"]}
    vk.dialogs = {one["peer"]: _restored_dialog(one) for one in saved["dialogs"]}
    restored = [Attachment(**one) for one in saved["attachments"]]
    vk.attachments = {one.key: one for one in restored}
    vk.files.known = {one["file_id"]: StoredFile(**one) for one in saved["files"]}
    vk.uploaded = saved["uploaded"]
    vk.wall = saved.get("wall", [])
    vk.sends = [Sent(**one) for one in saved["sends"]]
    vk.numbered_sends = {(one.peer, one.random_id): one for one in vk.sends if one.random_id}
    _restore_walls(vk, saved)
    for name in _COUNTERS:
        setattr(vk, name, saved["counters"][name])
    vk.events.last = saved["events"]["last"]
    vk.events.asked = saved["events"].get("asked", vk.events.last)
    vk.events.salt = saved["events"]["salt"]
    vk.events.kept = deque(saved["events"]["kept"])
    return vk


def _restore_walls(vk: VkWorld, saved: Json) -> None:
    """What was saved before there were walls gets them, and the rights and events they need."""
    if "posts" not in saved:
        vk.posts, vk.elsewhere, vk.wall_numbers = {}, {}, {}
        vk.settings.events |= dict.fromkeys(WALL_TYPES, 1)
        vk.community.permissions = list(dict.fromkeys([*vk.community.permissions, "wall"]))
        furnish(vk)
        return
    restored = [_restored_post(one) for one in saved["posts"]]
    vk.posts = {one.key: one for one in restored}
    vk.elsewhere = {one["id"]: Elsewhere(**one) for one in saved["elsewhere"]}
    vk.wall_numbers = dict(saved["wall_numbers"])


class VkKeeper:
    """Writes this VK into ``folder``, at most once in 0.3 s; ``saved`` is set by each writing."""

    def __init__(self, vk: VkWorld, folder: Path, debounce: float = DEBOUNCE_SECONDS) -> None:
        self._vk = vk
        self._path = folder / VK_FILE
        self._debounce = debounce
        self._dirty = asyncio.Event()
        self.saved = asyncio.Event()

    @contextlib.asynccontextmanager
    async def keeping(self) -> AsyncIterator[None]:
        """Save after changes inside the block, and once more at its end."""
        with self._vk.world.changes.listening(self._mark):
            task = asyncio.create_task(self._run())
            try:
                yield
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                self._save(snapshot(self._vk))

    def _mark(self, change: Change) -> None:
        if change.kind.startswith("vk_") and change.kind not in NOT_SAVED:
            self._dirty.set()

    async def _run(self) -> None:
        while True:
            await self._dirty.wait()
            await asyncio.sleep(self._debounce)
            self._dirty.clear()
            await asyncio.to_thread(self._save, snapshot(self._vk))
            self.saved.set()

    def _save(self, saved: Json) -> None:
        try:
            write(self._path, saved)
        except OSError as error:
            _log.warning("the sandbox could not save its VK: %s", error.strerror)


def load(vk: VkWorld, folder: Path) -> bool:
    """Fill this VK from ``folder`` if it holds a snapshot; tells whether it did.

    Raises UnreadableError when the snapshot makes no sense.
    """
    path = folder / VK_FILE
    if not path.is_file():
        return False
    try:
        restore(vk, json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableError(path) from error
    return True


def _dialog(one: Dialog) -> Json:
    return asdict(one) | {"messages": [asdict(message) for message in one.messages.values()]}


def _restored_dialog(saved: Json) -> Dialog:
    messages = [Message(**one) for one in saved["messages"]]
    return Dialog(**saved | {"messages": {one.cmid: one for one in messages}})


def _post(one: Post) -> Json:
    return asdict(one) | {"comments": [asdict(comment) for comment in one.comments.values()]}


def _restored_post(saved: Json) -> Post:
    comments = [Comment(**one) for one in saved["comments"]]
    return Post(**saved | {"comments": {one.id: one for one in comments}})
