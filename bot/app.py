"""The running program: the only place that makes things and joins them."""

import asyncio
import contextlib
import functools
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

import structlog
from fastapi import FastAPI

from bot import logs, presets
from bot.clock import Clock, OffsetClock, SystemClock
from bot.delivery import Delivery
from bot.desk_settings import departments_of, desk_of, employees_of
from bot.faults import described
from bot.files import Files
from bot.guide_file import GuideError, read_guide
from bot.health import Health
from bot.house import House
from bot.metrics import Metrics
from bot.papers import Papers
from bot.pauses import until
from bot.platform import Inlet, Platform, Wait
from bot.settings import Settings
from bot.stopping import Stopping
from bot.surveys.drafting import Wall
from bot.surveys.mirror import runtime_folder
from bot.surveys.service import Surveys
from bot.telegram.platform import telegram_platform
from bot.texts import Texts
from bot.timing import Timing, jobs_of
from bot.web import Check, make_web, storage_check
from bot.web_server import WebServer
from bot.worker import Worker, cursor_name
from handlers.guide import Guide
from handlers.office import Offer
from storage.engine import sqlite_warning
from storage.errors import NewerDatabase, StorageError
from storage.store import Store

GRACE = 6.0
BROKEN_PAUSE = 10.0
CRASHED = 1

Others = Callable[[Settings, Clock, Wait], Sequence[Platform]]

log = structlog.get_logger(__name__)


def others_of(settings: Settings, clock: Clock, wait: Wait) -> list[Platform]:
    """The platforms that are switched on beside Telegram, where the moderators sit."""
    if not settings.vk.token:
        return []
    from bot.vk.platform import vk_platform  # noqa: PLC0415 - vk_api is loaded where VK is served

    return [vk_platform(settings, clock, wait)]


def wall_of(settings: Settings) -> Wall | None:
    """The community's wall, where an administrator's own token opens it."""
    vk = settings.vk
    if vk.token is None or vk.user_token is None or vk.group_id is None:
        return None
    from bot.vk.client import Client  # noqa: PLC0415 - vk_api is loaded where VK is served
    from bot.vk.wall import Wall as VkWall  # noqa: PLC0415 - the same

    return VkWall(Client(vk.user_token.get_secret_value(), vk.api_url), int(vk.group_id))


