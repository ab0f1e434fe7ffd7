"""An anonymous survey tried on the sandbox's page: opened, answered on both platforms, exported."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.endtoend.browsing import Browsing
from tests.endtoend.with_child import SandboxWithChild, sandbox_with_child
from tests.sandbox.browser import (
    PHONE,
    choose_person,
    choose_platform,
    jump,
    log,
    open_private,
    opened_page,
    press_begin,
    press_button,
    scrolls_sideways,
    tab_to,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SURVEY = "first-impression"
CANARY = "Канарейка поёт в песочнице"
START = 60_000


async def answers(at: Browsing, column: str, words: str) -> None:
    """Go through the questionnaire as the chosen client."""
    page = at.page
    await jump(page, column)
    await write(page, "/survey")
    await press_button(page, column, "Начать")
    for question, answer in (("Насколько понятным", "5"), ("Кто вы?", "Работодатель")):
        await expect(at.told(column, question)).to_be_visible()
        await press_button(page, column, answer)
        if answer == "5":
            await press_button(page, column, "Ответили быстро")
            await expect(log(page, column).get_by_role("button", name="✓")).to_be_visible()
            await press_button(page, column, "Дальше")
    await expect(at.told(column, "Что нам улучшить?")).to_be_visible()
    await jump(page, column)
    await write(page, words)
    await press_button(page, column, "Отправить ответы")
    await expect(at.told(column, "Спасибо, ответы приняты")).to_be_visible()


async def calls_the_crowd(page: Page) -> None:
    """By the button under the bot, and wait until all have answered."""
    await jump(page, "state")
    await tab_to(page, "Попробовать анонимный опрос")
    await page.keyboard.press("Enter")
    await tab_to(page, "Пусть ответят ещё 30 человек")
    await page.keyboard.press("Enter")
    await expect(page.locator("#crowd-said")).to_have_text("Ответили 30 из 30.", timeout=START)


async def asks_as_the_analyst(at: Browsing, command: str, said: str) -> Locator:
    """In the analyst's own chat with the bot; what it said."""
    await jump(at.page, "staff")
    await write(at.page, command)
    await expect(at.told("staff", said)).to_be_visible()
    return at.told("staff", said)


def no_file_tells(running: SandboxWithChild, folder: Path) -> None:
    """Neither the keys are open to others, nor a typed answer to anybody, before the close."""
    key = folder / "secrets" / "surveys.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    bots = [one for one in folder.glob("otklik*") if one.is_file()]
    assert bots
    assert not [one.name for one in bots if CANARY.encode() in one.read_bytes()]
    assert not [line for line in running.child.last_lines if CANARY in line]


def wave(running: SandboxWithChild) -> str:
    """The name of a wave that was opened today."""
    today = running.today
    return f"{SURVEY}-{today.year}-q{(today.month + 2) // 3}"


async def test_a_survey_is_opened_answered_and_exported(browser: Browser, tmp_path: Path) -> None:
    async with (
        sandbox_with_child(tmp_path) as running,
        opened_page(browser, running.url, PHONE) as (page, watch),
    ):
        at = Browsing(page)
        page.set_default_timeout(START)
        await choose_person(page, "staff", "Тимур Ахметов")
        await open_private(page)
        await press_begin(page, "staff")
        await asks_as_the_analyst(at, f"/survey open {SURVEY}", "Открыта волна опроса")
        await answers(at, "client", CANARY)
        await choose_platform(page, "ВКонтакте")
        await press_begin(page, "vk")
        await page.get_by_role("group", name="Клавиатура сообщества").wait_for()
        await answers(at, "vk", "Показывать пример отчёта.")
        await calls_the_crowd(page)
        no_file_tells(running, tmp_path)
        await asks_as_the_analyst(at, f"/survey close {SURVEY}", "Ответов: 32")
        sent = await asks_as_the_analyst(at, f"/survey results {SURVEY}", f"{wave(running)}.xlsx")
        link = sent.get_by_role("link", name=".xlsx")
        book = await page.request.get(f"{running.url}{await link.get_attribute('href')}")
        assert zipfile.ZipFile(io.BytesIO(await book.body())).testzip() is None
        assert not await scrolls_sideways(page)
        assert (watch.complaints, watch.outside) == ([], [])
