"""The long poll server's memory: numbered events, kept for a while, and the keys to them."""

import hashlib
import secrets
from collections import deque
from collections.abc import Callable
from typing import Any

from sandbox.vk.state import VkSettings

VERSION = "5.199"
FIRST_TS = 100
TYPES = (
    "message_new",
    "message_reply",
    "message_allow",
    "message_deny",
    "message_edit",
    "message_event",
    "message_read",
    "message_typing_state",
)
WALL_TYPES = (
    "wall_post_new",
    *(f"wall_reply_{deed}" for deed in ("new", "edit", "delete", "restore")),
    *(
        f"{family}_{deed}"
        for family in ("photo_comment", "video_comment", "market_comment", "board_post")
        for deed in ("new", "edit", "delete", "restore")
    ),
)
ALWAYS = frozenset({"app_payload"})
DONE_BY_PEOPLE = frozenset({"message_new", "message_edit", "message_event", *ALWAYS, *WALL_TYPES})


class Failed(Exception):
    """The long poll server's ``failed``; ``ts`` comes with 1 only."""

    def __init__(self, number: int, ts: int | None = None) -> None:
        super().__init__(number)
        self.number = number
        self.ts = ts

    def answer(self) -> dict[str, Any]:
        """Return the body VK sends."""
        return {"failed": self.number} | ({} if self.ts is None else {"ts": str(self.ts)})


class Events:
    """Events in order; ``last`` is the number of the newest, known to VK's callers as ``ts``.

    ``asked`` is the number that was asked with last: what is above it nobody has taken yet.
    ``salt`` makes the event ids of this VK its own, also after it was begun anew.
    """

    def __init__(
        self, group: int, settings: Callable[[], VkSettings], monotonic: Callable[[], float]
    ) -> None:
        self._group = group
        self._settings = settings
        self._monotonic = monotonic
        self._keys: dict[str, float] = {}
        self._lost: set[str] = set()
        self.salt = secrets.token_hex(8)
        self.last = self.asked = FIRST_TS
        self.kept: deque[dict[str, Any]] = deque()

    def add(self, kind: str, thing: dict[str, Any]) -> dict[str, Any] | None:
        """Remember an event unless the community's settings leave this kind out."""
        settings = self._settings()
        if kind not in ALWAYS and not (settings.long_poll_on and settings.events.get(kind)):
            return None
        return self.inject(
            {
                "group_id": self._group,
                "type": kind,
                "event_id": self._event_id(),
                "v": VERSION,
                "object": thing,
            }
        )

    def inject(self, event: dict[str, Any]) -> dict[str, Any]:
        """Remember any JSON object as it is, however malformed."""
        self.last += 1
        self.kept.append(event)
        while len(self.kept) > self._settings().kept_events:
            self.kept.popleft()
        return event

    def forget(self) -> None:
        """Lose the history: earlier numbers answer failed = 1."""
        self.kept.clear()

    def new_key(self) -> str:
        """Return a new key, good for a while."""
        key = secrets.token_hex(20)
        self._keys[key] = self._monotonic()
        return key

    def expire_keys(self) -> None:
        """Let every key given so far answer failed = 2."""
        self._keys.clear()

    def lose(self) -> None:
        """Lose all that is known of those who listen: their keys answer failed = 3."""
        self._lost |= self._keys.keys()
        self._keys.clear()

    def check(self, key: str, ts: str) -> int:
        """Return ``ts`` as a number; raises Failed as VK answers it."""
        if key in self._lost:
            raise Failed(3)
        given = self._keys.get(key)
        if given is None or self._monotonic() - given > self._settings().key_seconds:
            raise Failed(2)
        oldest = self.last - len(self.kept)
        if not ts.isdigit() or not oldest <= int(ts) <= self.last:
            raise Failed(1, self.last)
        self.asked = int(ts)
        return self.asked

    def after(self, ts: int) -> list[dict[str, Any]]:
        """Return the events above ``ts``, oldest first."""
        newer = self.last - ts
        return list(self.kept)[-newer:] if newer > 0 else []

    def waiting(self) -> int:
        """Count what people wrote, changed and pressed since the long poll was asked last."""
        return sum(one.get("type") in DONE_BY_PEOPLE for one in self.after(self.asked))

    def _event_id(self) -> str:
        seed = f"event {self._group} {self.salt} {self.last + 1}"
        return hashlib.sha256(seed.encode()).hexdigest()[:40]
