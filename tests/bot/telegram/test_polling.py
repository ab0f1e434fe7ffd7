"""Receiving through the real client over HTTP from the sandbox."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.methods import TelegramMethod
from structlog.testing import capture_logs

from bot.backoff import Backoff
from bot.received import Received
from bot.status import Status, Trouble
from bot.telegram.client import make_bot
from bot.telegram.polling import GetRawUpdates, Poller
from bot.telegram.raw import KINDS
from sandbox.faults import Fault, FaultKind
from sandbox.updates import FIRST_UPDATE
from tests.bot.telegram.scripted import scripted
from tests.sandbox_server import RunningSandbox

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TIMEOUT = 60
POLL = 50


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Inbox:
    """Stores what is handed over, unless it is to fail; keeps a ledger of both."""

    failures: int = 0
    batches: list[tuple[list[Received], str | None]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    refused: int = 0

    def __post_init__(self) -> None:
        self.open.set()

    async def __call__(self, updates: list[Received], offset: str | None) -> None:
        self.came.set()
        await self.open.wait()
        if self.failures:
            self.failures -= 1
            self.refused += 1
            raise OSError("disk full")
        self.batches.append((updates, offset))

    @property
    def texts(self) -> list[str]:
        bodies = (json.loads(update.raw) for updates, _ in self.batches for update in updates)
        return [body["message"]["text"] for body in bodies if isinstance(body.get("message"), dict)]


@dataclass
class Rests:
    """Pauses without waiting; the rests after the first `free` ones last until `go_on` is set."""

    free: int = 100
    seconds: list[float] = field(default_factory=list)
    tired: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if len(self.seconds) > self.free:
            self.tired.set()
            await self.go_on.wait()


class Watched(Status):
    """A status whose every news can be waited for."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.changed = asyncio.Event()
        self.answers = 0

    def well(self) -> bool:
        self.answers += 1
        self.changed.set()
        return super().well()


@dataclass
class Setup:
    poller: Poller
    status: Watched
    inbox: Inbox
    rests: Rests
    clock: Clock
    stop: asyncio.Event
    task: asyncio.Task[None]

    async def until_stored(self, count: int) -> None:
        await self.until(lambda: len(self.inbox.texts) >= count and self.poller.status.ok)

    async def until(self, happened: Callable[[], bool]) -> None:
        async with asyncio.timeout(TIMEOUT):
            while not happened():
                await self.status.changed.wait()
                self.status.changed.clear()

    async def ended(self) -> None:
        async with asyncio.timeout(TIMEOUT):
            await self.task


@asynccontextmanager
async def polling(
    bot: Bot, *, cursor: str | None = None, failures: int = 0, free: int = 100
) -> AsyncIterator[Setup]:
    inbox, rests, clock, stop = Inbox(failures), Rests(free), Clock(), asyncio.Event()
    poller = Poller(
        bot,
        inbox,
        status := Watched(clock),
        cursor,
        poll=POLL,
        backoff=Backoff(chance=lambda: 1.0),
        wait=rests,
    )
    setup = Setup(poller, status, inbox, rests, clock, stop, asyncio.create_task(poller.run(stop)))
    try:
        yield setup
    finally:
        inbox.open.set()
        stop.set()
        await setup.ended()


