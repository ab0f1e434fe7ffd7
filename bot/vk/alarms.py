"""Telling staff of what only a person can end: once each time it begins."""

from collections.abc import Callable, Mapping

from bot.status import Trouble
from handlers.conversation import Words

TEXTS = {
    Trouble.TOKEN: "vk-token-refused",
    Trouble.CAPTCHA: "vk-captcha-wanted",
    Trouble.OTHER_COMMUNITY: "vk-other-community",
}

BESIDE = {
    Trouble.TOKEN: "vk-reading-key-refused",
    Trouble.REFUSED: "vk-reading-key-refused",
    Trouble.CAPTCHA: "vk-reading-captcha",
}
"""Of the keys that only read: nothing of what comes in or goes out depends on them."""


class Alarms:
    """Troubles of receiving and of sending; what both suffer from is told once.

    `tell` puts a line before staff; without it nothing is told, but everything is known. `texts`
    say what is told of each trouble.
    """

    def __init__(self, texts: Mapping[Trouble, str] = TEXTS) -> None:
        self._texts = texts
        self.tell: Callable[[Words], None] | None = None
        self._now: dict[str, Trouble] = {}
        self._told: set[Trouble] = set()

    def of(self, part: str) -> Callable[[Trouble | None], None]:
        """How a part of the platform reports; None when a call succeeded."""

        def report(trouble: Trouble | None) -> None:
            if trouble is None:
                self._now.pop(part, None)
            elif trouble in self._texts:
                self._now[part] = trouble
            self._told &= set(self._now.values())
            self._tell_news()

        return report

    def _tell_news(self) -> None:
        """What began before there was anybody to tell is told with the next report."""
        news = [one for one in dict.fromkeys(self._now.values()) if one not in self._told]
        if self.tell is None:
            return
        for trouble in news:
            self._told.add(trouble)
            self.tell(Words(self._texts[trouble]))

    @property
    def trouble(self) -> Trouble | None:
        """One that lasts, if any does."""
        return next(iter(self._now.values()), None)
