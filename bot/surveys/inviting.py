"""Invitations to a wave: one by one on each platform, each claimed before it is sent.

Where a platform recognises a repetition, one in doubt after a crash is sent again; elsewhere it is
not, for a reminder may follow.
"""

import asyncio

from bot.house import House
from bot.surveys.invitation import card, people_of
from bot.surveys.mailing_now import MailingNow, address_of, audience_of
from bot.surveys.mouth import NOBODY, Mouth
from handlers.conversation import Later, Outcome, Refused, Sent, Unknown
from storage.store import Store
from storage.surveys.store import SurveyStore
from surveys.drafts import Person
from surveys.mailing import Invitee, Seat, drawn_up
from surveys.wave import Stage, Wave

LOST_ANSWERS = 3


class Inviting:
    """`store` is the front desk's: who can't be reached is noted there."""

    def __init__(
        self, surveys: SurveyStore, store: Store, house: House, mouth: Mouth, now: MailingNow
    ) -> None:
        self._surveys, self._store, self._house = surveys, store, house
        self._mouth, self._now = mouth, now
        self._drawn_up: set[str] = set()
        self._lost: dict[bytes, int] = {}
        self._turns = {name: asyncio.Lock() for name in house.channels}
        self._drawing = asyncio.Lock()

    def __repr__(self) -> str:
        """Nothing: an error that shows this object must show nobody's name."""
        return "Inviting()"

    async def invite(self, channel: str) -> bool:
        """Send one invitation on this channel, if any is due; may there be more right away?"""
        if self._now.holds():
            return False
        async with self._turns[channel]:
            for wave in self._now.open:
                await self._draw_up(wave)
                one = await self._next(wave, channel)
                if one is not None:
                    return await self._invite(wave, one)
        return False

    async def _draw_up(self, wave: Wave) -> None:
        """Once for each wave, also after a crash: all who agreed by then, or all employees."""
        if wave.id in self._drawn_up:
            return
        async with self._drawing:
            async with self._surveys.begin() as unit:
                done = await unit.mail.is_drawn_up(wave.id)
            if not done:
                people = await self._people(wave)
                async with self._surveys.begin() as unit:
                    if not await self._now.runs(unit, wave):
                        return
                    await unit.mail.draw_up(wave.id, drawn_up(people, wave.level))
            self._drawn_up.add(wave.id)

    async def _people(self, wave: Wave) -> list[Person]:
        async with self._store.begin() as unit:
            house = await self._house.today(unit)
            return await people_of(audience_of(wave), unit, house.moderators.channel)

    async def _next(self, wave: Wave, channel: str) -> Invitee | None:
        """Whose turn it is. Who was being written to when the program ended is settled first."""
        while True:
            async with self._surveys.begin() as unit:
                if not await self._now.runs(unit, wave):
                    return None
                one = await unit.mail.next(wave.id, channel)
                if one is None or one.state is Seat.WAITING or self._may_repeat(one):
                    return one
                await unit.mail.move(wave.id, one, Seat.SENT)

    def _may_repeat(self, one: Invitee) -> bool:
        recognises = self._house.channels[one.who.platform].capabilities.recognises
        return recognises and self._lost.get(one.seat, 0) < LOST_ANSWERS

    async def _invite(self, wave: Wave, one: Invitee) -> bool:
        at = address_of(one.who)
        await self._mouth.bulk_turn(at)
        may = None if self._now.holds() else await self._now.may(one.who, wave)
        if may is None:
            return False
        if not may:
            await self._note(wave, one, Seat.LEFT_OUT)
            return True
        if not await self._claimed(wave, one):
            return True
        words, rows = card(wave, self._house)
        again = one.state is Seat.SENDING
        outcome = await self._mouth.mail(at, words, rows, one.seat.hex(), again=again)
        return await self._came_of(outcome, wave, one)

    async def _claimed(self, wave: Wave, one: Invitee) -> bool:
        """Noted before the platform hears of it, in a wave that still takes answers."""
        async with self._surveys.begin() as unit:
            runs = await self._now.runs(unit, wave)
            return runs and await unit.mail.move(wave.id, one, Seat.SENDING)

    async def _came_of(self, outcome: Outcome, wave: Wave, one: Invitee) -> bool:
        """Note it; who can't be reached drops out and is not tried again."""
        claimed = Invitee(one.seat, one.who, one.lot, Seat.SENDING)
        match outcome:
            case Later():
                await self._note(wave, claimed, one.state)
                return False
            case Unknown() if self._may_repeat(one):
                self._lost[one.seat] = self._lost.get(one.seat, 0) + 1
                return False
            case Sent() | Unknown():
                await self._note(wave, claimed, Seat.SENT)
            case _:
                await self._note(wave, claimed, Seat.LEFT_OUT)
                if isinstance(outcome, Refused) and outcome.reason in NOBODY:
                    await self._out_of_reach(one.who)
        return True

    async def _note(self, wave: Wave, one: Invitee, to: Seat) -> None:
        """Nothing is noted of a wave that has begun to close: its list is gone."""
        async with self._surveys.begin() as unit:
            found = await unit.waves.get(wave.id)
            if found is not None and found.stage is Stage.OPEN:
                await unit.mail.move(wave.id, one, to)

    async def _out_of_reach(self, who: Person) -> None:
        """Of an invitation only: of a reminder it would tell that somebody was reminded."""
        async with self._store.begin() as unit:
            client = await unit.clients.known(who.platform, who.id)
            if client is not None:
                await unit.clients.set_reachable(client.id, False)
