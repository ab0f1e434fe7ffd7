"""Surveys in the running program: what belongs together, and one loop that keeps it going.

One process owns them: drafts and the pool are in its memory. Another one asks people to come later.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import structlog

from appeals.model import Address
from bot.clock import Clock
from bot.health import Health
from bot.house import House
from bot.limits import Limits
from bot.pauses import until
from bot.platform import Receive, Wait
from bot.settings import Settings
from bot.surveys.analyst import Analyst
from bot.surveys.box import Box
from bot.surveys.closing_due import ClosingDue, Tell
from bot.surveys.drafting import Places, Wall
from bot.surveys.employees import Employees
from bot.surveys.handing_in import PART
from bot.surveys.invitation import beginnings
from bot.surveys.keys import KeyFile
from bot.surveys.mailing import Mailing
from bot.surveys.mirror import mirror_of
from bot.surveys.mouth import Mouth
from bot.surveys.ownership import OwnedElsewhere, Ownership
from bot.surveys.posting import Posting
from bot.surveys.quarters import Quarters
from bot.surveys.results_handed import ResultsHanded
from bot.surveys.shown import Shown
from bot.surveys.sieve import Sieve
from bot.surveys.sitting import Running
from bot.surveys.talk import Talk
from bot.surveys.texts_command import change
from bot.surveys.waves import Waves
from bot.worker import Source
from handlers import mailings, stopping
from handlers.conversation import Words
from handlers.office import Offer
from scheduler import Job
from storage.store import Store
from storage.surveys.store import SurveyStore
from surveys.definition import questionnaire_of
from surveys.drafts import Person
from surveys.wave import Wave

TICK, GRACE = 2.0, 3.0
POSTS = "posts"

log = structlog.get_logger(__name__)


class Surveys:
    """`tell` puts a line into the moderator chat; `runtime` is a folder on tmpfs, if there is one.

    `wall` posts for VK's community; `wake` tells that something is to be sent.

    `store` is the front desk's: it knows who the employees are.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        house: House,
        *,
        limits: Mapping[str, Limits],
        clock: Clock,
        health: Health,
        tell: Tell,
        runtime: Path | None = None,
        wall: Wall | None = None,
        wake: Callable[[], None] = lambda: None,
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._settings, self._rules, self._store = settings, settings.surveys, store
        self._house, self._clock, self._health, self._tell = house, clock, health, tell
        self._zone, self._runtime = settings.authority.timezone, runtime
        self._home = house.moderators
        self._mouth = Mouth(house.channels, limits, house.texts, lambda: self._home, wait)
        self._employees = Employees(store, house)
        shown = Shown(self._mouth, house.channels, house.texts)
        self.talk = Talk(self._mouth, shown, clock, health, self._employees.include)
        self.talk.leave = self._left
        self.waves: Waves | None = None
        self._surveys = SurveyStore.open(settings.storage.url.get_secret_value())
        self.mailing = Mailing(
            self._surveys,
            store,
            house,
            self._mouth,
            clock=clock,
            health=health,
            days=self._rules.remind_after_days,
        )
        self._wall = wall
        self.posting = Posting(
            self._surveys,
            store,
            house,
            limits.get(house.moderators.channel),
            clock=clock,
            places=_places(settings, house, wall),
            wake=wake,
        )
        self._ownership: Ownership | None = None
        self._box: Box | None = None
        self._quarters = Quarters(settings, house.texts, self._surveys)
        self._results = ResultsHanded(self._surveys, store, house, self._mouth, self._zone)
        self._closing_due = ClosingDue(tell, self._results)

    # ---- life

    async def start(self) -> None:
        """Take the surveys up, if nobody else has them; a fault in them stops nothing else."""
        try:
            await self._take_up()
        except OwnedElsewhere:  # no trouble where several processes share the work
            if not self._quarters.elsewhere:
                log.info("surveys_owned_elsewhere")
            self._quarters.elsewhere = True
        except Exception as error:  # the front desk goes on without surveys
            await self._step_down()
            self._health.ill(PART, type(error).__name__)
        else:
            self._quarters.waves, self._quarters.elsewhere = self.waves, False

    async def run(self, stop: asyncio.Event) -> None:
        """Keep it going until `stop` is set."""
        await asyncio.gather(self._keep(stop), self._post(stop), self.mailing.run(stop))

    async def _post(self, stop: asyncio.Event) -> None:
        """Apart from the rest, for a platform may hang."""
        while not stop.is_set():
            try:
                if self.waves is not None:
                    await self.posting.tick(await self.waves.all())
                    self._health.well(POSTS)
            except Exception as error:  # tried again at the next tick
                self._health.ill(POSTS, type(error).__name__)
            await until([stop], TICK)

    async def _keep(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.tick()
            await until([stop], TICK)

    async def tick(self) -> None:
        """Do what is due: waves to close, drafts to forget; see what was opened elsewhere."""
        if self.waves is not None and self._ownership and not await self._ownership.holds():
            log.warning("surveys_ownership_lost")
            await self._step_down()
        if self.waves is None:
            await self.start()
        if self.waves is None:
            return
        try:
            await self._look_around()
            for words in await self._quarters.open_postponed(self._store, self._clock.now()):
                await self._tell(words)
            await self._closing_due.close(self.waves, self._clock.now())
            await self.refresh()
        except Exception as error:  # tried again at the next tick
            self._health.ill(PART, type(error).__name__)
        else:
            self._health.well(PART)
        self.talk.expire()

    async def close(self) -> None:
        """Let what is being handed in be kept, at most some seconds; let go of everything."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await self.talk.settle()
        await self.talk.close()
        if self._wall is not None:
            self._wall.close()
        await self._step_down()
        await self._surveys.close()

    # ---- what the others need

    def receive(self, source: Source, receive: Receive) -> Receive:
        """In front of what stores a channel's events."""
        prompt = self._house.texts.plain(Words("survey-prompt"))
        cards = list(beginnings(self._house.texts))
        return Sieve(source, self.talk, receive, prompt, cards).receive

    def offers(self) -> tuple[Offer, ...]:
        """What the menu shows: surveys of employees are no matter of clients."""
        return self.talk.offer.to_clients()

    def jobs(self) -> list[Job]:
        """The quarterly occurrences, one row each."""
        return self._quarters.jobs()

    async def refresh(self) -> None:
        """See which waves take answers now."""
        if self.waves is None:
            return
        running = [w for w in await self.waves.all() if w.takes_answers(self._clock.now())]
        known = {one.id: one for one in self.talk.offer.open}
        self.talk.offer.open = [replaced(known.get(wave.id), wave) for wave in running]
        self.mailing.now.open = running

    # ---- inside

    async def _look_around(self) -> None:
        """Where the moderators sit now, and whether an emergency stop holds everything back."""
        async with self._store.begin() as unit:
            self._home = (await self._house.today(unit)).moderators
            self._mouth.stopped = bool(await unit.switches.get(stopping.STOPPED))

    async def _take_up(self) -> None:
        self.talk.offer.off = self._rules.key_file is None
        if self._rules.key_file is None:
            return
        self._ownership = Ownership(self._rules.key_file, self._surveys.leadership)
        await self._ownership.take()
        await self._surveys.prepare()
        # what waits without a mirror is nowhere but in the box that took it
        box = self._box or Box(
            self._surveys,
            KeyFile(self._rules.key_file),
            mirror_of(self._rules.key_file, self._runtime),
            holds=self._holds,
        )
        await box.start()
        self._box = box
        self.waves = Waves(box, self._rules, self._zone, self._house.texts)
        self.talk.offer.box = self.mailing.now.box = box
        analyst = Analyst(
            self.waves,
            self.talk,
            self._mouth,
            texts=self._house.texts,
            clock=self._clock,
            zone=self._zone,
            who_is=self._employees.at,
            changed=self.refresh,
            send_results=self._results.to,
            mark_texts=self._mark_texts,
        )
        self.talk.command = analyst.asked
        await self._look_around()
        await self.refresh()

    async def _step_down(self) -> None:
        """Take no more answers: drafts stay in memory, what waits stays where it is."""
        self.waves = self._quarters.waves = None
        self.talk.offer.box, self.talk.command, self.talk.offer.open = None, None, ()
        self.mailing.now.box = None
        if self._ownership:
            await self._ownership.release()

    async def _holds(self) -> bool:
        return self._ownership is not None and await self._ownership.holds()

    async def _mark_texts(self, wave: str, numbers: Sequence[str], withhold: bool) -> Words:
        async with self._surveys.begin() as unit:
            return await change(unit, wave, numbers, withhold=withhold)

    async def _left(self, who: Person, at: Address) -> None:
        async with self._store.begin() as unit:
            office = self._house.office(unit, self._clock.now())
            await mailings.left(at, who.id, mailings.SURVEYS, office)


def replaced(known: Running | None, wave: Wave) -> Running:
    """Reading a questionnaire takes a while, and a wave's never changes."""
    if known is None:
        return Running(wave.id, questionnaire_of(wave), wave.closes)
    known.closes = wave.closes
    return known


def _places(settings: Settings, house: House, wall: Wall | None) -> Places:
    given = settings.surveys.post_channels
    channels = settings.telegram.channels if given is None else given
    return Places(
        [str(one) for one in channels if house.moderators.channel in house.channels],
        settings.vk.group_id if "vk" in house.channels else None,
        settings.surveys.results_url,
        settings.storage.files,
        wall,
    )
