"""A running sandbox and a real client that speaks to it."""

from collections.abc import AsyncIterator

import pytest

from bot.vk.client import Client
from tests.sandbox_server import RunningSandbox, running_sandbox

PATIENCE = 60.0


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    """The server, which afterwards has seen no parameter that VK does not know."""
    async with running_sandbox() as running:
        yield running
        entries = running.vk.world.ledger.entries
        assert [(one.method, one.ignored) for one in entries if one.ignored] == []


@pytest.fixture
async def client(sandbox: RunningSandbox) -> AsyncIterator[Client]:
    one = client_of(sandbox)
    yield one
    one.close()


def client_of(sandbox: RunningSandbox, token: str = "", read: float = PATIENCE) -> Client:
    """A client that waits for a busy machine; with a short `read` one for calls that hang."""
    return Client(token or sandbox.vk.token, sandbox.vk.api_url, connect=PATIENCE, read=read)
