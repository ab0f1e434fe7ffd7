"""A running sandbox and a real client that speaks to it."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from bot.telegram.client import make_bot
from tests.sandbox_server import RunningSandbox, running_sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    """The server, which afterwards has seen no parameter that Telegram does not know."""
    async with running_sandbox() as running:
        yield running
        assert not [entry for entry in running.world.ledger.entries if entry.ignored]


@pytest.fixture
async def client(sandbox: RunningSandbox) -> AsyncIterator[Bot]:
    bot = make_bot(sandbox.token, sandbox.url, timeout=5, connect=2)
    yield bot
    await bot.session.close()
