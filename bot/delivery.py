"""Sending what the outbox holds: in order per lane, under the limits, at least once."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from appeals.model import Address
from appeals.ports import Conflict
from bot.clock import Clock, QueueClock
from bot.enqueue import enqueue
from bot.faults import described
from bot.gate import AHEAD, Gate, Planned
from bot.health import Health
from bot.house import House
from bot.limits import Limits
from bot.lost_files import Brought, LostFiles
from bot.metrics import Metrics
from bot.outcomes import ALONE_PAUSE, Finished, Recorder, Rest
from bot.pauses import until
from bot.steps import Fetch, Kind, Next, Step, Verdict, by_sign, next_step
from bot.weather import Weather
from handlers import stopping
from handlers.channels import is_public
from handlers.conversation import Later, Outcome, Priority, Refused, Relocated, Sent, Unknown
from handlers.office import Office
from storage.errors import StorageError
from storage.outbox import Row
from storage.store import Store, Unit

AT_ONCE = 16
CONFLICTS = 5
LOOK_FIRST, LOOK_AT = 32, 200
"""Rows; the second look is for when all of the first have to wait for their own chats."""
LOOK_AGAIN = 0.25
"""Seconds after a second look in vain until the next one."""
MOST_BUSY = 5000
LONGEST_CALL = 120.0
LONGEST_SLEEP = 30.0
LIMITED_SLEEP = 1.0
STORAGE_PAUSES = (0.2, 1.0, 5.0)
LOOK_OUT = 30.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Plan:
    """What a cycle has decided: calls to make, and in how many seconds to look again."""

    calls: list[Planned] = field(default_factory=list)
    fetches: list[tuple[Row, Fetch]] = field(default_factory=list)
    pause: float = LONGEST_SLEEP

    def soon(self, seconds: float) -> None:
        """Look again in so many seconds at the latest."""
        self.pause = min(self.pause, seconds)

    def of(self, channel: str) -> list[Planned]:
        """The calls planned until now for this channel."""
        return [one for one in self.calls if one.row.channel == channel]


@dataclass(frozen=True, slots=True)
class Turn:
    """One cycle's transaction: what is seen in it and what it decides.

    So many of the ended calls are `recorded` in it.
    """

    unit: Unit
    house: House
    office: Office
    now: datetime
    plan: Plan
    recorded: int


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
        self._due = QueueClock(clock)
        self._metrics, self._health = metrics or Metrics(), health or Health()
        self._wake = asyncio.Event()
        self._running: dict[str, set[asyncio.Task[None]]] = {name: set() for name in limits}
        self._fetching: dict[int, asyncio.Task[None]] = {}
        self._finished: list[Finished] = []
        self._brought: list[Brought] = []
        self._resting: dict[int, float] = {}
        self._gates = {
            name: Gate(limit, self._started, self._not_begun) for name, limit in limits.items()
        }
        self._remade: set[int] = set()
        self._weather = {name: Weather() for name in limits}
        self._looking_out: dict[str, asyncio.Task[None]] = {}
        self._fruitless = dict.fromkeys(limits, float("-inf"))

    def wake(self) -> None:
        """There may be something to send."""
        self._wake.set()

    @property
    def idle(self) -> bool:
        """No call is running and every outcome is recorded."""
        return not self._under_way() and not self._finished and not self._brought

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
        for task in (*self._fetching.values(), *self._looking_out.values()):
            task.cancel()
        for gate in self._gates.values():
            gate.close()
        calls = [task for running in self._running.values() for task in running]
        if calls:
            await asyncio.wait(calls, timeout=seconds)
        for task in calls:
            task.cancel()
        await asyncio.gather(*calls, *self._fetching.values(), return_exceptions=True)
        if self._finished or self._brought:
            await self._cycle(claim=False)

    async def settle(self) -> None:
        """Wait until no call is running; the outcomes are recorded by the next step."""
        while under_way := self._under_way():
            await asyncio.gather(*under_way)

    def _under_way(self) -> list[asyncio.Task[None]]:
        calls = [task for running in self._running.values() for task in running]
        aside = (*self._fetching.values(), *self._looking_out.values())
        return [*calls, *(task for task in aside if not task.done())]

    async def step(self) -> float:
        """Record what has ended, begin what may begin; returns seconds until there may be more.

        Raises StorageError when nothing of it was stored; the outcomes are kept for the next time.
        """
        return await self._cycle(claim=True)

    async def _cycle(self, *, claim: bool) -> float:
        plan = Plan()
        try:
            ended, brought, rests = await self._stored(plan, claim=claim)
        except BaseException:
            for planned in plan.calls:  # nothing is marked, nothing will be called
                self._limits[planned.row.channel].give_back(planned.chat, planned.taken)
            raise
        del self._finished[: len(ended)]
        del self._brought[: len(brought)]
        self._remade |= {
            done.row.id for done, rest in zip(ended, rests, strict=True) if rest.remade
        }
        for file in brought:
            del self._fetching[file.row_id]
        self._begin(plan)
        return plan.pause

    async def _stored(
        self, plan: Plan, *, claim: bool
    ) -> tuple[list[Finished], list[Brought], list[Rest]]:
        """The cycle's transaction: what was recorded in it, what follows from that; `plan` fills.

        What has ended while others had the storage is recorded too, not a whole cycle later.
        """
        rests: list[Rest] = []
        async with self._store.begin() as unit:
            ended, brought = list(self._finished), list(self._brought)
            house = await self._house.today(unit)
            for done in ended:
                rests.append(await self._record(done, unit, house))
                self._obey(done, rests[-1])
                if isinstance(done.outcome, Relocated):
                    house = await self._house.today(unit)
            for file in brought:
                await self._put_in(file, unit)
            if claim:
                office, now = house.office(unit, self._clock.now()), self._due.now()
                turn = Turn(unit, house, office, now, plan, len(ended))
                await self._plan(turn, {file.row_id for file in brought})
        return ended, brought, rests

    def _begin(self, plan: Plan) -> None:
        for planned in plan.calls:
            self._gates[planned.row.channel].put(planned)
        for channel in self._gates:
            self._open(channel)
        for row, fetch in plan.fetches:
            self._fetching[row.id] = asyncio.create_task(self._fetch(row, fetch))

    def _open(self, channel: str) -> None:
        """Planned calls begin, if they may; in a storm they may not."""
        if self._weather[channel].stormy:
            self._gates[channel].turn_away(lambda _: True)
        self._gates[channel].open()

    def _started(self, planned: Planned) -> None:
        running = self._running[planned.row.channel]
        task = asyncio.create_task(self._call(planned))
        running.add(task)
        task.add_done_callback(running.discard)

    def _not_begun(self, planned: Planned) -> None:
        """The platform has not heard of it: its row waits again as it did before."""
        self._finished.append(Finished(planned.row, planned.step, Later(0, "not begun")))
        self._wake.set()

    async def _put_in(self, file: Brought, unit: Unit) -> None:
        """A file was fetched for a row, or never will be."""
        if isinstance(file.result, Later):
            self._resting[file.row_id] = self._clock.monotonic() + file.result.seconds
            return
        house = await self._house.today(unit)
        try:
            async with unit.savepoint():
                lost = LostFiles(unit, house, house.office(unit, self._clock.now()))
                await enqueue(await lost.put_in(file), unit, house, self._due.now())
        except StorageError:
            raise
        except Exception as error:  # the row's own lane waits, the others go on
            log.error("file_not_put_in", outbox=file.row_id, error=described(error))
            self._resting[file.row_id] = self._clock.monotonic() + ALONE_PAUSE

    async def _record(self, done: Finished, unit: Unit, house: House) -> Rest:
        now = self._due.now()
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

    async def _plan(self, turn: Turn, ready: Collection[int]) -> None:
        """Decide on the next calls and mark their rows before the platform hears of them.

        `ready`: rows whose file has been fetched by now.
        """
        plan, unit, house, now = turn.plan, turn.unit, turn.house, turn.now
        only = await self._only(unit, house)
        self._rested()
        busy = sorted((self._fetching.keys() - ready) | self._resting.keys())[:MOST_BUSY]
        for channel in only:
            await self._plan_channel(channel, turn, only[channel], busy)
        await unit.outbox.sending([planned.row.id for planned in plan.calls])
        for channel in only:
            due = await unit.outbox.next_due(only[channel], channel=channel)
            if due is not None:
                plan.soon(max((due - now).total_seconds(), 0) or LIMITED_SLEEP)

    async def _only(self, unit: Unit, house: House) -> dict[str, frozenset[str] | None]:
        """By channel: in an emergency stop the private chats that messages go to; None otherwise.

        Those are the chats of staff, on the platform where staff are.
        """
        on = [name for name in self._limits if name in house.channels]
        if not await unit.switches.get(stopping.STOPPED):
            return dict.fromkeys(on)
        staff = frozenset(one.id for one in await unit.staff.all())
        home = staff | {house.moderators.chat, self._house.moderators.chat}
        return {name: home if name == house.moderators.channel else frozenset() for name in on}

    async def _plan_channel(
        self, channel: str, turn: Turn, only: Collection[str] | None, busy: Collection[int]
    ) -> None:
        """One channel's rows: as many calls as it has room for."""
        gate, unit = self._gates[channel], turn.unit
        if only is not None:
            gate.turn_away(lambda one: one.row.place == "address" and one.row.chat not in only)
        if self._room(channel, turn) <= 0:
            return
        if self._weather[channel].stormy:
            self._look_out(channel, turn.plan)
            return
        if wait := max(self._limits[channel].overall_in(1) - AHEAD, 0.0):
            turn.plan.soon(min(wait, LIMITED_SLEEP))
            return
        now = self._clock.monotonic()
        for most in (LOOK_FIRST, LOOK_AT):
            if most == LOOK_AT and self._fruitless[channel] > now:
                turn.plan.soon(self._fruitless[channel] - now)
                return
            rows = await unit.outbox.heads(turn.now, most, only, channel=channel, without=busy)
            if await self._plan_rows(rows, turn) or len(rows) < most:
                return
        self._fruitless[channel] = now + LOOK_AGAIN

    def _room(self, channel: str, turn: Turn) -> int:
        """How many more rows may be marked: each counts until what came of it is recorded."""
        ended = sum(1 for done in self._finished[turn.recorded :] if done.row.channel == channel)
        planned = len(turn.plan.of(channel))
        under_way = len(self._running[channel]) + len(self._gates[channel])
        return AT_ONCE - under_way - ended - planned

    async def _plan_rows(self, rows: Sequence[Row], turn: Turn) -> bool:
        """As many of them as there is room for; False when nothing came of any."""
        unit, found = turn.unit, False
        for row in rows:
            step = await self._step_of(row, turn)
            found = found or step is not None
            if step is Verdict.DONE:
                await unit.outbox.sent(row.id, (), turn.now)
                turn.plan.soon(0)
            elif step is Verdict.GIVEN_UP:
                await unit.outbox.failed(row.id, "its beginning was refused", turn.now)
                turn.plan.soon(0)
            elif isinstance(step, Fetch):
                turn.plan.fetches.append((row, step))
            elif step is not None:
                turn.plan.calls.append(step)
            if self._room(row.channel, turn) <= 0 or self._has_to_wait(row, turn.plan):
                return True
        if found and len(rows) >= LOOK_FIRST:
            turn.plan.soon(0)  # there may be more behind these
        return found

    def _look_out(self, channel: str, plan: Plan) -> None:
        """After each pause of a storm one harmless call says whether it is over."""
        wait = self._limits[channel].paused_in("")
        under_way = self._looking_out.get(channel)
        if wait or (under_way and not under_way.done()):
            plan.soon(min(wait, LIMITED_SLEEP) or LIMITED_SLEEP)
            return
        self._looking_out[channel] = asyncio.create_task(self._looked_out(channel))
        plan.soon(0)

    async def _looked_out(self, channel: str) -> None:
        weather, began = self._weather[channel], self._clock.monotonic()
        try:
            async with asyncio.timeout(LOOK_OUT):
                fair = await self._house.channels[channel].responds()
        except Exception:  # a channel promises not to raise; then nobody knows
            fair = False
        if fair:
            weather.cleared = True
        elif storm := weather.after(Unknown("no answer"), began, self._clock.monotonic()):
            self._limits[channel].pause(None, storm)
        self._wake.set()

    async def _step_of(self, row: Row, turn: Turn) -> Planned | Fetch | Verdict | None:
        """The row's next call if the limits let it go soon, booked; None when it has to wait."""
        limits, house = self._limits[row.channel], turn.house
        if row.id in self._resting:
            return None
        chat = row.chat if row.place == "address" else house.moderators.chat
        group = row.place != "address" or _is_group(row, house)
        # What has begun may be paid for already (a card goes with its topic); see `bot.steps`.
        if wait := limits.chat_in(chat, group, 0 if row.attempts else 1):
            turn.plan.soon(min(wait, LIMITED_SLEEP))
            return None
        try:
            step = await self._prepared(row, turn)
        except StorageError:
            raise
        except Exception as error:  # one row's fault holds its own lane only
            log.error("send_not_prepared", outbox=row.id, job=row.job, error=described(error))
            self._resting[row.id] = self._clock.monotonic() + ALONE_PAUSE
            return None
        if not isinstance(step, Step):
            return step
        step = by_sign(row, step) if limits.nearly_full(chat, group) else step
        overall = step.cost if step.kind is Kind.SAY else 1
        wait = limits.chat_in(chat, group, step.cost)
        turn.plan.soon(min(wait, LIMITED_SLEEP) or LONGEST_SLEEP)
        if wait or self._has_to_wait(row, turn.plan, overall):
            return None
        return Planned(row, step, chat, limits.book(chat, group, step.cost, overall=overall))

    def _has_to_wait(self, row: Row, plan: Plan, units: int = 1) -> bool:
        """For the overall limit, after what is as urgent, and longer than is planned ahead."""
        planned = (*self._gates[row.channel], *plan.of(row.channel))
        before = sum(one.units for one in planned if one.row.priority <= row.priority)
        wait = max(self._limits[row.channel].overall_in(units, before) - AHEAD, 0.0)
        if wait:
            plan.soon(min(wait, LIMITED_SLEEP))
        return wait > 0

    async def _prepared(self, row: Row, turn: Turn) -> Next:
        async with turn.unit.savepoint():
            return await next_step(row, turn.unit, turn.house, turn.office)

    def _rested(self) -> None:
        now = self._clock.monotonic()
        self._resting = {row: until for row, until in self._resting.items() if until > now}

    async def _call(self, planned: Planned) -> None:
        """One call; whatever happens to it, there is an outcome."""
        row, step = planned.row, planned.step
        channel, began = self._house.channels[row.channel], self._clock.monotonic()
        outcome: Outcome
        try:
            async with asyncio.timeout(LONGEST_CALL + step.patience):
                outcome = await step.call(channel)
        except TimeoutError:
            outcome = Unknown("timeout")
        except Exception as error:  # a channel promises not to raise; then nobody knows
            outcome = Unknown(described(error))
        self._limits[row.channel].ended(planned.taken, self._clock.monotonic() - began)
        storm = self._weather[row.channel].after(outcome, began, self._clock.monotonic())
        if storm:
            self._limits[row.channel].pause(None, storm)
        self._finished.append(Finished(row, step, outcome))
        self._open(row.channel)
        self._count(row, step, outcome, began)
        self._wake.set()

    async def _fetch(self, row: Row, fetch: Fetch) -> None:
        """One file for one row; whatever happens, there is a result."""
        try:
            result = await fetch.call()
        except Exception as error:  # a channel promises not to raise
            result = Later(ALONE_PAUSE, described(error))
        self._brought.append(Brought(row.id, fetch.file, result))
        name = type(result).__name__.lower()
        self._metrics.outcomes.labels(fetch.file.origin, "fetch", name).inc()
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


def _is_group(row: Row, house: House) -> bool:
    """Many read there, the moderator chat's own or others."""
    at, home = Address(row.channel, row.chat), house.moderators
    return (at.channel, at.chat) == (home.channel, home.chat) or is_public(at, home)
