"""The picture of a problem reported in VK and answered in the moderator chat.

    python -m tests.endtoend.pictures_vk

writes docs/pictures/sandbox-vk.png, as `tests.endtoend.pictures` does the others.
"""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Page, expect

from tests.endtoend.pictures import LAPTOP, PATIENCE, picture, until_tuesday
from tests.endtoend.test_in_browser_vk import ANSWER, TOPIC, Visit
from tests.endtoend.with_child import SandboxWithChild, sandbox_with_child
from tests.sandbox.browser import (
    choose_platform,
    jump,
    launched_browser,
    open_topic,
    opened_page,
    press_button,
    tab_to,
)


async def take() -> None:
    """Play one report with the real bot, on a Tuesday afternoon, and photograph it."""
    expect.set_options(timeout=PATIENCE)
    ahead = until_tuesday(datetime.now(UTC))
    with tempfile.TemporaryDirectory() as folder:
        async with (
            sandbox_with_child(Path(folder), ahead) as running,
            launched_browser() as browser,
            opened_page(browser, running.url, LAPTOP) as (page, _),
        ):
            page.set_default_timeout(PATIENCE)
            await reported_and_answered(running, page)
            await page.evaluate("document.getElementById('state-cards').scrollTop = 0")
            await picture(page, "sandbox-vk.png")


async def reported_and_answered(running: SandboxWithChild, page: Page) -> None:
    """Maria Kuznetsova reports, Maria Ivanova takes it and answers."""
    await running.world.until(lambda: running.vk.pollers, 60)
    await tab_to(page, "Закрыть знакомство")
    await page.keyboard.press("Enter")
    await choose_platform(page, "ВКонтакте")
    visit = Visit(page, running)
    await visit.reports()
    await open_topic(page, TOPIC)
    await press_button(page, "staff", "Взять")
    await expect(page.locator("#topic-title")).to_contain_text("В работе")
    await visit.answers(ANSWER)
    await jump(page, "vk")
    await expect(visit.told("vk", ANSWER)).to_be_visible()
    await expect(page.locator("#history")).to_contain_text("Доставлено клиенту")


if __name__ == "__main__":
    asyncio.run(take())
