"""A platform as the program sees it: one wall, whatever stands behind it.

`bot/telegram/platform.py` and `bot/vk/platform.py` build theirs from the settings; `bot/app.py`
treats them alike, so that the trouble of one is never the trouble of the other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from appeals.model import Address
from bot.limits import Limits
from bot.received import Received
from bot.texts import Texts
from bot.worker import Source
from handlers.conversation import Channel, Words

Wait = Callable[[float], Awaitable[None]]
"""A pause of so many (monotonic) seconds; tests bring their own."""

Receive = Callable[[Sequence[Received], str | None], Awaitable[None]]
"""Commits a batch of raw events and, unless it is None, the new cursor; raises when neither was.

The same event again is stored once (by `event_id`), so a doubt is settled by handing it over again.
"""

Tell = Callable[[Words], Awaitable[None]]
"""Puts a line into the moderator chat, for what a person has to mend. Never raises."""


@dataclass(frozen=True, slots=True)
class Inlet:
    """What the program gives to a receiving loop.

    `cursor` is what was stored last (None at the very first start). `part` gives the same for what
    a platform reads beside, with a cursor of its own.
    """

    receive: Receive
    tell: Tell
    cursor: str | None = None
    part: "Callable[[str], Awaitable[Inlet]] | None" = None


class Platform(Protocol):
    """One platform that is switched on. Building it asks nothing of the network.

    Limits are what delivery counts calls by; a platform may pace itself beyond that.
    """

    @property
    def name(self) -> str:
        """The channel's name, which events, outbox rows and cursors bear."""

    @property
    def channel(self) -> Channel:
        """Its sending side."""

    @property
    def source(self) -> Source:
        """Its reading side."""

    @property
    def limits(self) -> Limits:
        """How fast it may be written to."""

    async def receiving(self, inlet: Inlet, stop: asyncio.Event) -> None:
        """Receive until `stop` is set, whatever the platform does meanwhile (see `check`).

        A refused token is tried again now and then. If it raises all the same, it is begun anew
        after a pause, from the cursor stored last.
        """

    async def greet(self, texts: Texts, staff: Address) -> None:
        """Once, beside receiving: introduce the bot, show its commands. May wait, may fail.

        `staff` is where the moderators sit, on whichever platform that is.
        """

    def check(self) -> str | None:
        """What keeps the platform from working, in a word for the health page; None: nothing."""

    async def close(self) -> None:
        """End what is under way, threads included, and let the connections go; within seconds."""
