"""Check of the time in which nobody fetched messages: the platform keeps them for a day only."""

from datetime import datetime, timedelta

from bot.doctor.database import opened
from bot.doctor.finding import Finding, warning
from bot.settings import Settings
from bot.sqlite_file import sqlite_file
from handlers.dates import short_moment, stretch
from handlers.downtime import ALIVE, GAP, Gap, read_gap
from storage.errors import RowRefused, StorageError

_WORTH_TELLING = timedelta(days=7)


async def downtime(settings: Settings, now: datetime) -> list[Finding]:
    """A gap longer than a day: the present one, or one that ended within the last week."""
    url = settings.storage.url.get_secret_value()
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return []
    try:
        async with opened(url) as store, store.begin() as unit:
            alive, last = await unit.marks.get(ALIVE), read_gap(await unit.marks.get(GAP))
    except (StorageError, RowRefused):
        return []
    if alive and (present := Gap(datetime.fromisoformat(alive), now)).loses:
        return [_told("downtime-now", present, settings)]
    if last and last.loses and now - last.until <= _WORTH_TELLING:
        return [_told("downtime-was", last, settings)]
    return []


def _told(key: str, gap: Gap, settings: Settings) -> Finding:
    zone = settings.authority.timezone
    return warning(
        "downtime",
        key,
        since=short_moment(gap.since, zone),
        until=short_moment(gap.until, zone),
        span=stretch(gap.until - gap.since),
    )
