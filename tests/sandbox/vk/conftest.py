"""A running sandbox's VK, and the real vk_api client that talks to it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import vk_api

from sandbox.vk.world import VkWorld
from tests.sandbox.clock import MovableClock
from tests.sandbox.vk.calling import Caller
from tests.sandbox.vk.client import client_of
from tests.sandbox_server import RunningSandbox, running_sandbox


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def sandbox(clock: MovableClock) -> AsyncIterator[RunningSandbox]:
    async with running_sandbox(now=clock.now, monotonic=clock.monotonic) as running:
        yield running


@pytest.fixture
def vk(sandbox: RunningSandbox) -> VkWorld:
    return sandbox.vk.world


@pytest.fixture
def client(sandbox: RunningSandbox) -> Any:
    return client_of(sandbox.vk.api_url, sandbox.vk.token)


@pytest.fixture
def call(client: vk_api.VkApi) -> Caller:
    return Caller(client)


@pytest.fixture
async def control(sandbox: RunningSandbox) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=sandbox.vk.control_url, trust_env=False) as page:
        yield page


@pytest.fixture
def group(sandbox: RunningSandbox) -> int:
    return sandbox.vk.group_id
