"""The running program: the only place that makes things and joins them."""

import asyncio
import contextlib
import functools
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from dataclasses import replace
from typing import Any

import structlog
from fastapi import FastAPI

from bot import logs, presets
from bot.clock import Clock, OffsetClock, SystemClock
from bot.delivery import Delivery
from bot.desk_settings import departments_of, desk_of, employees_of
from bot.guide_file import GuideError, read_guide
from bot.health import Health
from bot.house import House
from bot.limits import Limits
from bot.metrics import Metrics
from bot.papers import Papers
from bot.settings import Settings
from bot.telegram.client import TokenRefused, Wait, introduce, make_bot
from bot.telegram.commands import CLIENT_COMMANDS, MODERATOR_COMMANDS, set_commands
from bot.telegram.parsing import Unreadable as TelegramUnreadable
from bot.telegram.polling import Poller
from bot.telegram.sending import Telegram
from bot.telegram.status import Status
from bot.texts import Texts
from bot.timing import Timing, jobs_of
from bot.web import Check, make_web, storage_check
from bot.web_server import WebServer
from bot.worker import Source, Unreadable, Worker
from handlers.conversation import Incoming, Sent, Words
from handlers.guide import Guide
from storage.engine import sqlite_warning
from storage.errors import NewerDatabase, StorageError
from storage.store import Store

GRACE = 6.0
TOKEN_PAUSE = 60.0
CRASHED = 1

log = structlog.get_logger(__name__)


