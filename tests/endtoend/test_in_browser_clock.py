"""The clock, the ladder and the tour in a real Chromium, by keyboard alone, with the real bot."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.endtoend.browsing import Browsing
from tests.endtoend.with_child import NOVOSIBIRSK, SandboxWithChild, sandbox_with_child
from tests.sandbox.browser import (
    LAPTOP,
    PHONE,
    Watch,
    choose_person,
    focused_name,
    jump,
    log,
    open_private,
    open_topic,
    opened_page,
    press_begin,
    press_button,
    scrolls_sideways,
    tab_to,
    topic_row,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
QUESTION = "Какая квота, если у нас 135 сотрудников?"
SECOND = "А если сотрудников 30?"
ANSWER = "Квота – 2 %, то есть 3 места."
WHY = "Ждали ответа из бухгалтерии"
START = 60_000
NOON = 12
NEXT = "К ближайшему сроку"


@dataclass(frozen=True, slots=True)
class Day(Browsing):
    """A browser at the page of a sandbox whose bot is a process of its own."""

    running: SandboxWithChild

    def rung(self, name: str) -> Locator:
        """A step of the ladder."""
        return self.page.locator("#ladder li").filter(has_text=name)

    def number(self, count: int) -> str:
        """An appeal's number, as it is given this year."""
        return self.running.number(count)

    async def asks(self, text: str, number: str) -> None:
        """Write as the chosen employer; wait for the number."""
        await jump(self.page, "client")
        await write(self.page, text)
        await expect(self.told("client", number)).to_be_visible(timeout=START)

    async def presses_state(self, name: str) -> None:
        """Press a button of the third column."""
        await jump(self.page, "state")
        await tab_to(self.page, name)
        await self.page.keyboard.press("Enter")

    async def moves_on(self, what: str) -> None:
        """Let time pass up to the next deadline, which must be ``what``."""
        await expect(self.page.locator("#clock-next-what")).to_contain_text(what)
        before = self.running.world.clock_offset
        await self.presses_state(NEXT)
        await expect(self.page.locator("#clock-said")).to_contain_text("Сейчас")
        assert self.running.world.clock_offset > before
        assert NEXT in await focused_name(self.page)

    async def begins_private(self, name: str) -> None:
        """An employee opens the private chat with the bot and presses «Начать»."""
        await choose_person(self.page, "staff", name)
        await open_private(self.page)
        await press_begin(self.page, "staff")
        bot_said = log(self.page, "staff").get_by_role("article", name="Отклик")
        await expect(bot_said.last).to_be_visible(timeout=START)


@pytest_asyncio.fixture(params=[LAPTOP, PHONE], ids=["1280x800", "390x844"], loop_scope="session")
async def day(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path
) -> AsyncIterator[Day]:
    """Noon in Novosibirsk, so that no warning falls into the quiet hours."""
    async with (
        sandbox_with_child(tmp_path, until_noon(datetime.now(UTC))) as running,
        opened_page(browser, running.url, request.param) as (page, watch),
    ):
        page.set_default_timeout(START)
        yield Day(page, running)
        assert not await scrolls_sideways(page)
        kept_quiet(watch)


def kept_quiet(watch: Watch) -> None:
    """Nothing in the console, nothing asked of the network."""
    assert watch.complaints == []
    assert watch.outside == []


def until_noon(now: datetime) -> float:
    """Seconds until the next noon at the authority."""
    local = now.astimezone(NOVOSIBIRSK)
    noon = local.replace(hour=NOON, minute=0, second=0, microsecond=0)
    return (noon + timedelta(days=local >= noon) - local).total_seconds()


