"""The whole product in a real Chromium, by keyboard alone: page, sandbox and the real bot."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from sandbox.child import spawned
from tests.endtoend.browsing import Browsing
from tests.endtoend.desk import OLGA, front_desk
from tests.endtoend.with_child import sandbox_with_child
from tests.sandbox.browser import (
    LAPTOP,
    PHONE,
    Watch,
    attach,
    choose_person,
    jump,
    open_topic,
    opened_page,
    press_button,
    scrolls_sideways,
    tab_to,
    topic_row,
    write,
)
from tests.sandbox.test_page import picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
QUESTION = "Добрый день! Какая квота, если у нас 135 сотрудников?"
ANSWER = "Квота – 2 %, то есть 3 места."
TOPIC = "000001"
START = 60_000


@dataclass(frozen=True, slots=True)
class Shift(Browsing):
    """A browser at the page of a sandbox whose bot is at work."""

    watch: Watch

    async def asks(self, text: str = QUESTION) -> None:
        """Write as the chosen employer and see the acknowledgement."""
        await jump(self.page, "client")
        await write(self.page, text)
        await expect(self.told("client", "обращение получено")).to_be_visible()

    async def answers(self, text: str = ANSWER) -> None:
        """Write in the open topic and see the reaction that says it has been delivered."""
        await jump(self.page, "staff")
        await write(self.page, text)
        reactions = self.told("staff", text).get_by_role("list", name="Реакции")
        await expect(reactions).to_be_visible()

    async def takes(self) -> None:
        """Open the topic and press «Взять» under its card."""
        await open_topic(self.page, TOPIC)
        await press_button(self.page, "staff", "Взять")
        await expect(self.page.locator("#topic-title")).to_contain_text("В работе")


@pytest_asyncio.fixture(params=[LAPTOP, PHONE], ids=["1280x800", "390x844"], loop_scope="session")
async def shift(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path
) -> AsyncIterator[Shift]:
    """The page at both sizes; afterwards it must have kept quiet, to itself and in its width."""
    async with (
        front_desk(tmp_path) as desk,
        opened_page(browser, desk.sandbox.url, request.param) as (page, watch),
    ):
        yield Shift(page, watch)
        assert not await scrolls_sideways(page)
        assert watch.complaints == []
        assert watch.outside == []


async def test_an_employer_asks_a_moderator_takes_and_answers(shift: Shift) -> None:
    page = shift.page
    await jump(page, "client")
    await tab_to(page, "Начать", back=True)
    await page.keyboard.press("Enter")
    await expect(shift.told("client", "С чем вам помочь?")).to_be_visible()
    await shift.asks()
    await expect(shift.told("client", "№ 2026-000001")).to_contain_text("Ответим до")

    await open_topic(page, TOPIC)
    card = shift.told("staff", "№ 2026-000001")
    await expect(card).to_contain_text(QUESTION)
    await press_button(page, "staff", "Взять")
    await expect(page.locator("#toasts")).to_contain_text("Обращение за вами")
    await expect(card).to_contain_text("Исполнитель: Мария Иванова")
    await shift.answers()
    await press_button(page, "staff", "Ответ дан")
    await expect(page.locator("#topic-title")).to_contain_text("Ответ дан")

    await jump(page, "client")
    await expect(shift.told("client", "занимается сотрудник: Мария Иванова")).to_be_visible()
    await expect(shift.told("client", ANSWER).locator(".quote")).to_contain_text("Добрый день!")
    await press_button(page, "client", "Да, решён")
    await expect(shift.told("client", "Обращение № 2026-000001 завершено")).to_be_visible()


async def test_a_photo_and_a_file_travel_both_ways(shift: Shift, tmp_path: Path) -> None:
    photo, paper = tmp_path / "рабочее место.png", tmp_path / "расчёт квоты.pdf"
    photo.write_bytes(picture(320, 200))
    paper.write_bytes(b"%PDF-1.4 " + b" " * 2000)
    await shift.asks("Подходит ли такое рабочее место? Фото и расчёт ниже")
    await open_topic(shift.page, TOPIC)
    for sender, receiver in (("client", "staff"), ("staff", "client")):
        for file in (photo, paper):
            await jump(shift.page, sender)
            await attach(shift.page, [file])
            await write(shift.page, f"{file.stem} от {sender}")
        await jump(shift.page, receiver)
        seen = shift.told(receiver, f"{photo.stem} от {sender}")
        await expect(seen.get_by_role("img")).to_be_visible()
        got = shift.told(receiver, f"{paper.stem} от {sender}")
        await expect(got.get_by_role("link", name=paper.name)).to_be_visible()


async def test_a_second_moderator_is_held_until_the_sending_is_confirmed(shift: Shift) -> None:
    page = shift.page
    await shift.asks()
    await shift.takes()
    await choose_person(page, "staff", "Сергей")
    await jump(page, "staff")
    await write(page, "И ещё: отчёт подают до 10-го числа.")
    held = shift.told("staff", "занимается Мария Иванова")
    await expect(held).to_contain_text("Сообщение пока не отправлено")
    await expect(page.locator("#client-chat .text", has_text="до 10-го числа")).to_have_count(0)
    await press_button(page, "staff", "Отправить клиенту")
    await expect(shift.told("staff", "подтверждение: Сергей Орлов")).to_be_visible()
    await jump(page, "client")
    await expect(shift.told("client", "до 10-го числа")).to_be_visible()


async def test_my_appeals_tell_what_was_asked_and_answered(shift: Shift) -> None:
    page = shift.page
    await shift.asks()
    await shift.takes()
    await shift.answers()
    await jump(page, "client")
    await write(page, "/start")
    await tab_to(page, "Мои обращения")
    await page.keyboard.press("Enter")
    await press_button(page, "client", "№ 2026-000001: в работе")
    told = shift.told("client", "Задан:")
    await expect(told).to_contain_text(f"Вы: {QUESTION}")
    await expect(told).to_contain_text(f"Ответ: {ANSWER}")


async def test_the_common_topic_lists_what_is_open_and_is_opened_again(shift: Shift) -> None:
    page = shift.page
    await shift.asks()
    await open_topic(page, TOPIC)
    await open_topic(page, "Общее")
    await expect(page.locator("#topic-title")).to_have_text("Общее")
    await jump(page, "staff")
    await write(page, "/open")
    listed = shift.told("staff", "Открытые обращения: 1")
    await expect(listed).to_contain_text(f"{TOPIC} · Новое · до")


async def test_a_listed_number_opens_its_topic(shift: Shift) -> None:
    page = shift.page
    await shift.asks()
    await topic_row(page, TOPIC).wait_for(state="attached")
    await open_topic(page, "Общее")
    await write(page, "/open")
    await shift.told("staff", "Открытые обращения: 1").wait_for()
    await tab_to(page, TOPIC)
    await page.keyboard.press("Enter")
    await expect(page.locator("#topic-title")).to_contain_text(TOPIC)
    await expect(shift.told("staff", QUESTION)).to_be_visible()


async def test_nothing_is_lost_while_the_bot_is_killed_and_started_again(
    browser: Browser, tmp_path: Path
) -> None:
    """The bot is begun as by `make run`, and killed by the page's own button."""
    async with (
        sandbox_with_child(tmp_path, spawn=spawned) as running,
        opened_page(browser, running.url) as (page, watch),
    ):
        page.set_default_timeout(START)
        shift, state = Shift(page, watch), page.locator("#bot-state")
        await jump(page, "client")
        await write(page, QUESTION)
        await expect(shift.told("client", running.number(1))).to_be_visible(timeout=START)
        await shift.takes()
        await jump(page, "state")
        await tab_to(page, "Остановить бота")
        await page.keyboard.press("Enter")
        await expect(state).to_have_text("Бот остановлен")
        await jump(page, "staff")
        await write(page, ANSWER)
        await choose_person(page, "client", "Пётр")
        await jump(page, "client")
        await write(page, "А если сотрудников 30?")
        await jump(page, "state")
        await tab_to(page, "Запустить бота")
        await page.keyboard.press("Enter")
        await expect(state).to_have_text("Бот работает")
        await expect(shift.told("client", running.number(2))).to_be_visible(timeout=START)
        await expect(topic_row(page, "сотрудников 30")).to_have_count(1)
        await choose_person(page, "client", "Ольга")
        await expect(shift.told("client", ANSWER)).to_be_visible()
        assert watch.complaints == []
        told = [message.text or "" for message in running.world.messages(OLGA)]
        assert told.count(ANSWER) == 1
        topics = running.world.topics(running.world.moderator_chat.id)
        numbers = [re.findall(r"\d{6}", topic.name)[0] for topic in topics]
        assert numbers == ["000001", "000002"]
