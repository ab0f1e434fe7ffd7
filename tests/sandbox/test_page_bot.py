"""The page stops and starts the bot's process and says how it is."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from sandbox.child import Child
from sandbox.server import create_app
from sandbox.serving import SandboxServer, listening_socket
from sandbox.world import World, seed
from tests.sandbox.browser import focused_name, jump, opened_page, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SLEEPER = "import threading; print('бот готов <b>', flush=True); threading.Event().wait()"


@asynccontextmanager
async def sandbox_with_child(folder: Path) -> AsyncIterator[str]:
    """A sandbox whose bot is a process that only waits; yields its address."""
    world = seed(World())
    command = [sys.executable, "-X", "utf8", "-c", SLEEPER]
    child = Child(command, {}, folder, lambda: world.announce("bot"))
    server = SandboxServer(create_app(world, child=child), own_signals=False)
    with listening_socket("127.0.0.1", 0) as bound:
        serving = asyncio.create_task(server.serve([bound]))
        await server.ready.wait()
        await child.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            await child.stop()
            server.should_exit = True
            await serving


async def test_the_bot_is_stopped_and_started_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    async with (
        sandbox_with_child(tmp_path) as url,
        opened_page(browser, url) as (page, watch),
    ):
        state = page.locator("#bot-state")
        await expect(state).to_have_text("Бот работает")
        await jump(page, "state")
        await tab_to(page, "Остановить бота")
        await page.keyboard.press("Enter")
        await expect(state).to_have_text("Бот остановлен")
        assert await focused_name(page) == "Остановить бота"
        await tab_to(page, "Запустить бота")
        await page.keyboard.press("Enter")
        await expect(state).to_have_text("Бот работает")
        await expect(page.locator("#bot-detail")).to_have_text("Запускался заново: 1 раз.")
        await tab_to(page, "Журнал бота")
        await page.keyboard.press("Enter")
        await expect(page.locator("#bot-lines")).to_contain_text("бот готов <b>")
        assert watch.complaints == []
