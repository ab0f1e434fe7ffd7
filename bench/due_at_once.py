"""Ten thousand appeals falling due in one minute, while others want the storage too.

The program's parts joined as in real life, on SQLite: each due step recorded, in the history too,
one gathered notice for the executor, and at the deadline a redrawn card for each appeal, all put
into the outbox. Nothing is sent. What else wants the storage meanwhile is played by one that asks
for a transaction every few milliseconds.
"""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bench.crowd import ASKED, Crowd, fill
from bench.figures import Figure, quantile, ratios
from bench.sizes import Sizes
from bench.worker_path import settings_in
from bot import logs
from bot.app import App

HOUR = timedelta(hours=1)
WARNINGS = (ASKED + 20 * HOUR, ASKED + 23 * HOUR)
DEADLINE = ASKED + 24 * HOUR + timedelta(seconds=1)
WAIT_MOST = 0.25
_PAUSE = 0.005


@dataclass
class StandingClock:
    """Stands where it is put."""

    wall: datetime = ASKED

    def now(self) -> datetime:
        """Aware UTC."""
        return self.wall

    def monotonic(self) -> float:
        """Seconds."""
        return time.monotonic()


@dataclass
class Others:
    """Whoever else wants the storage, and how many seconds each had to wait for it."""

    waited: list[float] = field(default_factory=list)

    async def ask(self, app: App) -> None:
        """Again and again, until cancelled."""
        while True:
            began = time.perf_counter()
            async with app.store.begin() as unit:
                await unit.marks.get("any")
            self.waited.append(time.perf_counter() - began)
            await asyncio.sleep(_PAUSE)


async def due_at_once(folder: Path, sizes: Sizes) -> list[Figure]:
    """Two warnings and the deadline, each of all appeals in the same minute."""
    logs.configure("error")
    count, settings = sizes.due_at_once, settings_in(folder, "due_at_once")
    clock = StandingClock()
    app = App(settings, clock)
    try:
        await app.store.migrate()
        async with app.store.begin() as unit:
            await unit.clients.met("telegram", "201", "Мария Иванова", "")
        await fill(
            settings.storage.url.get_secret_value(),
            Crowd(count, count, every=timedelta(minutes=1) / count),
        )
        await app.timing.start()
        while await app.timing.timetable.run_due(clock.now()):
            continue
        warnings = [await _seconds(app, clock, moment) for moment in WARNINGS]
        others = Others()
        asking = asyncio.create_task(others.ask(app))
        breach = await _seconds(app, clock, DEADLINE)
        asking.cancel()
        await _check(app, count)
    finally:
        await app.telegram.close()
        await app.store.close()
    return _figures(count, warnings, breach, others.waited)


async def _seconds(app: App, clock: StandingClock, moment: datetime) -> float:
    clock.wall = moment
    began = time.perf_counter()
    await app.timing.timetable.run_due(moment)
    return time.perf_counter() - began


async def _check(app: App, count: int) -> None:
    """A figure of what was not done is no figure. Raises RuntimeError."""
    async with app.store.begin() as unit:
        left = await unit.appeals.due(DEADLINE, 1)
        first = (await unit.appeals.open(1))[0]
        taken = await unit.steps.taken(first.id, 1, DEADLINE)
        unsaid = await unit.notices.gather(1)
        overdue = (await unit.register.standing(DEADLINE)).overdue
    if (
        left
        or unsaid
        or overdue != count
        or taken != {"warn:4h", "warn:1h", "executor:0s", "overdue"}
    ):
        raise RuntimeError(f"not everything due was done: {sorted(taken)}, {overdue} overdue")


def _figures(count: int, warnings: list[float], breach: float, waited: list[float]) -> list[Figure]:
    longest = max(waited, default=breach)
    return [
        Figure(f"{count} appeals to be warned of in one minute", tuple(warnings), "s"),
        Figure(f"{count} deadlines in one minute, cards too", (breach,), "s"),
        Figure(
            "  others wait for the storage meanwhile, p50", (1000 * quantile(waited, 0.5),), "ms"
        ),
        Figure("  longest", (1000 * longest,), "ms"),
        ratios("  longest wait : the whole", [longest], [breach], at_most=WAIT_MOST),
    ]
