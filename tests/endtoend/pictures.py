"""The pictures of the README and of docs/staff.ru.md, taken of the real product at work.

    python -m tests.endtoend.pictures

writes docs/pictures/*.png. Needs a Chromium: on the PATH or named in OTKLIK_TEST_CHROMIUM. The
days shown are the next working days, by the sandbox's clock.
"""

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, FloatRect, Locator, Page, expect

from tests.endtoend.desk import ANNA, ELENA, MARIA, PETR, SERGEI
from tests.endtoend.small_png import smaller
from tests.endtoend.with_child import SandboxWithChild, sandbox_with_child
from tests.sandbox.browser import (
    choose_person,
    jump,
    launched_browser,
    log,
    open_private,
    open_topic,
    opened_page,
    press_button,
    tab_to,
    write,
)

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LAPTOP, PHONE = (1280, 900), (390, 844)
LOW, MIDDLE, HIGH, TALL = 592, 1000, 1072, 1240
NINA = 205
ZONE = ZoneInfo("Asia/Novosibirsk")
TUESDAY, TWO_O_CLOCK = 1, 14
MOST_BYTES = 200_000
PATIENCE = 60_000
LATE = "Отчёт о квоте сдали на два дня позже. Что нам за это будет?"
FOREIGNERS = "иностранцев считать в численность или нет???"
QUESTION = "Добрый день! Хотим прийти с вопросом о квоте лично. До скольки вы работаете в пятницу?"
ANSWER = (
    "Здравствуйте. В пятницу принимаем с 9:00 до 17:00, перерыв с 13:00 до 13:48. "
    "Адрес: ул. Ленина, 28."
)
NOTE = "// По пятницам в отделе дежурит Сергей"


async def take() -> None:
    """Play two days with the real bot and photograph them."""
    expect.set_options(timeout=PATIENCE)
    ahead = until_tuesday(datetime.now(UTC))
    with tempfile.TemporaryDirectory() as folder:
        async with (
            sandbox_with_child(Path(folder), ahead) as running,
            launched_browser() as browser,
            opened_page(browser, running.url, LAPTOP) as (page, _),
        ):
            page.set_default_timeout(PATIENCE)
            await two_days(running, browser, page)


async def two_days(running: SandboxWithChild, browser: Browser, page: Page) -> None:
    """One question is answered after a warning, one is left until the controller hears of it."""
    await tab_to(page, "Закрыть знакомство")
    await page.keyboard.press("Enter")
    await everybody_starts(running)
    await taken_at_once(page)
    await taken_by_sergei(running)
    await next_deadline(page)
    await choose_person(page, "staff", "Мария")
    await open_private(page)
    await expect(log(page, "staff")).to_contain_text("Скоро срок ответа")
    await picture(page, "staff-warning.png", page.locator(".staff-body"), LOW)
    await asked(running, ANNA, FOREIGNERS)
    await answered(page)
    await picture(page, "sandbox.png")
    await picture(page, "staff-topic.png", page.locator(".staff-body"), TALL)
    await press_button(page, "staff", "Ответ дан")
    await photographed_on_a_phone(running, browser)
    await left_until_the_controller_hears(running, page)
    await picture(page, "staff-overdue.png", page.locator(".staff-body, #state-panel"), HIGH)
    await asked_who_is_on_duty(page)
    await picture(page, "staff-duty.png", page.locator(".staff-body"), MIDDLE)


def until_tuesday(now: datetime) -> float:
    """Seconds until two o'clock of the next Tuesday at the authority: office hours on both days."""
    local = now.astimezone(ZONE)
    days = (TUESDAY - local.weekday()) % 7 or 7
    start = local.replace(hour=TWO_O_CLOCK, minute=0, second=0, microsecond=0)
    return (start + timedelta(days=days) - local).total_seconds()


async def everybody_starts(running: SandboxWithChild) -> None:
    """The staff open the bot, as they are asked to."""
    for who in (MARIA, SERGEI, ELENA, NINA):
        running.world.starts(who)
        await running.world.until(partial(answered_by_bot, running, who), 60)


def answered_by_bot(running: SandboxWithChild, who: int) -> bool:
    """Whether the bot has written to somebody in private."""
    return any(one.sender == running.world.bot.id for one in running.world.messages(who))


async def asked(running: SandboxWithChild, who: int, text: str) -> int:
    """Somebody asks; the id of the new topic once its card is there."""
    world, chat = running.world, running.world.moderator_chat.id
    before = len(world.topics(chat))
    world.writes(who, text)
    await world.until(lambda: len(world.topics(chat)) > before, 60)
    topic = world.topics(chat)[-1].id
    await world.until(lambda: card(running, topic), 60)
    return topic


