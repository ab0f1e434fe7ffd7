"""What the sandbox's page sees of the program: its clock, the appeals, their ladders and events."""

from datetime import datetime, timedelta, tzinfo
from typing import Any

from appeals.model import Appeal, Change, Event
from appeals.words import Content
from bot.clock import FARTHEST, OffsetClock
from bot.control_ladder import TELLING, Step, in_order, name_of, steps_of
from bot.house import House
from handlers import clock as clocks
from handlers import telling
from handlers.conversation import Words
from handlers.history import doer
from handlers.office import Office
from handlers.people import for_staff, state_of
from storage.store import Store, Unit

Json = dict[str, Any]
LISTED = 50
EVENTS = 30


class View:
    """Reads the storage; everything people read comes from the texts."""

    def __init__(self, clock: OffsetClock, store: Store, house: House) -> None:
        self._clock, self._store, self._house = clock, store, house

    async def clock(self) -> Json:
        """The time, the offset and the next rung of any appeal."""
        now, zone = self._clock.now(), self._house.desk.zone
        async with self._store.begin() as unit:
            following = await self._next(await self._office(unit, now))
        return {
            "now": now.isoformat(),
            "zone": str(zone),
            "local": local(now, zone),
            "offset": self._clock.offset,
            "next": following,
        }

    async def appeals(self) -> list[Json]:
        """The latest 50 appeals, newest first."""
        async with self._store.begin() as unit:
            office = await self._office(unit, self._clock.now())
            return [self._appeal(one, office) for one in await unit.appeals.latest(LISTED)]

    async def appeal(self, number: str) -> Json | None:
        """One appeal with its ladder and its last 30 events, oldest first; None: no such number."""
        async with self._store.begin() as unit:
            office = await self._office(unit, self._clock.now())
            found = await office.appeals.numbered(number)
            if found is None:
                return None
            steps = await steps_of(found, office)
            history = await office.appeals.history(found.id)
            return self._appeal(found, office) | {
                "ladder": [await self._step(one, office) for one in steps],
                "events": [await self._event(found, one, office) for one in history[-EVENTS:]],
            }

    def say(self, words: Words) -> str:
        """A text without styles."""
        return self._house.texts.plain(words)

    async def _office(self, unit: Unit, now: datetime) -> Office:
        return (await self._house.today(unit)).office(unit, now)

    async def _next(self, office: Office) -> Json | None:
        horizon = office.now + timedelta(seconds=FARTHEST)
        found = await office.appeals.due(horizon, 1)
        if not found or found[0].next_step_at is None:
            return None
        appeal, at = found[0], found[0].next_step_at
        stands = await clocks.standing(Change(appeal, ()), office)
        first = min(stands.rungs, key=in_order, default=None)
        name = name_of(first, office.desk.policy(appeal.kind)) if first else None
        facts = {"number": appeal.number, "name": self.say(name) if name else ""}
        return {
            "at": at.isoformat(),
            "what": self.say(Words("behind-next", facts)),
            "in_seconds": (at - office.now).total_seconds(),
        }

    def _appeal(self, appeal: Appeal, office: Office) -> Json:
        return {
            "id": appeal.id,
            "number": appeal.number,
            "subject": for_staff(Content(appeal.subject), office.desk).text,
            "code": appeal.state.value,
            "state": self.say(Words("state", {"state": state_of(appeal)})),
            "due": appeal.due_at.isoformat(),
            "due_local": local(appeal.due_at, office.desk.zone),
            "overdue": appeal.is_open and appeal.due_at <= office.now,
        }

    async def _step(self, step: Step, office: Office) -> Json:
        return {
            "name": self.say(step.name),
            "at_local": local(step.rung.at, office.desk.zone),
            "state": step.state,
            "told": [await telling.names_of([one], office) for one in step.told],
        }

    async def _event(self, appeal: Appeal, event: Event, office: Office) -> Json:
        who = str(event.data.get("who", "")) if event.what in TELLING else ""
        told = [one for one in who.split(",") if one]
        facts = {
            "what": event.what.value,
            "cause": str(event.data.get("cause", "")),
            "where": str(event.data.get("where", "")),
            "told": await telling.names_of(told, office) if told else "no",
        }
        return {
            "at_local": local(event.at, office.desk.zone),
            "what": self.say(Words("behind-event", facts)),
            "who": await self._who(appeal, event, office),
        }

    async def _who(self, appeal: Appeal, event: Event, office: Office) -> str:
        facts = {"actor": event.by.kind.value, "who": await doer(appeal, event, office)}
        return self.say(Words("behind-who", facts))


def local(moment: datetime, zone: tzinfo) -> str:
    """«22.11, 14:05» by the authority's clock."""
    return f"{moment.astimezone(zone):%d.%m, %H:%M}"
