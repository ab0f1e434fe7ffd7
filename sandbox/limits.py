"""Telegram's rate limits: 30/s overall, 1/s per private chat with a burst, 20/min per group."""

import math
from collections import defaultdict, deque
from collections.abc import Callable

OVERALL_PER_SECOND = 30
GROUP_PER_MINUTE = 20
PRIVATE_BURST = 5
LIMITED = frozenset(
    {
        "sendMessage",
        "sendPhoto",
        "sendDocument",
        "sendVideo",
        "sendAnimation",
        "sendAudio",
        "sendVoice",
        "sendVideoNote",
        "sendSticker",
        "sendMediaGroup",
        "copyMessage",
        "editMessageText",
        "editMessageCaption",
        "editMessageReplyMarkup",
        "setMessageReaction",
        "createForumTopic",
        "editForumTopic",
        "closeForumTopic",
        "reopenForumTopic",
        "deleteForumTopic",
    }
)


class Window:
    """At most ``most`` actions in any ``seconds``; an album may overdraw it once."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self.times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Return the seconds until the next action fits; 0 when it fits now."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        if len(self.times) < self.most:
            return 0.0
        return self.times[len(self.times) - self.most] + self.seconds - now

    def spend(self, now: float, actions: int) -> None:
        """Count ``actions`` as done now."""
        self.times.extend([now] * actions)


class Limits:
    """Counts the bot's actions by a monotonic clock in seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self.forget()

    def forget(self) -> None:
        """Start counting anew."""
        self._overall = Window(OVERALL_PER_SECOND, 1.0)
        self._groups: defaultdict[int, Window] = defaultdict(lambda: Window(GROUP_PER_MINUTE, 60.0))
        self._private: defaultdict[int, Window] = defaultdict(
            lambda: Window(PRIVATE_BURST, float(PRIVATE_BURST))
        )

    def spend(self, chat: int, actions: int = 1) -> int | None:
        """Count actions in ``chat``; returns None, or whole seconds to wait when refused."""
        now = self._monotonic()
        own = self._groups[chat] if chat < 0 else self._private[chat]
        wait = max(self._overall.wait(now), own.wait(now))
        if wait > 0:
            return math.ceil(wait)
        self._overall.spend(now, actions)
        own.spend(now, actions)
        return None
