"""The picture of a question asked before everybody and answered there.

    python -m tests.endtoend.pictures_public

writes docs/pictures/sandbox-public.png, as `tests.endtoend.pictures` does the others.
"""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Page, expect

from sandbox.square import CONSULTATION, first_post
from tests.endtoend.pictures import LAPTOP, PATIENCE, picture, until_tuesday
from tests.endtoend.test_in_browser_public import ANSWER, TOPIC, Visit
from tests.endtoend.with_child import SandboxWithChild, sandbox_with_child
from tests.sandbox.browser import jump, launched_browser, opened_page, tab_to

PETR = 102
THANKS = "Спасибо, понятно!"


async def take() -> None:
    """Play one question in the group with the real bot, on a Tuesday, and photograph it."""
    expect.set_options(timeout=PATIENCE)
    ahead = until_tuesday(datetime.now(UTC))
    with tempfile.TemporaryDirectory() as folder:
        async with (
            sandbox_with_child(Path(folder), ahead) as running,
            launched_browser() as browser,
            opened_page(browser, running.url, LAPTOP) as (page, _),
        ):
            page.set_default_timeout(PATIENCE)
            await asked_and_answered(running, page)
            await page.evaluate("document.getElementById('state-cards').scrollTop = 0")
            await picture(page, "sandbox-public.png")


async def asked_and_answered(running: SandboxWithChild, page: Page) -> None:
    """Olga asks in the group, Maria Ivanova takes it and answers, Pyotr thanks."""
    await running.world.until(lambda: running.world.updates.polled, 60)
    first_post(running.world)
    await tab_to(page, "Закрыть знакомство")
    await page.keyboard.press("Enter")
    visit = Visit(page, running)
    await visit.asks_in_the_group()
    await visit.answers(TOPIC, ANSWER)
    running.world.writes(PETR, THANKS, chat=CONSULTATION)
    await jump(page, "public")
    await expect(visit.told("public", THANKS)).to_be_visible()
    await expect(page.locator("#history")).to_contain_text("Доставлено клиенту")


if __name__ == "__main__":
    asyncio.run(take())