async def test_an_answer_is_missed_and_the_controller_records_why(day: Day) -> None:
    page = day.page
    await day.begins_private("Елена")
    await day.begins_private("Нина")
    await day.asks(QUESTION, day.number(1))
    await expect(page.locator("#appeal-left")).to_have_text(re.compile("Осталось 23 ч"))
    await open_topic(page, "000001")

    await day.moves_on("Предупреждение за 4 ч")
    warned = day.rung("Предупреждение за 4 ч")
    await expect(warned).to_contain_text("сделано")
    await expect(warned).to_contain_text("Сообщено: Мария Иванова, Сергей Орлов")
    await expect(page.locator("#appeal-left")).to_have_text(re.compile("Осталось (4 ч|3 ч 59)"))
    await day.moves_on("Предупреждение за 1 ч")

    await day.moves_on("")
    await expect(page.locator("#appeal-state")).to_contain_text("Просрочено")
    await expect(topic_row(page, "Просрочено")).to_have_count(1)
    await expect(page.locator("#ladder-said")).to_contain_text("Срок ответа: наступил")
    await day.moves_on("Начальнику отдела через 2 ч")
    await expect(day.rung("Начальнику отдела")).to_contain_text("Сообщено: Елена Павлова")
    await day.moves_on("Контролёру через 4 ч")
    await expect(day.rung("Контролёру")).to_contain_text("Сообщено: Нина Волкова")
    await expect(page.locator("#appeal-left")).to_have_text("Просрочено на 4 ч")

    await choose_person(page, "staff", "Елена")
    await open_private(page)
    await expect(day.told("staff", "просрочено на 2 ч")).to_be_visible()
    await choose_person(page, "staff", "Нина")
    await press_button(page, "staff", "Сбой")
    await expect(
        day.told("staff", f"Причина просрочки по № {day.number(1)} записана")
    ).to_be_visible()
    await jump(page, "staff")
    await write(page, WHY)
    await expect(day.told("staff", "Пояснение к просрочке")).to_be_visible()
    await jump(page, "state")
    await expect(page.locator("#history")).to_contain_text("Нина Волкова")
    await expect(page.locator("#history li").first).to_contain_text("ричина")


async def test_the_tour_leads_from_the_question_to_the_missed_deadline(day: Day) -> None:
    page, step = day.page, day.page.locator("#tour-text")

    async def shown_where() -> str:
        await tab_to(page, "Показать где")
        await page.keyboard.press("Enter")
        return await focused_name(page)

    await expect(step).to_contain_text("Шаг 1 из 4")
    assert "Сообщение боту" in await shown_where()
    await write(page, QUESTION)
    await expect(step).to_contain_text("Шаг 2 из 4", timeout=START)
    assert "000001" in await shown_where()
    await page.keyboard.press("Enter")
    await expect(step).to_contain_text("Нажмите под карточкой «Взять»")
    await expect(page.locator(".inline-key.tour-here")).to_have_text("Взять")
    assert await shown_where() == "Взять"
    await page.keyboard.press("Enter")
    await expect(step).to_contain_text("Шаг 3 из 4")
    assert "Сообщение в тему" in await shown_where()
    await write(page, ANSWER)
    await press_button(page, "staff", "Ответ дан")
    await expect(step).to_contain_text("Шаг 4 из 4. Задайте ещё один вопрос")
    await shown_where()
    await write(page, SECOND)
    await expect(step).to_contain_text("Нажимайте «К ближайшему сроку»")
    assert await shown_where() == NEXT
    await page.reload()
    await expect(step).to_contain_text("Шаг 4 из 4")
    for rung in ("Предупреждение за 4 ч", "Предупреждение за 1 ч", ""):
        await day.moves_on(rung)
    await expect(step).to_contain_text("Вы прошли весь путь")
    await tab_to(page, "Пройти ещё раз")
    await page.keyboard.press("Enter")
    await expect(step).to_contain_text("Шаг 1 из 4")


async def test_the_clock_stays_ahead_while_the_bot_is_killed_and_started(day: Day) -> None:
    page, state = day.page, day.page.locator("#bot-state")
    await day.asks(QUESTION, day.number(1))
    await day.presses_state("+1 час")
    await expect(page.locator("#clock-said")).to_contain_text("Сейчас")
    await day.presses_state("Остановить бота")
    await expect(state).to_have_text("Бот остановлен")
    await expect(page.locator("#appeal-note")).to_contain_text("Бот остановлен")
    await day.presses_state("+10 минут")
    await expect(page.locator("#appeal-left")).to_have_text(re.compile("Осталось 22 ч 4"))
    await choose_person(page, "client", "Пётр")
    await jump(page, "client")
    await write(page, SECOND)
    await expect(page.locator("#bot-waiting")).to_contain_text("Ждут запуска: 1 сообщение")
    ahead = await page.locator("#clock-offset").text_content()
    await day.presses_state("Запустить бота")
    await expect(state).to_have_text("Бот работает")
    await jump(page, "client")
    await expect(day.told("client", day.number(2))).to_be_visible(timeout=START)
    await expect(page.locator("#appeal-choice")).to_contain_text(day.number(2))
    assert await page.locator("#clock-offset").text_content() == ahead
    due = (day.running.world.now() + timedelta(days=1)).astimezone(NOVOSIBIRSK)
    await expect(day.told("client", day.number(2))).to_contain_text(f"{due:%H}:")
