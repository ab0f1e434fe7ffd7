"""Reminders of a wave: a lot at a time, in slots of one length.

A reminder leaves no trace of its own, whatever became of it (ANONYMITY 1, 5).
"""

import asyncio
import secrets
from collections.abc import Sequence
from uuid import uuid4

from bot.clock import Clock
from bot.health import Health
from bot.house import House
from bot.platform import Wait
from bot.surveys.invitation import card
from bot.surveys.mailing_now import MailingNow, address_of
from bot.surveys.mouth import Mouth
from storage.surveys.store import SurveyStore
from surveys.drafts import Person
from surveys.mailing import Invitee, Seat, rounds_due
from surveys.ports import KeysLost
from surveys.wave import NotNow, Wave

PART = "mailing"
REST = 1.0
SLOT = 15.0
"""Seconds from lot to lot, however few of one are written to: their pace tells nothing."""


class Reminding:
    """`days` after the opening those are reminded who have not answered."""

    def __init__(
        self,
        surveys: SurveyStore,
        house: House,
        mouth: Mouth,
        now: MailingNow,
        *,
        clock: Clock,
        health: Health,
        days: Sequence[int],
        wait: Wait,
    ) -> None:
        self._surveys, self._house, self._mouth, self._now = surveys, house, mouth, now
        self._clock, self._health, self._days, self._wait = clock, health, tuple(days), wait
        self._next_slot = float("-inf")
        self._reminding = asyncio.Lock()

    def __repr__(self) -> str:
        """Nothing: an error that shows this object must show nobody's name."""
        return "Reminding()"

    async def remind(self) -> bool:
        """Hold a round of reminders for one lot, if any is due; may there be more right away?"""
        if self._now.holds():
            return False
        async with self._reminding:
            if self._clock.monotonic() < self._next_slot:
                return False
            for wave in self._now.open:
                lot = await self._next_lot(wave)
                if lot:
                    self._next_slot = self._clock.monotonic() + SLOT
                    await self._remind(wave, lot)
                    return True
        return False

    async def _next_lot(self, wave: Wave) -> Sequence[Invitee]:
        """Put down as reminded, all of it, before anybody is: then nothing more is written."""
        rounds = rounds_due(wave, self._clock.now(), self._days)
        if not rounds:
            return ()
        async with self._surveys.begin() as unit:
            if not await self._now.runs(unit, wave) or not await unit.mail.is_drawn_up(wave.id):
                return ()
            return await unit.mail.remind(wave.id, rounds)

    async def _remind(self, wave: Wave, lot: Sequence[Invitee]) -> None:
        """One after another on each platform, in any order."""
        people = [one.who for one in lot if one.state is Seat.SENT]
        secrets.SystemRandom().shuffle(people)

        async def on(channel: str) -> None:
            for who in people:
                if who.platform == channel:
                    await self._remind_one(wave, who)

        await asyncio.gather(*map(on, self._house.channels))

    async def _remind_one(self, wave: Wave, who: Person) -> None:
        """Unless the person has answered by now; what fails is known by its class only."""
        try:
            await self._mouth.bulk_turn(address_of(who))
            while self._now.holds() or (may := await self._now.may(who, wave)) is None:
                await self._wait(REST)
            if may and not await self._has_answered(wave, who):
                words, rows = card(wave, self._house, again=True)
                await self._mouth.mail(address_of(who), words, rows, uuid4().hex)
        except Exception as error:  # one person's trouble is nobody else's
            self._health.ill(PART, type(error).__name__)

    async def _has_answered(self, wave: Wave, who: Person) -> bool:
        """True, too, where it can't be told any more: then nobody is written to."""
        if self._now.box is None or not wave.takes_answers(self._clock.now()):
            return True
        try:
            return await self._now.box.has_answered(wave.id, who)
        except (KeysLost, NotNow):
            return True