async def taken_by_sergei(running: SandboxWithChild) -> None:
    """Peter asks, and Sergei takes it without answering."""
    world, chat = running.world, running.world.moderator_chat.id
    topic = await asked(running, PETR, LATE)
    found = card(running, topic)
    world.presses(SERGEI, found["callback_data"], message=found["message"], chat=chat)
    await world.until(lambda: "В работе" in world.moderator_chat.topics[topic].name, 60)


def card(running: SandboxWithChild, topic: int) -> dict[str, Any]:
    """The first button of a topic's card and the card's number; empty until it is there."""
    for message in running.world.messages(running.world.moderator_chat.id, topic):
        for row in (message.markup or {}).get("inline_keyboard", []):
            return {**row[0], "message": message.id}
    return {}


async def taken_at_once(page: Page) -> None:
    """Olga asks, Maria takes it."""
    await jump(page, "client")
    await write(page, QUESTION)
    await open_topic(page, "000001")
    await press_button(page, "staff", "Взять")
    await expect(page.locator("#topic-title")).to_contain_text("В работе")


async def next_deadline(page: Page) -> None:
    """Let time pass up to the next step of any ladder."""
    before = await page.locator("#clock-next-what").text_content()
    await jump(page, "state")
    await tab_to(page, "К ближайшему сроку")
    await page.keyboard.press("Enter")
    await expect(page.locator("#clock-next-what")).not_to_have_text(before or "")


async def answered(page: Page) -> None:
    """Maria answers, and leaves a note to her colleagues."""
    await open_topic(page, "000001")
    await write(page, ANSWER)
    await expect(log(page, "staff").get_by_role("list", name="Реакции")).to_be_visible()
    await expect(log(page, "client")).to_contain_text(ANSWER)
    await write(page, NOTE)
    await expect(page.locator("#appeal-left")).to_contain_text("Осталось")


async def left_until_the_controller_hears(running: SandboxWithChild, page: Page) -> None:
    """Nobody answers Peter; Nina, the controller, reads of it."""
    await open_topic(page, "000002")
    await expect(page.locator("#appeal-choice")).to_have_value(running.number(2))
    controller = page.locator("#ladder li").filter(has_text="Контролёру")
    await expect(controller).to_contain_text("впереди")
    ahead = page.locator("#ladder li").filter(has_text="впереди")
    while left := await ahead.count():
        await next_deadline(page)
        await expect(ahead).not_to_have_count(left)
    await choose_person(page, "staff", "Нина")
    await open_private(page)
    await expect(log(page, "staff")).to_contain_text("Укажите причину просрочки")


async def asked_who_is_on_duty(page: Page) -> None:
    """In «Общее»: what is overdue, and who is on duty."""
    await choose_person(page, "staff", "Елена")
    await open_topic(page, "Общее")
    for command, said in (("/overdue", "Просрочено: 1"), ("/duty", "Кто дежурит")):
        await jump(page, "staff")
        await write(page, command)
        answer = log(page, "staff").get_by_role("article", name="Отклик").last
        await expect(answer).to_contain_text(said)


async def photographed_on_a_phone(running: SandboxWithChild, browser: Browser) -> None:
    """The client's chat after the answer."""
    async with opened_page(browser, running.url, PHONE) as (page, _):
        await tab_to(page, "Закрыть знакомство")
        await page.keyboard.press("Enter")
        await expect(log(page, "client")).to_contain_text("вопрос решён")
        await picture(page, "sandbox-phone.png")


async def picture(
    page: Page, name: str, parts: Locator | None = None, height: int = LAPTOP[1]
) -> None:
    """Wait until notices are gone, let go of the focus, and save the page or its ``parts``.

    ``height`` is that of the window in CSS pixels, on a laptop.
    """
    if parts:
        await page.set_viewport_size({"width": LAPTOP[0], "height": height})
    await expect(page.locator(".toast")).to_have_count(0)
    await page.evaluate("document.activeElement.blur()")
    for end in await page.locator(".log").all():
        await end.evaluate("log => { log.scrollTop = log.scrollHeight; }")
    await expect(page.locator(".to-end:visible")).to_have_count(0)
    taken = smaller(await page.screenshot(clip=await around(parts) if parts else None))
    if len(taken) > MOST_BYTES:
        raise ValueError(f"{name} has {len(taken)} bytes, more than {MOST_BYTES}")
    (PICTURES / name).write_bytes(taken)
    if parts:
        await page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})


async def around(parts: Locator) -> FloatRect:
    """The rectangle around what is to be seen."""
    boxes = [box for part in await parts.all() if (box := await part.bounding_box())]
    left, top = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
    right = max(box["x"] + box["width"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    asyncio.run(take())
