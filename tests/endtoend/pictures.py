"""The pictures of the README, taken of the real product at work.

    python -m tests.endtoend.pictures

writes docs/pictures/sandbox.png (1280 px) and docs/pictures/sandbox-phone.png (390 px). Needs a
Chromium: on the PATH or named in OTKLIK_TEST_CHROMIUM. The times shown are those of the moment.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.endtoend.desk import ANNA, PETR, SERGEI
from tests.endtoend.with_child import SandboxWithChild, sandbox_with_child
from tests.sandbox.browser import jump, launched_browser, log, open_topic, press_button, write

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LAPTOP, PHONE = (1280, 972), (390, 844)
ZONE = "Asia/Novosibirsk"
MOST_BYTES = 300_000
LATE = "Отчёт о квоте сдали на два дня позже. Что нам за это будет?"
FOREIGNERS = "иностранцев считать в численность или нет???"
QUESTION = "Добрый день! Хотим прийти с вопросом о квоте лично. До скольки вы работаете в пятницу?"
ANSWER = (
    "Здравствуйте. В пятницу принимаем с 9:00 до 17:00, перерыв с 13:00 до 13:48. "
    "Адрес: ул. Ленина, 28."
)


async def take() -> None:
    """Play a small scene with the real bot and photograph both widths."""
    with tempfile.TemporaryDirectory() as folder:
        async with sandbox_with_child(Path(folder)) as running, launched_browser() as browser:
            await two_others(running)
            laptop = await opened(browser, running.url, LAPTOP)
            await answered(laptop)
            await picture(laptop, "sandbox.png")
            await press_button(laptop, "staff", "Ответ дан")
            phone = await opened(browser, running.url, PHONE)
            await expect(log(phone, "client")).to_contain_text("вопрос решён")
            await picture(phone, "sandbox-phone.png")


async def two_others(running: SandboxWithChild) -> None:
    """Two more appeals in other states: one in Sergei's hands, one new."""
    world = running.world
    chat = world.moderator_chat.id
    world.writes(PETR, LATE)
    await world.until(lambda: world.topics(chat) and world.messages(chat), 60)
    topic = world.topics(chat)[0]
    await world.until(lambda: card(running, topic.id), 60)
    found = card(running, topic.id)
    world.presses(SERGEI, found["callback_data"], message=found["message"], chat=chat)
    await world.until(lambda: "В работе" in topic.name, 60)
    world.writes(ANNA, FOREIGNERS)
    await world.until(lambda: len(world.topics(chat)) == 2, 60)


def card(running: SandboxWithChild, topic: int) -> dict[str, Any]:
    """The first button of a topic's card and the card's number; empty until it is there."""
    for message in running.world.messages(running.world.moderator_chat.id, topic):
        for row in (message.markup or {}).get("inline_keyboard", []):
            return {**row[0], "message": message.id}
    return {}


async def answered(page: Page) -> None:
    """Olga asks, Maria takes and answers."""
    await jump(page, "client")
    await write(page, QUESTION)
    await open_topic(page, "000003")
    await press_button(page, "staff", "Взять")
    await expect(page.locator("#topic-title")).to_contain_text("В работе")
    await jump(page, "staff")
    await write(page, ANSWER)
    await expect(log(page, "staff").get_by_role("list", name="Реакции")).to_be_visible()
    await expect(log(page, "client")).to_contain_text(ANSWER)


async def opened(browser: Browser, url: str, size: tuple[int, int]) -> Page:
    """The page of the sandbox as people in the authority's zone see it."""
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale="ru-RU", timezone_id=ZONE
    )
    page = await context.new_page()
    await page.goto(url)
    await page.get_by_text("На связи").wait_for()
    await page.get_by_role("button", name="Скрыть").click()
    return page


async def picture(page: Page, name: str) -> None:
    """Wait until notices are gone, let go of the focus, and save."""
    await expect(page.locator(".toast")).to_have_count(0, timeout=20_000)
    await page.evaluate("document.activeElement.blur()")
    for end in await page.locator(".log").all():
        await end.evaluate("log => { log.scrollTop = log.scrollHeight; }")
    await expect(page.locator(".to-end:visible")).to_have_count(0)
    taken = await page.screenshot(path=PICTURES / name)
    if len(taken) > MOST_BYTES:
        raise ValueError(f"{name} has {len(taken)} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    asyncio.run(take())
