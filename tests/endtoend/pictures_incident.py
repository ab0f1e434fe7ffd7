"""The picture of one matter in four places, gathered and answered at once.

    python -m tests.endtoend.pictures_incident

writes docs/pictures/staff-incident.png, as `tests.endtoend.pictures` does the others.
"""

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Page, expect

from sandbox.square import first_post
from tests.endtoend.pictures import LAPTOP, PATIENCE, picture, until_tuesday
from tests.endtoend.test_in_browser_incident import Visit
from tests.endtoend.with_child import SandboxWithChild, sandbox_with_child
from tests.sandbox.browser import launched_browser, opened_page, tab_to

HEIGHT = 1240


async def take() -> None:
    """Play it with the real bot, on a Tuesday, and photograph the moderator's side."""
    expect.set_options(timeout=PATIENCE)
    ahead = until_tuesday(datetime.now(UTC))
    with tempfile.TemporaryDirectory() as folder:
        async with (
            sandbox_with_child(Path(folder), ahead) as running,
            launched_browser() as browser,
            opened_page(browser, running.url, LAPTOP) as (page, _),
        ):
            page.set_default_timeout(PATIENCE)
            await gathered(running, page)
            await picture(page, "staff-incident.png", page.locator(".staff-body"), HEIGHT)


async def gathered(running: SandboxWithChild, page: Page) -> None:
    """Everybody asks; Maria Ivanova gathers them, and sees who will get her answer where."""
    await running.world.until(lambda: running.world.updates.polled and running.vk.pollers, 60)
    first_post(running.world)
    await tab_to(page, "Закрыть знакомство")
    await page.keyboard.press("Enter")
    visit = Visit(page, running)
    await visit.asks_everywhere()
    await visit.gathers_all()
    await visit.prepares()


if __name__ == "__main__":
    asyncio.run(take())
