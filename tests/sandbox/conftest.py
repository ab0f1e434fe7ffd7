"""A running sandbox, and the real aiogram client that talks to it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from aiogram import Bot

from sandbox.world import World
from tests.sandbox.client import client_of
from tests.sandbox.clock import MovableClock
from tests.sandbox_server import RunningSandbox, running_sandbox


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def sandbox(clock: MovableClock) -> AsyncIterator[RunningSandbox]:
    async with running_sandbox(now=clock.now, monotonic=clock.monotonic) as running:
        yield running


@pytest.fixture
def world(sandbox: RunningSandbox) -> World:
    return sandbox.world


@pytest.fixture
def staff_chat(sandbox: RunningSandbox) -> int:
    return sandbox.moderator_chat


@pytest.fixture
async def bot(sandbox: RunningSandbox) -> AsyncIterator[Bot]:
    async with client_of(sandbox.url, sandbox.token) as client:
        yield client


@pytest.fixture
async def control(sandbox: RunningSandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.api_url, trust_env=False) as client:
        yield client
