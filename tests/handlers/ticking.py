"""The timetable over a front desk without platforms: what it wants to say is kept."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from appeals.calendar import Calendar
from appeals.escalation import Quiet
from appeals.model import Address, Employee, Role
from handlers.conversation import ModeratorChat, Reply, Say
from handlers.office import Office
from scheduler import Job, Timetable
from storage.store import Store, Unit
from tests.appeals.ladder import LADDER
from tests.handlers.front_desk import STAFF, FrontDesk, rules

ZONE = ZoneInfo("Asia/Novosibirsk")
HEAD = Employee("203", "Елена Павлова", "начальник отдела", frozenset({Role.HEAD, Role.MODERATOR}))
CONTROLLER = Employee("206", "Игорь Контролёров", "", frozenset({Role.CONTROLLER}))
MARIA, SERGEI = "201", "202"


@asynccontextmanager
async def laddered(folder: Path) -> AsyncIterator["Ticking"]:
    """A front desk where everybody works and the whole ladder is climbed."""
    store = Store.open(f"sqlite+aiosqlite:///{folder / 'otklik.db'}")
    await store.migrate()
    async with store.begin() as unit:
        await unit.staff.seed(STAFF)
    desk = FrontDesk(store)
    with_ladder(desk)
    await with_everybody(desk)
    yield Ticking(desk)
    await store.close()


@dataclass
class Work:
    """One unit of work of the timetable."""

    office: Office
    unit: Unit
    said: list[Reply]

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """What fails inside is undone alone."""
        return self.unit.savepoint()

    async def put(self, replies: Sequence[Reply]) -> None:
        """Keep what is to be said."""
        self.said.extend(replies)


@dataclass
class Ticking:
    """The front desk's timetable; `complaints` are what failed."""

    desk: FrontDesk
    jobs: Iterable[Job] = ()
    complaints: list[tuple[str, str]] = field(default_factory=list)
    said: list[Reply] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new process over the same storage."""
        self.timetable = Timetable(self._begin, self.jobs, self._complain)

    async def start(self) -> list[Reply]:
        """As the program starts; what is said then."""
        return await self._after(self.timetable.start(self.desk.now))

    async def tick(self, **later: float) -> list[Reply]:
        """Time passes, then everything due is done; what is said."""
        self.desk.now += timedelta(**later)
        said: list[Reply] = []
        more = True
        while more:
            before = len(self.said)
            more = await self.timetable.run_due(self.desk.now)
            said += self.said[before:]
        return said

    def texts(self, replies: Iterable[Reply], to: str = "") -> list[str]:
        """What is read: by an employee in private, or in the moderator chat ("")."""
        return [
            self.desk.text(reply.lead)
            for reply in replies
            if isinstance(reply, Say) and _reads(reply, to)
        ]

    async def _after(self, doing: object) -> list[Reply]:
        before = len(self.said)
        await doing  # type: ignore[misc]  # any coroutine of the timetable's
        return self.said[before:]

    @asynccontextmanager
    async def _begin(self, now: datetime) -> AsyncIterator[Work]:
        async with self.desk.office() as (office, unit):
            yield Work(replace(office, now=now), unit, self.said)

    def _complain(self, what: str, error: Exception) -> None:
        self.complaints.append((what, type(error).__name__))


def _reads(say: Say, to: str) -> bool:
    if not to:
        return isinstance(say.to, ModeratorChat)
    return say.to == Address("telegram", to)


def with_ladder(desk: FrontDesk, quiet: tuple[time, time] | None = None) -> None:
    """The rules of a ministry: warnings 4 and 1 hours before, then executor, head, controller."""
    desk.desk = rules(
        policies={"consultation": LADDER},
        calendar=Calendar(ZONE),
        quiet=Quiet(*quiet, ZONE) if quiet else None,
        topic_link=lambda at: f"https://t.me/c/1/{at.thread}",
        person_link=lambda who: f"tg://user?id={who}",
    )


async def with_everybody(desk: FrontDesk, *started: str) -> None:
    """A head and a controller work here too; who `started` the bot can be written to."""
    async with desk.store.begin() as unit:
        await unit.staff.seed([HEAD, CONTROLLER])
        for who in started:
            await unit.clients.met("telegram", who, f"Сотрудник {who}", "")