class Crashed(Exception):
    """A part of the program ended by itself; `part` names it."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class App:
    """One running installation.

    `clock` may be a test's own, `guide` instead of the preset's; `wait` (seconds) measures the
    pauses between attempts to receive.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        guide: Guide | None = None,
        wait: Wait = asyncio.sleep,
    ) -> None:
        self.settings, self._wait = settings, wait
        self.clock = _clock(settings, clock or SystemClock())
        self.store = Store.open(settings.storage.url.get_secret_value())
        self.health, self.metrics = Health(), Metrics()
        texts = Texts(settings.texts.folder, strict=False)
        self.telegram = _telegram(settings)
        rules = desk_of(settings, guide or _guide(settings), self.clock.now())
        desk = replace(rules, start_link=self.telegram.start_link, bot_name=self._bot_name)
        self.status = Status(self.clock.now)
        self.papers = Papers(self.store, settings.storage.files, texts, self.clock.now)
        self.house = House(texts, {self.telegram.name: self.telegram}, desk, self.papers)
        self.delivery = Delivery(
            self.store,
            self.house,
            {self.telegram.name: _limits(settings, self.clock)},
            self.clock,
            metrics=self.metrics,
            health=self.health,
        )
        self.worker = Worker(
            self.store,
            self.house,
            {self.telegram.name: Source(self._read_telegram, self.telegram.press_received)},
            self.clock,
            self.delivery.wake,
            metrics=self.metrics,
            health=self.health,
        )
        self.timing = Timing(
            self.store,
            self.house,
            self.clock,
            jobs=jobs_of(settings),
            wake_delivery=self.delivery.wake,
            health=self.health,
        )
        web = make_web(self._checks(), self.metrics, self.store)
        if isinstance(self.clock, OffsetClock):
            self._open_control(web, self.clock)
        self.web = WebServer(web, settings.web.host, settings.web.port)
        self._stop = asyncio.Event()
        self._parts: dict[str, asyncio.Task[None]] = {}
        self._greeting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Bring the storage up to date and begin to serve. Raises what keeps it from doing so."""
        warning = sqlite_warning(self.settings.storage.url.get_secret_value())
        if warning:
            log.warning("sqlite_version", problem=warning)
        await self.store.migrate()
        await self.papers.tidy()
        async with self.store.begin() as unit:
            await unit.staff.seed(employees_of(self.settings))
            await unit.roster.seed(departments_of(self.settings))
            cursor = await unit.cursors.get(self.telegram.name)
        await self.delivery.recover()
        await self.timing.start()
        self.web.open()
        receive = functools.partial(self.worker.receive, self.telegram.name)
        poller = Poller(self.telegram.bot, receive, self.status, cursor, wait=self._wait)
        self._begin("web", self.web.run(self._stop))
        self._begin("delivery", self.delivery.run(self._stop))
        self._begin("worker", self.worker.run(self._stop))
        self._begin("timetable", self.timing.ticker.run(self._stop))
        self._begin("telegram", poller.run(self._stop))
        self._greeting = asyncio.create_task(self._greet(), name="greeting")
        log.info("started", channels=self.telegram.name, port=self.settings.web.port)

    async def wait(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set. Raises Crashed when a part ends by itself."""
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait(
                [stopping, *self._parts.values()], return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            stopping.cancel()
        for part, task in self._parts.items():
            if task.done() and not stop.is_set():
                raise Crashed(part) from _failure(task)

    async def stop(self) -> None:
        """Take in no more, end what has begun (at most some seconds), close everything."""
        self._stop.set()
        if self._greeting:
            self._greeting.cancel()
        receiving = [task for part, task in self._parts.items() if part != "web"]
        if receiving:
            _, hanging = await asyncio.wait(receiving, timeout=GRACE / 2)
            for task in hanging:
                task.cancel()
        with contextlib.suppress(Exception):
            await self.delivery.finish(GRACE / 2)
        await asyncio.gather(*self._parts.values(), return_exceptions=True)
        await self.telegram.close()
        await self.store.close()
        log.info("stopped")

    def _begin(self, part: str, work: Coroutine[Any, Any, None]) -> None:
        self._parts[part] = asyncio.create_task(work, name=part)

    async def _greet(self) -> None:
        """Show the commands once Telegram answers; a refused token is told of by the poller."""
        with contextlib.suppress(Exception):
            self.telegram.username = await self._introduced()
            plain = self.house.texts.plain
            clients = {name: plain(Words(f"command-{name}")) for name in CLIENT_COMMANDS}
            staff = {name: plain(Words(f"command-staff-{name}")) for name in MODERATOR_COMMANDS}
            chat = self.house.moderators.chat
            outcome = await set_commands(self.telegram.bot, clients, staff, chat)
            if not isinstance(outcome, Sent):
                log.warning("commands_not_shown", reason=type(outcome).__name__)

    def _bot_name(self) -> str:
        return self.telegram.username

    async def _introduced(self) -> str:
        """The bot's username, once Telegram accepts the token."""
        while True:
            try:
                return (await introduce(self.telegram.bot, wait=self._wait)).username or ""
            except TokenRefused:
                await self._wait(TOKEN_PAUSE)

    def _open_control(self, web: FastAPI, clock: OffsetClock) -> None:
        """Only for the sandbox: a live installation does not even load what does this."""
        from bot.control import make_control  # noqa: PLC0415 - for the sandbox only
        from bot.control_view import View  # noqa: PLC0415 - the same

        view = View(clock, self.store, self.house)
        web.include_router(make_control(clock, view, self._catch_up))

    async def _catch_up(self) -> None:
        """Do what has become due by a clock that was put forward."""
        self.worker.wake()
        while await self.timing.timetable.run_due(self.clock.now()):
            continue
        self.delivery.wake()

    def _read_telegram(self, raw: str) -> Incoming:
        try:
            return self.telegram.parse(raw)
        except TelegramUnreadable as error:
            raise Unreadable(str(error)) from None

    def _checks(self) -> dict[str, Check]:
        async def alive() -> str | None:
            gone = [part for part, task in self._parts.items() if task.done()]
            return ", ".join(gone) or None

        async def polling() -> str | None:
            return None if self.status.trouble is None else self.status.trouble.value

        async def troubles() -> str | None:
            found = [f"{part}: {why}" for part, why in self.health.troubles.items()]
            return "; ".join(found) or None

        return {
            "storage": storage_check(self.store),
            "telegram": polling,
            "parts": alive,
            "troubles": troubles,
        }


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock | None = None,
    guide: Guide | None = None,
    wait: Wait = asyncio.sleep,
) -> AsyncIterator[App]:
    """The program within the caller's event loop, started and stopped; see `App`."""
    app = App(settings, clock, guide, wait)
    try:
        await app.start()
        yield app
    finally:
        await app.stop()


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    try:
        async with running(settings) as app:
            await app.wait(stop)
    except Crashed as crash:
        log.error("part_ended", part=crash.part, exc_info=crash.__cause__)
        return CRASHED
    except (GuideError, NewerDatabase, StorageError, OSError) as error:
        log.error("start_failed", problem=str(error))
        return CRASHED
    except Exception as error:  # the log says what is known of it, without anybody's data
        log.error("start_failed", error=type(error).__name__, exc_info=error)
        return CRASHED
    return 0


def run(settings: Settings) -> None:
    """Serve in this process and end it."""
    logs.configure(settings.log.level, settings.log.format)
    sys.exit(asyncio.run(serve(settings)))


def _clock(settings: Settings, clock: Clock) -> Clock:
    """Under the sandbox's control a clock that can be put forward, otherwise the one given."""
    sandbox = settings.sandbox
    return OffsetClock(clock, sandbox.clock_offset) if sandbox.control else clock


def _failure(task: asyncio.Task[None]) -> BaseException | None:
    return None if task.cancelled() else task.exception()


def _telegram(settings: Settings) -> Telegram:
    telegram = settings.telegram
    token = telegram.token.get_secret_value() if telegram.token else ""
    proxy = telegram.proxy.get_secret_value() if telegram.proxy else ""
    bot = make_bot(token, telegram.api_url, proxy)
    return Telegram(bot, settings.storage.files)


def _guide(settings: Settings) -> Guide:
    return read_guide(presets.folder(settings.preset)) if settings.preset else Guide()


def _limits(settings: Settings, clock: Clock) -> Limits:
    telegram = settings.telegram
    return Limits(
        telegram.per_second,
        telegram.chat_per_second,
        group_per_minute=telegram.group_per_minute,
        clock=clock.monotonic,
    )