async def test_nothing_is_confirmed_before_it_is_stored(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.writes(101, "Вопрос")
    async with polling(client) as setup:
        setup.inbox.open.clear()
        await asyncio.wait_for(setup.inbox.came.wait(), TIMEOUT)
        assert sandbox.world.updates.confirmed == 0
        assert setup.poller.status.trouble is Trouble.STARTING
        setup.inbox.open.set()
        await setup.until_stored(1)
        sandbox.world.writes(101, "Ещё")
        await setup.until_stored(2)
    assert sandbox.world.updates.confirmed >= 1
    assert setup.inbox.texts == ["Вопрос", "Ещё"]
    assert [offset for _, offset in setup.inbox.batches] == [
        str(FIRST_UPDATE + 1),
        str(FIRST_UPDATE + 2),
    ]


async def test_the_bot_asks_for_what_it_understands_and_drops_a_webhook_once(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.faults.plan(Fault("deleteWebhook", "502"))
    sandbox.world.writes(101, "Вопрос")
    async with polling(client) as setup:
        await setup.until_stored(1)
    assert sandbox.world.updates.allowed == list(KINDS)
    assert len(sandbox.world.ledger.calls("deleteWebhook")) == 1
    assert "drop_pending_updates" not in sandbox.world.ledger.calls("deleteWebhook")[0].params


async def test_receiving_goes_on_from_the_stored_cursor(
    client: Bot, sandbox: RunningSandbox
) -> None:
    for words in ("один", "два", "три"):
        sandbox.world.writes(101, words)
    async with polling(client, cursor=str(FIRST_UPDATE + 2)) as setup:
        await setup.until_stored(1)
    assert setup.inbox.texts == ["три"]


async def test_what_could_not_be_stored_is_asked_for_again(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.writes(101, "Вопрос")
    async with polling(client, failures=3) as setup:
        await setup.until_stored(1)
    assert setup.inbox.refused == 3
    assert setup.rests.seconds == [1, 2, 4]
    assert setup.inbox.texts == ["Вопрос"]


async def test_a_full_disk_is_told_and_nothing_is_confirmed(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.writes(101, "Вопрос")
    async with polling(client, failures=1000, free=4) as setup:
        await asyncio.wait_for(setup.rests.tired.wait(), TIMEOUT)
        assert setup.poller.status.trouble is Trouble.STORAGE
        assert sandbox.world.updates.confirmed == 0
    assert setup.inbox.refused == 5


async def test_one_malformed_update_spoils_nothing(client: Bot, sandbox: RunningSandbox) -> None:
    sandbox.world.writes(101, "до")
    bodies: list[dict[str, Any]] = [{"message": 17}, {"message": {"text": []}}, {"new": {}}, {}]
    for body in bodies:
        sandbox.world.inject(body)
    sandbox.world.writes(101, "половина \ud83d")
    sandbox.world.writes(101, "после")
    async with polling(client) as setup:
        await setup.until(lambda: "после" in setup.inbox.texts)
    assert sum(len(updates) for updates, _ in setup.inbox.batches) == 7
    assert setup.rests.seconds == []


async def test_updates_without_a_number_are_handed_over_and_asked_for_without_haste(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.inject({"update_id": 2**40, "message": {}})
    async with polling(client, free=3) as setup:
        await asyncio.wait_for(setup.rests.tired.wait(), TIMEOUT)
        assert setup.poller.status.trouble is Trouble.MALFORMED
    assert [offset for _, offset in setup.inbox.batches] == [None] * 4
    assert len({updates[0].event_id for updates, _ in setup.inbox.batches}) == 1
    assert setup.rests.seconds == [1, 2, 4, 8]


FAULTS: list[tuple[FaultKind, Trouble]] = [
    ("500", Trouble.SERVER),
    ("502", Trouble.SERVER),
    ("html", Trouble.SERVER),
    ("drop_before", Trouble.NETWORK),
    ("drop_after", Trouble.NETWORK),
    ("429", Trouble.TOO_FAST),
]


@pytest.mark.parametrize(("kind", "trouble"), FAULTS)
async def test_a_failing_server_is_waited_off_and_then_all_is_well(
    client: Bot, sandbox: RunningSandbox, kind: FaultKind, trouble: Trouble
) -> None:
    sandbox.world.faults.plan(Fault("getUpdates", kind, times=4, retry_after=3))
    sandbox.world.writes(101, "Вопрос")
    async with polling(client, free=3) as setup:
        await asyncio.wait_for(setup.rests.tired.wait(), TIMEOUT)
        assert setup.poller.status.trouble is trouble
        assert setup.rests.seconds == ([3, 3, 4, 8] if kind == "429" else [1, 2, 4, 8])
    async with polling(client) as setup:
        await setup.until_stored(1)
        assert setup.poller.status.trouble is None
    assert setup.inbox.texts == ["Вопрос"]


async def test_a_second_poller_is_told_and_waited_off(client: Bot, sandbox: RunningSandbox) -> None:
    async with polling(client, free=0) as setup:
        async with asyncio.timeout(TIMEOUT):
            while not setup.rests.tired.is_set():
                rival = GetRawUpdates(timeout=0, allowed_updates=[])
                await client(rival, request_timeout=2)
        assert setup.poller.status.trouble is Trouble.CONFLICT
        assert setup.rests.seconds == [1]
    del sandbox


async def test_a_refused_token_is_one_line_in_the_log_and_ever_rarer_questions(
    sandbox: RunningSandbox,
) -> None:
    bot = make_bot("7000000001:withdrawn", sandbox.url)
    with capture_logs() as lines:
        async with polling(bot, free=4) as setup:
            await asyncio.wait_for(setup.rests.tired.wait(), TIMEOUT)
            assert setup.poller.status.trouble is Trouble.TOKEN
    assert setup.rests.seconds == [60, 120, 240, 300, 300]
    assert [line["event"] for line in lines] == ["telegram_token_refused"]
    await bot.session.close()


async def test_a_token_that_is_good_again_brings_what_was_written_meanwhile(
    client: Bot, sandbox: RunningSandbox
) -> None:
    good = sandbox.world.bot
    async with polling(client, free=0) as setup:
        sandbox.world.bot = replace(good, token=f"{good.id}:another")
        await asyncio.wait_for(setup.rests.tired.wait(), TIMEOUT)
        assert setup.status.trouble is Trouble.TOKEN
        sandbox.world.writes(101, "Вопрос")
        sandbox.world.bot = good
        setup.rests.go_on.set()
        await setup.until_stored(1)


async def test_receiving_stops_at_once_during_a_long_poll(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.writes(101, "Вопрос")
    async with polling(client) as setup:
        await setup.until_stored(1)
        await sandbox.world.until(lambda: sandbox.world.updates.polled, TIMEOUT)
        setup.stop.set()
        await setup.ended()
        assert setup.status.answers == 1, "the long poll was not answered"
    assert setup.status.trouble is Trouble.STOPPED


async def test_all_is_well_at_once_even_when_nobody_writes(
    client: Bot, sandbox: RunningSandbox
) -> None:
    """The first question, and the one after a trouble, are not to be thought over."""
    asked: list[int] = []

    async def noted(
        make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Any:
        if isinstance(method, GetRawUpdates):
            asked.append(method.timeout)
        return await make_request(bot, method)

    client.session.middleware(noted)
    sandbox.world.faults.plan(Fault("getUpdates", "502"))
    async with polling(client) as setup:
        await setup.until(lambda: setup.status.ok)
    assert asked[:2] == [0, 0]


async def test_storing_is_finished_before_receiving_stops(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.writes(101, "Вопрос")
    async with polling(client) as setup:
        setup.inbox.open.clear()
        await asyncio.wait_for(setup.inbox.came.wait(), TIMEOUT)
        setup.stop.set()
        await asyncio.sleep(0)
        assert not setup.task.done()
        setup.inbox.open.set()
        await setup.ended()
    assert setup.inbox.texts == ["Вопрос"]


async def test_the_status_says_since_when_and_when_it_last_worked(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.writes(101, "Вопрос")
    async with polling(client) as setup:
        setup.clock.now = NOON + timedelta(minutes=1)
        await setup.until_stored(1)
        status = setup.poller.status
        assert (status.ok, status.polled_at) == (True, NOON + timedelta(minutes=1))
        since = status.since
        setup.clock.now = NOON + timedelta(minutes=9)
        sandbox.world.writes(101, "Ещё")
        await setup.until_stored(2)
        assert (status.since, status.polled_at) == (since, NOON + timedelta(minutes=9))


async def test_empty_answers_without_a_long_poll_do_not_make_it_spin(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.updates.close()
    async with polling(client, free=2) as setup:
        await asyncio.wait_for(setup.rests.tired.wait(), TIMEOUT)
        assert setup.poller.status.ok
    assert setup.rests.seconds == [0.5, 0.5, 0.5]


async def test_broken_bytes_in_one_update_keep_no_other_back() -> None:
    batch = (
        b'{"ok": true, "result": [{"update_id": 5, "message": {"text": "\xed\xa0\xbd"}},'
        b'{"update_id": ' + b"9" * 5000 + b'}, {"update_id": 6, "message": {"text": "ok"}}]}'
    )
    done = (200, b'{"ok": true, "result": true}')
    async with scripted(done, (200, batch), (401, b'{"ok": false}')) as (bot, asked):
        async with polling(bot, free=0) as setup:
            await asyncio.wait_for(setup.rests.tired.wait(), TIMEOUT)
        assert asked == ["deleteWebhook", "getUpdates", "getUpdates"]
    ((updates, offset),) = setup.inbox.batches
    assert (len(updates), offset, setup.inbox.texts[1]) == (3, "7", "ok")
