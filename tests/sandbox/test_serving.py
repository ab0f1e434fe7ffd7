"""The server starts, restarts and ends without losing Telegram."""

import asyncio

import pytest
from aiogram.exceptions import TelegramNetworkError

from sandbox.world import World
from tests.sandbox.client import client_of
from tests.sandbox.clock import MovableClock
from tests.sandbox_server import running_sandbox

CLIENT = 101


async def test_telegram_may_be_away_for_a_while(clock: MovableClock) -> None:
    async with running_sandbox(now=clock.now) as first:
        first.world.writes(CLIENT, "до")
        port = int(first.url.rpartition(":")[2])
    async with client_of(first.url, first.token) as bot:
        with pytest.raises(TelegramNetworkError):
            await bot.get_updates()
        first.world.writes(CLIENT, "пока сервера нет")
        async with running_sandbox(world=first.world, port=port):
            polling = asyncio.create_task(
                bot.get_updates(offset=first.world.updates.next_id, timeout=30)
            )
            await first.world.until(lambda: first.world.updates.polled)
            first.world.writes(CLIENT, "после")
            assert [u.message.text for u in await polling if u.message] == ["после"]
    assert first.world.updates.confirmed == 2


async def test_a_waiting_poll_does_not_hold_up_the_end() -> None:
    async with running_sandbox() as sandbox:
        bot = client_of(sandbox.url, sandbox.token)
        polling = asyncio.create_task(bot.get_updates(timeout=50))
        await sandbox.world.until(lambda: sandbox.world.updates.polled)
    async with bot:
        assert await polling == []


async def test_two_sandboxes_live_side_by_side() -> None:
    async with running_sandbox() as one, running_sandbox() as other:
        one.world.writes(CLIENT, "вопрос")
        assert other.world.messages(CLIENT) == []
        assert isinstance(one.world, World)
        assert one.url != other.url
