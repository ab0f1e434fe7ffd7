"""Invitations to a wave, and reminders: straight through the channels, past outbox and log (D3).

Invitations go one by one on each platform, each claimed before it is sent. Where a platform
recognises a repetition, one in doubt after a crash is sent again; elsewhere it is not, for a
reminder may follow. A reminder leaves no trace of its own, whatever became of it (ANONYMITY 1, 5).
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from uuid import uuid4

from appeals.model import Address
from bot.clock import Clock
from bot.health import Health
from bot.house import House
from bot.pauses import until
from bot.platform import Wait
from bot.surveys.invitation import card, people_of
from bot.surveys.mouth import NOBODY, Mouth
from handlers import mailings, stopping
from handlers.conversation import Later, Outcome, Refused, Sent, Unknown
from storage.store import Store
from storage.surveys.store import SurveyStore, SurveyUnit
from surveys.definition import questionnaire_of
from surveys.drafts import Person
from surveys.mailing import Invitee, Seat, drawn_up, rounds_due
from surveys.ports import KeysLost, SurveyBox
from surveys.questionnaire import Audience
from surveys.wave import NotNow, Stage, Wave

PART = "mailing"
REST = 1.0
SLOT = 15.0
"""Seconds from lot to lot, however few of one are written to: their pace tells nothing."""

LOST_ANSWERS = 3


class Mailing:
    """`store` is the front desk's: it knows who agreed. `open` are the waves that take answers.

    Before `box` is given, and where another process owns the surveys, nothing is sent. `days`
    after the opening those are reminded who have not answered.
    """

    def __init__(
        self,
        surveys: SurveyStore,
        store: Store,
        house: House,
        mouth: Mouth,
        *,
        clock: Clock,
        health: Health,
        days: Sequence[int] = (),
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._surveys, self._store, self._house, self._mouth = surveys, store, house, mouth
        self._clock, self._health, self._days = clock, health, tuple(days)
        self._wait = wait
        self.box: SurveyBox | None = None
        self.open: Sequence[Wave] = ()
        self._drawn_up: set[str] = set()
        self._lost: dict[bytes, int] = {}
        self._next_slot = float("-inf")
        self._turns = {name: asyncio.Lock() for name in house.channels}
        self._drawing, self._reminding = asyncio.Lock(), asyncio.Lock()

    def __repr__(self) -> str:
        """Nothing: an error that shows this object must show nobody's name."""
        return "Mailing()"

    async def run(self, stop: asyncio.Event) -> None:
        """Keep at it until `stop` is set; a platform that hangs holds up nothing but itself."""
        works = [self._inviting(name) for name in self._house.channels]
        await asyncio.gather(*(self._loop(work, stop) for work in (*works, self.remind)))

    async def settle(self) -> None:
        """Do all that is due now."""
        for work in (*map(self._inviting, self._house.channels), self.remind):
            while await work():
                continue

    async def invite(self, channel: str) -> bool:
        """Send one invitation on this channel, if any is due; may there be more right away?"""
        if self._holds():
            return False
        async with self._turns[channel]:
            for wave in self.open:
                await self._draw_up(wave)
                one = await self._next(wave, channel)
                if one is not None:
                    return await self._invite(wave, one)
        return False

    async def remind(self) -> bool:
        """Hold a round of reminders for one lot, if any is due; may there be more right away?"""
        if self._holds():
            return False
        async with self._reminding:
            if self._clock.monotonic() < self._next_slot:
                return False
            for wave in self.open:
                lot = await self._next_lot(wave)
                if lot:
                    self._next_slot = self._clock.monotonic() + SLOT
                    await self._remind(wave, lot)
                    return True
        return False

    # ---- invitations

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
                    if not await self._runs(unit, wave):
                        return
                    await unit.mail.draw_up(wave.id, drawn_up(people, wave.level))
            self._drawn_up.add(wave.id)

    async def _people(self, wave: Wave) -> list[Person]:
        async with self._store.begin() as unit:
            house = await self._house.today(unit)
            return await people_of(_audience(wave), unit, house.moderators.channel)

    async def _next(self, wave: Wave, channel: str) -> Invitee | None:
        """Whose turn it is. Who was being written to when the program ended is settled first."""
        while True:
            async with self._surveys.begin() as unit:
                if not await self._runs(unit, wave):
                    return None
                one = await unit.mail.next(wave.id, channel)
                if one is None or one.state is Seat.WAITING or self._may_repeat(one):
                    return one
                await unit.mail.move(wave.id, one, Seat.SENT)

    def _may_repeat(self, one: Invitee) -> bool:
        recognises = self._house.channels[one.who.platform].capabilities.recognises
        return recognises and self._lost.get(one.seat, 0) < LOST_ANSWERS

    async def _invite(self, wave: Wave, one: Invitee) -> bool:
        at = _address(one.who)
        await self._mouth.bulk_turn(at)
        may = None if self._holds() else await self._may(one.who, wave)
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
            return await self._runs(unit, wave) and await unit.mail.move(wave.id, one, Seat.SENDING)

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

    # ---- reminders

    async def _next_lot(self, wave: Wave) -> Sequence[Invitee]:
        """Put down as reminded, all of it, before anybody is: then nothing more is written."""
        rounds = rounds_due(wave, self._clock.now(), self._days)
        if not rounds:
            return ()
        async with self._surveys.begin() as unit:
            if not await self._runs(unit, wave) or not await unit.mail.is_drawn_up(wave.id):
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
            await self._mouth.bulk_turn(_address(who))
            while self._holds() or (may := await self._may(who, wave)) is None:
                await self._wait(REST)
            if may and not await self._has_answered(wave, who):
                words, rows = card(wave, self._house, again=True)
                await self._mouth.mail(_address(who), words, rows, uuid4().hex)
        except Exception as error:  # one person's trouble is nobody else's
            self._health.ill(PART, type(error).__name__)

    async def _has_answered(self, wave: Wave, who: Person) -> bool:
        """True, too, where it can't be told any more: then nobody is written to."""
        if self.box is None or not wave.takes_answers(self._clock.now()):
            return True
        try:
            return await self.box.has_answered(wave.id, who)
        except (KeysLost, NotNow):
            return True

    # ---- inside

    def _holds(self) -> bool:
        """Nobody is written to now: not ours, an emergency stop, quiet hours."""
        quiet, now = self._house.desk.quiet, self._clock.now()
        return self.box is None or self._mouth.stopped or bool(quiet and quiet.over(now) > now)

    async def _may(self, who: Person, wave: Wave) -> bool | None:
        """Has this person agreed, as of this moment? None: nobody is written to now."""
        async with self._store.begin() as unit:
            if await unit.switches.get(stopping.STOPPED):
                return None
            client = await unit.clients.known(who.platform, who.id)
            if client is None or client.banned or not client.reachable:
                return False
            given = await unit.consents.given(client.id, mailings.SURVEYS)
            if _audience(wave) is Audience.CLIENTS:
                return given is True
            return given is not False and await unit.staff.get(who.id) is not None

    async def _runs(self, unit: SurveyUnit, wave: Wave) -> bool:
        """As it is now: somebody may have closed it meanwhile."""
        found = await unit.waves.get(wave.id)
        return found is not None and found.takes_answers(self._clock.now())

    def _inviting(self, channel: str) -> Callable[[], Awaitable[bool]]:
        return lambda: self.invite(channel)

    async def _loop(self, work: Callable[[], Awaitable[bool]], stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                more = await work()
            except Exception as error:  # tried again a moment later
                self._health.ill(PART, type(error).__name__)
                more = False
            else:
                self._health.well(PART)
            if not more:
                await until([stop], REST)


def _address(who: Person) -> Address:
    return Address(who.platform, who.id)


def _audience(wave: Wave) -> Audience:
    return questionnaire_of(wave).audience