class Crashed(Exception):
    """A part of the program ended by itself; `part` names it."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class App:
    """One running installation.

    `clock` may be a test's own, `guide` instead of the preset's; `wait` (seconds) measures the
    pauses between attempts to receive; `others` makes the platforms beside Telegram.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        guide: Guide | None = None,
        wait: Wait = asyncio.sleep,
        others: Others = others_of,
    ) -> None:
        self.settings = settings
        self.clock = _clock(settings, clock or SystemClock())
        self.store = Store.open(settings.storage.url.get_secret_value())
        self.health, self.metrics = Health(), Metrics()
        texts = Texts(settings.texts.folder, strict=False)
        telegram = telegram_platform(settings, self.clock, wait)
        self.telegram, self.status = telegram.channel, telegram.status
        beside = others(settings, self.clock, wait)
        self.platforms: dict[str, Platform] = {one.name: one for one in (telegram, *beside)}
        rules = desk_of(settings, guide or _guide(settings), self.clock.now(), self._handles)
        desk = replace(
            rules,
            start_link=self.telegram.start_link,
            write_link=self._write_link,
            bot_name=self._bot_name,
            surveys=self._offers,
        )
        self.papers = Papers(self.store, settings.storage.files, texts, self.clock.now)
        self.files = Files(settings.storage.files, self.clock.monotonic)
        desk = replace(desk, channels_on=frozenset(self.platforms))
        channels = {name: one.channel for name, one in self.platforms.items()}
        self.house = House(texts, channels, desk, self.papers, self.files)
        limits = {name: one.limits for name, one in self.platforms.items()}
        self.delivery = Delivery(
            self.store,
            self.house,
            limits,
            self.clock,
            metrics=self.metrics,
            health=self.health,
        )
        self.worker = Worker(
            self.store,
            self.house,
            {name: one.source for name, one in self.platforms.items()},
            self.clock,
            self.delivery.wake,
            metrics=self.metrics,
            health=self.health,
        )
        self.surveys = Surveys(
            settings,
            self.store,
            self.house,
            limits=limits,
            clock=self.clock,
            health=self.health,
            tell=self.worker.tell,
            runtime=runtime_folder(os.environ),
            wall=wall_of(settings),
            wake=self.delivery.wake,
        )
        self.timing = Timing(
            self.store,
            self.house,
            self.clock,
            jobs=[*jobs_of(settings), *self.surveys.jobs()],
            wake_delivery=self.delivery.wake,
            health=self.health,
        )
        web = make_web(self._checks(), self.metrics, self.store)
        if isinstance(self.clock, OffsetClock):
            self._open_control(web, self.clock)
        self.web = WebServer(web, settings.web.host, settings.web.port)
        self._stop = asyncio.Event()
        self._parts: dict[str, asyncio.Task[None]] = {}
        self._greetings: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Bring the storage up to date and begin to serve. Raises what keeps it from doing so."""
        warning = sqlite_warning(self.settings.storage.url.get_secret_value())
        if warning:
            log.warning("sqlite_version", problem=warning)
        await self.store.migrate()
        await self.papers.tidy()
        await self.files.tidy()
        async with self.store.begin() as unit:
            await unit.staff.seed(employees_of(self.settings))
            await unit.roster.seed(departments_of(self.settings))
        await self.delivery.recover()
        await self.surveys.start()
        await self.timing.start()
        self.web.open()
        self._begin("web", self.web.run(self._stop))
        self._begin("delivery", self.delivery.run(self._stop))
        self._begin("worker", self.worker.run(self._stop))
        self._begin("timetable", self.timing.ticker.run(self._stop))
        self._begin("surveys", self.surveys.run(self._stop))
        for name, platform in self.platforms.items():
            self._begin(name, self._receiving(platform))
            self._greetings.append(asyncio.create_task(self._greet(platform), name=f"greet {name}"))
        if "vk" not in self.platforms:
            log.info("channel_off", channel="vk", why="vk.token is not set")
        log.info("started", channels=", ".join(self.platforms), port=self.settings.web.port)

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
        for greeting in self._greetings:
            greeting.cancel()
        receiving = [task for part, task in self._parts.items() if part != "web"]
        if receiving:
            _, hanging = await asyncio.wait(receiving, timeout=GRACE / 2)
            for task in hanging:
                task.cancel()
        with contextlib.suppress(Exception):
            await self.delivery.finish(GRACE / 2)
        await asyncio.gather(*self._parts.values(), return_exceptions=True)
        await self.close()
        log.info("stopped")

    async def close(self) -> None:
        """Let go of the platforms and the storage; all there is to do when `start` was not."""
        await self.surveys.close()
        await asyncio.gather(*(_closed(platform) for platform in self.platforms.values()))
        await self.store.close()

    def _begin(self, part: str, work: Coroutine[Any, Any, None]) -> None:
        self._parts[part] = asyncio.create_task(work, name=part)

    async def _receiving(self, platform: Platform) -> None:
        """One platform's trouble, even a fault of our own in it, is never another's."""
        part = f"{platform.name} receiving"
        while not self._stop.is_set():
            try:
                inlet = await self._inlet(platform.name)
                self.health.well(part)
                await platform.receiving(inlet, self._stop)
                why = "ended by itself"
            except Exception as error:  # whatever it is, the others go on
                why = described(error)
            if not self._stop.is_set():
                self.health.ill(part, why)
                await until([self._stop], BROKEN_PAUSE)

    async def _inlet(self, channel: str, part: str = "") -> Inlet:
        async with self.store.begin() as unit:
            cursor = await unit.cursors.get(cursor_name(channel, part))
        receive = functools.partial(self.worker.receive, channel, part=part)
        aside = self.surveys.receive(self.platforms[channel].source, receive)
        parts = functools.partial(self._inlet, channel)
        return Inlet(aside, self.worker.tell, cursor, parts)

    async def _greet(self, platform: Platform) -> None:
        with contextlib.suppress(Exception):
            await platform.greet(self.house.texts, self.house.moderators)

    def _offers(self) -> tuple[Offer, ...]:
        return self.surveys.offers()

    def _bot_name(self) -> str:
        return self.telegram.username

    def _handles(self) -> tuple[str, ...]:
        """The bot's own name counts as the authority's once Telegram has told it."""
        return tuple(filter(None, (self._bot_name(),)))

    def _write_link(self, channel: str) -> str:
        if channel == self.telegram.name:
            return self.telegram.start_link("public")
        group = self.settings.vk.group_id
        return f"https://vk.me/club{group}" if group and channel in self.platforms else ""

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
        await self.surveys.tick()
        self.delivery.wake()

    def _checks(self) -> dict[str, Check]:
        async def alive() -> str | None:
            gone = [part for part, task in self._parts.items() if task.done()]
            return ", ".join(gone) or None

        async def troubles() -> str | None:
            found = [f"{part}: {why}" for part, why in self.health.troubles.items()]
            return "; ".join(found) or None

        return {
            "storage": storage_check(self.store),
            **{name: _check_of(platform) for name, platform in self.platforms.items()},
            "parts": alive,
            "troubles": troubles,
        }


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock | None = None,
    guide: Guide | None = None,
    wait: Wait = asyncio.sleep,
    others: Others = others_of,
) -> AsyncIterator[App]:
    """The program within the caller's event loop, started and stopped; see `App`."""
    app = App(settings, clock, guide, wait, others)
    try:
        await app.start()
        yield app
    finally:
        await app.stop()


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; returns the exit code."""
    try:
        with Stopping().by_signals() as stop:
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
    if not sandbox.control:
        return clock
    return OffsetClock(clock, sandbox.clock_offset, steady_too=sandbox.steady_too)


def _failure(task: asyncio.Task[None]) -> BaseException | None:
    return None if task.cancelled() else task.exception()


async def _closed(platform: Platform) -> None:
    """A platform that hangs may not keep the program from ending."""
    try:
        await asyncio.wait_for(platform.close(), GRACE / 2)
    except Exception as error:  # nothing can be done about it any more
        log.warning("not_closed", channel=platform.name, error=type(error).__name__)


def _check_of(platform: Platform) -> Check:
    async def check() -> str | None:
        return platform.check()

    return check


def _guide(settings: Settings) -> Guide:
    return read_guide(presets.folder(settings.preset)) if settings.preset else Guide()
