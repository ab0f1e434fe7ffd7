"""Telling staff of what only a person can end: once each time it begins."""

from collections.abc import Callable

from bot.status import Trouble
from handlers.conversation import Words

TEXTS = {Trouble.TOKEN: "vk-token-refused", Trouble.CAPTCHA: "vk-captcha-wanted"}


class Alarms:
    """Troubles of receiving and of sending; what both suffer from is told once.

    `tell` puts a line before staff; without it nothing is told, but everything is known.
    """

    def __init__(self) -> None:
        self.tell: Callable[[Words], None] | None = None
        self._now: dict[str, Trouble] = {}

    def of(self, part: str) -> Callable[[Trouble | None], None]:
        """How a part of the platform reports; None when a call succeeded."""

        def report(trouble: Trouble | None) -> None:
            if trouble is None:
                self._now.pop(part, None)
            elif trouble in TEXTS and self._now.get(part) is not trouble:
                news = trouble not in self._now.values()
                self._now[part] = trouble
                if news and self.tell:
                    self.tell(Words(TEXTS[trouble]))

        return report

    @property
    def trouble(self) -> Trouble | None:
        """One that lasts, if any does."""
        return next(iter(self._now.values()), None)
