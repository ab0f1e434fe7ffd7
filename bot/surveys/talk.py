"""Answering: presses and words of a survey, past inbox, outbox and log (ANONYMITY 4, 9)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from appeals.model import Address
from bot.clock import Clock
from bot.health import Health
from bot.surveys.beginning import Beginning
from bot.surveys.entry import is_command, led_to
from bot.surveys.handing_in import PART, HandingIn
from bot.surveys.mouth import Mouth, Unheard
from bot.surveys.on_offer import IsStaff, OnOffer
from bot.surveys.presses import Presses
from bot.surveys.remembered import Remembered
from bot.surveys.shown import Shown
from bot.surveys.sitting import Running, Taken, person_of
from bot.surveys.sittings import Sittings
from bot.surveys.typed import Typed
from handlers.conversation import Edited, Pressed, Words, Wrote
from surveys.drafts import Person


class Talk:
    """What belongs to a survey is answered here; `offer` are the surveys that may be answered.

    `is_staff` tells who may take part in surveys of employees. `command` does what an analyst asks;
    `leave` puts on record that somebody wants no more invitations.
    """

    def __init__(
        self, mouth: Mouth, shown: Shown, clock: Clock, health: Health, is_staff: IsStaff
    ) -> None:
        self._mouth, self._health = mouth, health
        self.offer = OnOffer(clock, is_staff)
        self.command: Callable[[Wrote], Awaitable[None]] | None = None
        self.leave: Callable[[Person, Address], Awaitable[None]] | None = None
        self._sittings = Sittings(mouth, shown, clock)
        self._beginning = Beginning(self.offer, self._sittings, mouth)
        self._presses = Presses(
            mouth,
            shown,
            offer=self.offer,
            sittings=self._sittings,
            beginning=self._beginning,
            handing_in=HandingIn(self.offer, self._sittings, mouth, clock, health),
        )
        self._typed = Typed(mouth, shown, self._sittings)
        self._places: Remembered[str] = Remembered()
        self._read: Remembered[tuple[Address, str]] = Remembered()
        self._tasks: set[asyncio.Task[None]] = set()

    def __repr__(self) -> str:
        """Nothing: an error that shows this object must show nobody's answers."""
        return "Talk()"

    def is_with(self, conversation: str) -> bool:
        """Somebody answers in this conversation, or has lately."""
        return conversation in self._places

    def wants(self, event: Taken) -> bool:
        """These words belong to a survey and to nobody else."""
        if isinstance(event, Pressed):
            return False
        if isinstance(event, Edited):
            return (event.at, event.id) in self._read
        if not event.private:
            return is_command(event) and self._mouth.is_home(event.at)
        if led_to(event) is not None or is_command(event):
            return True
        return self._typed.is_awaited(event)

    def take(self, event: Taken) -> None:
        """Answer it; returns at once. Events of one person are worked on in order."""
        if isinstance(event, Wrote):
            self._read.add((event.at, event.id))
        if isinstance(event, Pressed):
            self._do(self._presses.pressed(event), event.at)
        elif isinstance(event, Edited):
            self._do(self._typed.edited(event), event.at)
        else:
            self._do(self._wrote(event), event.at)

    async def leaves(self, press: Pressed) -> None:
        """«Больше не присылать» was pressed: on record when this returns. Raises StorageError."""
        if press.private and self.leave is not None:
            await self.leave(person_of(press), press.at)

    async def preview(self, who: Person, at: Address, wave: Running) -> None:
        """Show a questionnaire to an analyst, card by card; nothing is kept. Raises Unheard."""
        await self._beginning.preview(who, at, wave)

    async def settle(self) -> None:
        """Wait for everything that is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def expire(self) -> None:
        """Forget the drafts whose hour is over, and say so."""
        for sitting in self._sittings.expired():
            self._do(self._sittings.end(sitting, Words("survey-expired")), sitting.at)

    async def close(self) -> None:
        """Let go of everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _wrote(self, message: Wrote) -> None:
        code = led_to(message) if message.private else None
        if code is not None:
            await self._beginning.begin(person_of(message), message.at, code)
        elif is_command(message):
            await self._commanded(message)
        else:
            await self._typed.wrote(message)

    async def _commanded(self, message: Wrote) -> None:
        if self.command is None:
            key = "survey-switched-off" if self.offer.off else "survey-unavailable"
            await self._mouth.say(message.at, Words(key))
        else:
            await self.command(message)

    def _do(self, work: Coroutine[Any, Any, None], at: Address) -> None:
        self._places.add(str(at))
        task = asyncio.create_task(self._guarded(work, at))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None], at: Address) -> None:
        """What fails is known by its class only: neither who nor what gets into a log."""
        try:
            await work
        except Unheard:
            pass
        except Exception as error:  # one person's trouble is nobody else's
            self._health.ill(PART, type(error).__name__)
            await self._apologise(at)

    async def _apologise(self, at: Address) -> None:
        try:
            await self._mouth.say(at, Words("survey-unavailable"))
        except Exception as error:  # nothing more can be done for this person now
            self._health.ill(PART, type(error).__name__)
