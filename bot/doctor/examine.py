"""All checks, in the order in which a colleague would make them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from bot.doctor import database, house, live, machine
from bot.doctor.calendar import calendar
from bot.doctor.downtime import downtime
from bot.doctor.finding import Finding, warning
from bot.doctor.surveys import surveys
from bot.doctor.telegram import telegram
from bot.doctor.vk import vk
from bot.settings import Settings
from bot.telegram.client import make_bot
from bot.telegram.inspection import Inspection

PATIENCE = 15.0


async def examine(
    settings: Settings, now: datetime, *, with_question: bool = False, mend: bool = False
) -> list[Finding]:
    """Check the installation; changes nothing. `now` (aware) is the machine's time.

    `with_question` also sends a test question through to the moderator chat and back, unless
    something was found that would stop it. `mend` sets up what the program can set up by itself
    (the long poll of VK).
    """
    employees = await database.employees(settings)
    found = [
        house.settings_read(settings),
        house.zone(settings, now),
        calendar(settings, now),
        house.guide(settings),
        house.texts(settings.texts.folder),
        house.staff(employees),
        *await database.database(settings),
        *await downtime(settings, now),
        await machine.program(settings),
        *await surveys(settings, now, running=await machine.is_running(settings)),
    ]
    if settings.telegram.token is None:
        found.append(warning("token", "token-none"))
    else:
        found += await machine.clock(settings, now)
        async with _inspection(settings) as inspection:
            found += await telegram(settings, inspection, employees)
            if with_question:
                stops = any(finding.is_problem for finding in found)
                found += await live.question(
                    settings, inspection, employees, trouble=stops, now=now
                )
    return [*found, *await vk(settings, mend=mend)]


@asynccontextmanager
async def _inspection(settings: Settings) -> AsyncIterator[Inspection]:
    telegram = settings.telegram
    token = telegram.token.get_secret_value() if telegram.token else ""
    proxy = telegram.proxy.get_secret_value() if telegram.proxy else ""
    bot = make_bot(token, telegram.api_url, proxy, timeout=PATIENCE)
    try:
        yield Inspection(bot)
    finally:
        await bot.session.close()
