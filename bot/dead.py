"""`otklik dead`: events that were set aside, and putting one back to work.

Never what a person wrote: an event is known by its number, its time, its channel and the trouble.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.admin_words import say
from bot.doctor import machine
from bot.doctor.database import is_there
from bot.settings import Settings
from bot.sqlite_file import sqlite_file
from storage.engine import sqlite_warning
from storage.errors import RowRefused, StorageError
from storage.inbox import DeadEvent
from storage.store import Store, Unit

MOST = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """What the administrator is told; `done`: what was asked for has happened."""

    text: str
    done: bool = True


async def listed(settings: Settings) -> Answer:
    """The oldest fifty, one line each; their times are in the authority's zone."""

    async def look(unit: Unit) -> Answer:
        amount, events = await unit.inbox.count_dead(), await unit.inbox.dead(MOST)
        if not events:
            return Answer(say("dead-none"))
        lines = [_line(event, settings.authority.timezone) for event in events]
        if amount > MOST:
            lines.append(say("dead-more", number=str(amount - MOST)))
        return Answer("\n".join([say("dead-heading", number=str(amount)), "", *lines]))

    return await _with_unit(settings, look)


async def put_back(settings: Settings, number: int) -> Answer:
    """Let the program work on this event again; nothing changes when it is not set aside.

    An SQLite with the fault of `storage.engine.sqlite_warning` must not be written by two programs
    at once, so there the running program has to be stopped first.
    """
    if sqlite_warning(_url(settings)) and await machine.is_running(settings):
        return Answer(say("dead-stop-first"), done=False)

    async def revive(unit: Unit) -> Answer:
        if await unit.inbox.revive(number):
            return Answer(say("dead-back", number=str(number)))
        return Answer(say("dead-unknown", number=str(number)), done=False)

    return await _with_unit(settings, revive)


def _line(event: DeadEvent, zone: ZoneInfo) -> str:
    time = event.received_at.astimezone(zone).strftime("%d.%m.%Y %H:%M")
    return say(
        "dead-line", number=str(event.id), time=time, channel=event.channel, why=event.why or "?"
    )


async def _with_unit(settings: Settings, work: Callable[[Unit], Awaitable[Answer]]) -> Answer:
    file = sqlite_file(_url(settings))
    if file is not None and not is_there(file):
        return Answer(say("dead-no-database"), done=False)
    try:
        async with _store(_url(settings)) as store:
            revision = await store.revision()
            if revision.newer or revision.pending:
                key = "dead-newer" if revision.newer else "dead-older"
                return Answer(say(key), done=False)
            async with store.begin() as unit:
                return await work(unit)
    except (StorageError, RowRefused) as trouble:
        return Answer(say("dead-silent", why=str(trouble)), done=False)


@asynccontextmanager
async def _store(url: str) -> AsyncIterator[Store]:
    store = Store.open(url)
    try:
        yield store
    finally:
        await store.close()


def _url(settings: Settings) -> str:
    return settings.storage.url.get_secret_value()
