"""The loop: records what has ended, decides what begins, one transaction for both."""

import asyncio
from collections.abc import Mapping, Set

import structlog

from bot.clock import Clock, QueueClock
from bot.delivery.ended import Brought, Ended, Finished
from bot.delivery.fetching import Fetching
from bot.delivery.line import Line
from bot.delivery.measuring import Measuring
from bot.delivery.planning import Planner
from bot.delivery.recording import Recording
from bot.delivery.resting import Resting
from bot.delivery.turn import Plan, Turn
from bot.health import Health
from bot.house import House
from bot.limits import Limits
from bot.metrics import Metrics
from bot.pauses import until
from handlers.conversation import Relocated
from storage.errors import StorageError
from storage.store import Store, Unit

STORAGE_PAUSES = (0.2, 1.0, 5.0)

log = structlog.get_logger(__package__)


class Delivery:
    """One loop that alone decides; the calls run beside it.

    On each channel at most 16 rows are marked at any moment, whether their calls wait for a place,
    run, or have ended unrecorded: enough for thirty messages a second when an answer takes half a
    second, and a crash leaves no more than these in doubt. A channel that hangs holds up nothing
    but itself: its calls, its rows and its files are counted apart.

    `limits` by channel name. Waiting between attempts is measured by the steady clock.
    """

    def __init__(
        self,
        store: Store,
        house: House,
        limits: Mapping[str, Limits],
        clock: Clock,
        *,
        metrics: Metrics | None = None,
        health: Health | None = None,
    ) -> None:
        self._store, self._house, self._limits, self._clock = store, house, limits, clock
        self._due, self._health = QueueClock(clock), health or Health()
        self._wake = asyncio.Event()
        self._ended, resting = Ended(self._wake), Resting(clock)
        measuring = Measuring(metrics or Metrics(), self._due)
        self._lines = {
            name: Line(name, house, limit, clock, ended=self._ended, measuring=measuring)
            for name, limit in limits.items()
        }
        self._fetching = Fetching(self._ended, measuring)
        self._recording = Recording(limits, clock, self._due, resting, self._health)
        self._planner = Planner(self._lines, house, clock, self._ended, resting)

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    @property
    def idle(self) -> bool:
        """No call is running and every outcome is recorded."""
        return not self._under_way() and not self._ended

    async def recover(self) -> None:
        """Once at start: what was being sent when the program ended is sent again.

        What waits for a channel that is off goes on waiting, and the log says so.
        """
        async with self._store.begin() as unit:
            rows = await unit.outbox.recover(self._due.now())
            waiting = await unit.outbox.channels()
        if rows:
            log.warning("sends_with_unknown_outcome", rows=rows)
        for channel in sorted(waiting - self._house.channels.keys()):
            log.warning("channel_off_messages_wait", channel=channel)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop` is set; a storage in trouble is tried again, no outcome is lost."""
        failures = 0
        while not stop.is_set():
            self._wake.clear()
            try:
                pause = await self.step()
                failures = 0
                self._health.well("delivery")
            except StorageError as error:
                self._health.ill("delivery", type(error).__name__)
                await until([stop], STORAGE_PAUSES[min(failures, len(STORAGE_PAUSES) - 1)])
                failures += 1
                continue
            if pause > 0:
                await until([self._wake, stop], pause)

    async def finish(self, seconds: float) -> None:
        """Let running calls end, at most so many seconds, and record them; claim nothing more.

        What is cut off then has an unknown outcome, which `recover` finds at the next start.
        """
        fetches = self._fetching.tasks
        for task in (*fetches, *self._lookouts()):
            task.cancel()
        for line in self._lines.values():
            line.gate.close()
        calls = self._calls()
        if calls:
            await asyncio.wait(calls, timeout=seconds)
        for task in calls:
            task.cancel()
        await asyncio.gather(*calls, *fetches, return_exceptions=True)
        if self._ended:
            await self._cycle(claim=False)

    async def settle(self) -> None:
        """Wait until no call is running; the outcomes are recorded by the next step."""
        while under_way := self._under_way():
            await asyncio.gather(*under_way)

    def _calls(self) -> list[asyncio.Task[None]]:
        return [task for line in self._lines.values() for task in line.running]

    def _lookouts(self) -> list[asyncio.Task[None]]:
        return [task for line in self._lines.values() if (task := line.lookout.task)]

    def _under_way(self) -> list[asyncio.Task[None]]:
        fetches = (task for task in self._fetching.tasks if not task.done())
        return [*self._calls(), *fetches, *self._lookouts()]

    async def step(self) -> float:
        """Record what has ended, begin what may begin; returns seconds until there may be more.

        Raises StorageError when nothing of it was stored; the outcomes are kept for the next time.
        """
        return await self._cycle(claim=True)

    async def _cycle(self, *, claim: bool) -> float:
        plan = Plan()
        try:
            async with self._store.begin() as unit:
                # What has ended while others had the storage is recorded too, not a cycle later.
                calls, files = list(self._ended.calls), list(self._ended.files)
                house, remade = await self._record(calls, files, unit)
                if claim:
                    office, now = house.office(unit, self._clock.now()), self._due.now()
                    turn = Turn(unit, house, office, now, plan, len(calls))
                    here = {file.row_id for file in files}
                    await self._planner.plan(turn, self._fetching.rows - here)
        except BaseException:
            for planned in plan.calls:  # nothing is marked, nothing will be called
                self._limits[planned.row.channel].give_back(planned.chat, planned.taken)
            raise
        self._ended.recorded(calls, files)
        self._recording.remade |= remade
        self._fetching.recorded(files)
        self._begin(plan)
        return plan.pause

    async def _record(
        self, calls: list[Finished], files: list[Brought], unit: Unit
    ) -> tuple[House, Set[int]]:
        """Returns the house as it is then, and the rows whose topics are made again."""
        house, remade = await self._house.today(unit), set()
        for done in calls:
            rest = await self._recording.call(done, unit, house)
            if rest.remade:
                remade.add(done.row.id)
            if isinstance(done.outcome, Relocated):
                house = await self._house.today(unit)
        for file in files:
            await self._recording.file(file, unit, house)
        return house, remade

    def _begin(self, plan: Plan) -> None:
        for name, line in self._lines.items():
            line.begin(plan.of(name))
        for row, fetch in plan.fetches:
            self._fetching.begin(row, fetch)
