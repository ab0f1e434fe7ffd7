"""Sending what the outbox holds: in order per lane, under the limits, at least once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog

from appeals.ports import Conflict
from bot.clock import Clock, QueueClock
from bot.faults import described
from bot.health import Health
from bot.house import House
from bot.limits import Limits
from bot.metrics import Metrics
from bot.outcomes import ALONE_PAUSE, Finished, Recorder, Rest
from bot.pauses import until
from bot.steps import Kind, Step, Verdict, next_step
from handlers import stopping
from handlers.conversation import Later, Outcome, Priority, Refused, Sent, Unknown
from handlers.office import Office
from storage.errors import StorageError
from storage.outbox import Row
from storage.store import Store, Unit

AT_ONCE = 16
CONFLICTS = 5
LOOK_AT = 200
LONGEST_CALL = 120.0
LONGEST_SLEEP = 30.0
LIMITED_SLEEP = 1.0
STORAGE_PAUSES = (0.2, 1.0, 5.0)
BAD_WEATHER = 3
STORM = 60.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Weather:
    """A platform's troubles in a row, whichever chat they meet: then everything waits a while.

    Times are monotonic seconds. Calls that were under way when a wait began don't lengthen it.
    """

    failures: int = 0
    waited_at: float = float("-inf")

    def after(self, outcome: Outcome, began: float, now: float) -> float:
        """Seconds for which the whole platform is better left alone; 0 in fair weather."""
        if not isinstance(outcome, Later | Unknown):
            self.failures = 0
            return 0.0
        unasked = isinstance(outcome, Later) and not outcome.seconds
        if unasked or began <= self.waited_at:
            return 0.0
        self.failures += 1
        storms = self.failures - BAD_WEATHER
        if storms < 0:
            return 0.0
        self.waited_at = now
        return float(min(2.0 ** min(storms, 10), STORM))


@dataclass(slots=True)
class Plan:
    """What a cycle has decided: calls to make, and in how many seconds to look again."""

    calls: list[tuple[Row, Step]] = field(default_factory=list)
    pause: float = LONGEST_SLEEP

    def soon(self, seconds: float) -> None:
        """Look again in so many seconds at the latest."""
        self.pause = min(self.pause, seconds)


class Delivery:
    """One loop that alone decides; the calls run beside it.

    At most 16 run at once: enough for thirty messages a second when an answer takes half a second,
    and a crash leaves no more than these in doubt.

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
        self._due = QueueClock(clock)
        self._metrics, self._health = metrics or Metrics(), health or Health()
        self._wake = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._finished: list[Finished] = []
        self._resting: dict[int, float] = {}
        self._remade: set[int] = set()
        self._weather = {name: Weather() for name in limits}

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    @property
    def idle(self) -> bool:
        """No call is running and every outcome is recorded."""
        return not self._running and not self._finished

    async def recover(self) -> None:
        """Once at start: what was being sent when the program ended is sent again."""
        async with self._store.begin() as unit:
            rows = await unit.outbox.recover(self._due.now())
        if rows:
            log.warning("sends_with_unknown_outcome", rows=rows)

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
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        if self._finished:
            await self._cycle(claim=False)

    async def settle(self) -> None:
        """Wait until no call is running; the outcomes are recorded by the next step."""
        while self._running:
            await asyncio.gather(*self._running)

    async def step(self) -> float:
        """Record what has ended, begin what may begin; returns seconds until there may be more.

        Raises StorageError when nothing of it was stored; the outcomes are kept for the next time.
        """
        return await self._cycle(claim=True)

    async def _cycle(self, *, claim: bool) -> float:
        ended, plan = list(self._finished), Plan()
        rests: list[Rest] = []
        async with self._store.begin() as unit:
            for done in ended:
                rests.append(await self._record(done, unit))
                self._obey(done, rests[-1])
            if claim:
                await self._plan(plan, unit)
        del self._finished[: len(ended)]
        self._remade |= {
            done.row.id for done, rest in zip(ended, rests, strict=True) if rest.remade
        }
        for row, step in plan.calls:
            task = asyncio.create_task(self._call(row, step))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return plan.pause

    async def _record(self, done: Finished, unit: Unit) -> Rest:
        house, now = await self._house.today(unit), self._due.now()
        office = house.office(unit, self._clock.now())
        recorder = Recorder(unit, house, office, now, self._remade)
        for _ in range(CONFLICTS):
            try:
                async with unit.savepoint():
                    return await recorder.record(done)
            except StorageError:
                raise
            except Conflict:
                continue
            except Exception as error:  # a fault in the consequences must not lose the outcome
                log.error("outcome_half_recorded", outbox=done.row.id, error=described(error))
                break
        async with unit.savepoint():
            return await recorder.bare(done)

    def _obey(self, done: Finished, rest: Rest) -> None:
        """Before anything else is begun: leave alone what asked for it."""
        if rest.chat:
            self._limits[done.row.channel].pause(done.step.at.chat, rest.chat)
        if rest.row:
            self._resting[done.row.id] = self._clock.monotonic() + rest.row
        if rest.home:
            self._health.ill("moderator_chat", rest.home)
        elif rest.home is not None:
            self._health.well("moderator_chat")

    async def _plan(self, plan: Plan, unit: Unit) -> None:
        """Decide on the next calls and mark their rows before the platform hears of them."""
        now, house = self._due.now(), await self._house.today(unit)
        office = house.office(unit, self._clock.now())
        only = await self._only(unit, house)
        self._rested()
        for row in await unit.outbox.heads(now, LOOK_AT, only):
            if len(plan.calls) + len(self._running) >= AT_ONCE:
                break
            step = await self._step_of(row, unit, house, office, plan)
            if step is Verdict.DONE:
                await unit.outbox.sent(row.id, (), now)
                plan.soon(0)
            elif step is Verdict.GIVEN_UP:
                await unit.outbox.failed(row.id, "its beginning was refused", now)
                plan.soon(0)
            elif step is not None:
                plan.calls.append((row, step))
        await unit.outbox.sending([row.id for row, _ in plan.calls])
        due = await unit.outbox.next_due(only)
        if due is not None:
            plan.soon(max((due - now).total_seconds(), 0) or LIMITED_SLEEP)

    async def _only(self, unit: Unit, house: House) -> frozenset[str] | None:
        """In an emergency stop: the chats of staff, to which alone messages go. None otherwise."""
        if not await unit.switches.get(stopping.STOPPED):
            return None
        staff = {one.id for one in await unit.staff.all()}
        return frozenset(staff | {house.moderators.chat, self._house.moderators.chat})

    async def _step_of(
        self, row: Row, unit: Unit, house: House, office: Office, plan: Plan
    ) -> Step | Verdict | None:
        """The row's next call if the limits let it go now, counted; None when it has to wait."""
        limits = self._limits.get(row.channel)
        if row.id in self._resting or limits is None or row.channel not in house.channels:
            return None
        chat = row.chat if row.place == "address" else house.moderators.chat
        group = chat == house.moderators.chat
        # What has begun may be paid for already (a card goes with its topic); see `bot.steps`.
        wait = limits.ready_in(chat, group, 0 if row.attempts else 1)
        try:
            step = None if wait else await self._prepared(row, unit, house, office)
        except StorageError:
            raise
        except Exception as error:  # one row's fault holds its own lane only
            log.error("send_not_prepared", outbox=row.id, job=row.job, error=described(error))
            self._resting[row.id] = self._clock.monotonic() + ALONE_PAUSE
            return None
        if isinstance(step, Step):
            wait = limits.ready_in(chat, group, step.cost)
        if wait:
            plan.soon(min(wait, LIMITED_SLEEP))
            return None
        if isinstance(step, Step):
            limits.take(chat, group, step.cost)
        return step

    async def _prepared(self, row: Row, unit: Unit, house: House, office: Office) -> Step | Verdict:
        async with unit.savepoint():
            return await next_step(row, unit, house, office)

    def _rested(self) -> None:
        now = self._clock.monotonic()
        self._resting = {row: until for row, until in self._resting.items() if until > now}

    async def _call(self, row: Row, step: Step) -> None:
        """One call; whatever happens to it, there is an outcome."""
        channel, began = self._house.channels[row.channel], self._clock.monotonic()
        outcome: Outcome
        try:
            async with asyncio.timeout(LONGEST_CALL + step.patience):
                outcome = await step.call(channel)
        except TimeoutError:
            outcome = Unknown("timeout")
        except Exception as error:  # a channel promises not to raise; then nobody knows
            outcome = Unknown(described(error))
        storm = self._weather[row.channel].after(outcome, began, self._clock.monotonic())
        if storm:
            self._limits[row.channel].pause(None, storm)
        self._finished.append(Finished(row, step, outcome))
        self._count(row, step, outcome, began)
        self._wake.set()

    def _count(self, row: Row, step: Step, outcome: Outcome, began: float) -> None:
        name = type(outcome).__name__.lower()
        self._metrics.outcomes.labels(row.channel, step.kind.value, name).inc()
        spent = max(self._clock.monotonic() - began, 0)
        self._metrics.send_seconds.labels(row.channel).observe(spent)
        if isinstance(outcome, Refused):
            reason = outcome.reason.value
            log.warning("send_refused", outbox=row.id, job=step.kind.value, reason=reason)
        acknowledges = row.place == "address" and row.priority == Priority.ACKNOWLEDGEMENT
        if isinstance(outcome, Sent) and step.kind is Kind.SAY and acknowledges:
            waited = max((self._due.now() - row.not_before).total_seconds(), 0)
            self._metrics.acknowledged_seconds.labels(row.channel).observe(waited)
