"""VK in a real Chromium, by keyboard alone, with the real bot: a report, its answer, a link."""

import re
import wave
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.endtoend.browsing import Browsing
from tests.endtoend.with_child import SandboxWithChild, sandbox_with_child
from tests.sandbox.browser import (
    LAPTOP,
    PHONE,
    arrow_to,
    attach,
    choose_from_menu,
    choose_person,
    choose_platform,
    focused_name,
    jump,
    log,
    open_topic,
    open_vk_desk,
    opened_page,
    press_begin,
    press_button,
    scrolls_sideways,
    tab_to,
    write,
)
from tests.sandbox.test_page import picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
REPORT = "На портале не сохраняется отчёт о квоте: кнопка «Отправить» не нажимается."
CORRECTED = "На портале не сохраняется отчёт о квоте: кнопка «Подписать» не нажимается."
ANSWER = "Здравствуйте. Ошибку исправили, попробуйте ещё раз."
BY_HAND = "Добавлю: черновик отчёта сохранился, заполнять заново не нужно."
CATEGORY = "Квота для приёма на работу"
TOPIC = "000001"
MENU = "#vk-menu"
MARIA = 301
START = 60_000


@dataclass(frozen=True, slots=True)
class Visit(Browsing):
    """A browser at the page, its client in VK; the bot is a process of its own."""

    running: SandboxWithChild

    async def begins(self) -> None:
        """Press «Начать» and see the community's keyboard."""
        await press_begin(self.page, "vk")
        await self.keyboard().get_by_role("button").first.wait_for(timeout=START)

    async def reports(self) -> None:
        """«Сообщить о проблеме», a category, the words; wait for the number."""
        await self.begins()
        await jump(self.page, "vk")
        await tab_to(self.page, "Сообщить о проблеме")
        await self.page.keyboard.press("Enter")
        await press_button(self.page, "vk", CATEGORY)
        await expect(self.told("vk", "Опишите, что случилось")).to_be_visible()
        await jump(self.page, "vk")
        await write(self.page, REPORT)
        await expect(self.told("vk", self.running.number(1))).to_be_visible()

    def keyboard(self) -> Locator:
        """The lasting keyboard under the field."""
        return self.page.get_by_role("group", name="Клавиатура сообщества")

    async def answers(self, text: str) -> None:
        """Write as the moderator in the open topic."""
        await jump(self.page, "staff")
        await write(self.page, text)
        await expect(self.told("staff", text)).to_be_visible()


@pytest_asyncio.fixture(params=[LAPTOP, PHONE], ids=["1280x800", "390x844"], loop_scope="session")
async def visit(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path
) -> AsyncIterator[Visit]:
    """The page at both sizes; afterwards it must have kept quiet, to itself and in its width."""
    async with (
        sandbox_with_child(tmp_path) as running,
        opened_page(browser, running.url, request.param) as (page, watch),
    ):
        page.set_default_timeout(START)
        await running.world.until(lambda: running.vk.pollers, 60)
        await choose_platform(page, "ВКонтакте")
        assert "во ВКонтакте от имени: Мария Кузнецова" in await focused_name(page)
        yield Visit(page, running)
        assert not await scrolls_sideways(page)
        assert watch.complaints == []
        assert watch.outside == []


async def test_a_problem_is_reported_answered_in_telegram_and_read_in_vk(visit: Visit) -> None:
    page = visit.page
    await visit.reports()
    registered = visit.told("vk", visit.running.number(1))
    await expect(registered).to_contain_text(re.compile(r"до \d\d:\d\d"))
    own = log(page, "vk").get_by_role("article", name="Мария Кузнецова").filter(has_text=REPORT)
    await expect(own).to_have_attribute("aria-label", re.compile("прочитано$"))

    await open_topic(page, TOPIC)
    card = visit.told("staff", visit.running.number(1))
    await expect(card).to_contain_text(REPORT)
    await expect(card).to_contain_text(CATEGORY)
    await press_button(page, "staff", "Взять")
    await expect(page.locator("#topic-title")).to_contain_text("В работе")
    await visit.answers(ANSWER)
    await expect(visit.told("staff", ANSWER).get_by_role("list", name="Реакции")).to_be_visible()

    await jump(page, "vk")
    await expect(visit.told("vk", ANSWER).locator(".quote")).to_contain_text("На портале")
    await visit.running.world.until(lambda: everything_read(visit), 20)

    await open_vk_desk(page)
    assert "отвечает: Ирина Лебедева" in await focused_name(page)
    await expect(visit.told("vk-desk", ANSWER)).to_contain_text("бот")
    await write(page, BY_HAND)
    await expect(visit.told("vk-desk", BY_HAND)).to_contain_text("Ирина Лебедева")
    await jump(page, "vk")
    await expect(visit.told("vk", BY_HAND)).to_be_visible()
    await open_topic_from_vk(page)
    shown = visit.told("staff", BY_HAND)
    await expect(shown).to_contain_text("уже ответили во ВКонтакте (Ирина Лебедева)")
    await expect(page.locator("#history")).to_contain_text("Ирина Лебедева")
    await expect(page.locator("#history")).not_to_contain_text("vk:")
    await press_button(page, "staff", "Ответ дан")
    await expect(page.locator("#topic-title")).to_contain_text("Ответ дан")


async def test_the_third_column_tells_of_vk_too(visit: Visit) -> None:
    page = visit.page
    await visit.begins()
    events, waiting = page.locator("#events"), page.locator("#bot-waiting")
    await expect(events).to_contain_text("Бот написал")
    await expect(events).to_contain_text("Мария Кузнецова во ВКонтакте")
    await jump(page, "state")
    await tab_to(page, "Остановить бота")
    await page.keyboard.press("Enter")
    await expect(page.locator("#bot-state")).to_have_text("Бот остановлен")
    visit.running.vk.writes(MARIA, REPORT)
    await expect(waiting).to_contain_text("Ждут запуска: 1 сообщение")
    visit.running.vk.writes(MARIA, CORRECTED)
    await expect(waiting).to_contain_text("Ждут запуска: 2 сообщения")
    await tab_to(page, "Запустить бота")
    await page.keyboard.press("Enter")
    await expect(page.locator("#bot-state")).to_have_text("Бот работает")
    await expect(waiting).to_be_hidden()
    await jump(page, "vk")
    await expect(visit.told("vk", visit.running.number(1))).to_be_visible()


async def test_a_link_leads_to_its_category_and_files_go_both_ways(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.page
    photo, paper, voice = three_files(tmp_path)
    await choose_from_menu(page, MENU, "Открыть по ссылке")
    assert "vk.me/" in await focused_name(page)
    await page.keyboard.press("Enter")
    await expect(page.locator("#vk-led")).to_contain_text("report_quota")
    await press_begin(page, "vk")
    await expect(visit.told("vk", CATEGORY)).to_contain_text("Опишите, что случилось")
    await expect(page.locator("#vk-led")).to_be_hidden()

    await jump(page, "vk")
    await attach(page, [photo, paper])
    await write(page, REPORT)
    await expect(visit.told("vk", visit.running.number(1))).to_be_visible()
    sent = log(page, "vk").get_by_role("article", name="Мария Кузнецова").last
    await expect(sent.get_by_role("img")).to_be_visible()
    await expect(sent.get_by_role("link", name=paper.name)).to_be_visible()
    await jump(page, "vk")
    async with page.expect_file_chooser() as chooser:
        await choose_from_menu(page, MENU, "Отправить голосовое")
    await (await chooser.value).set_files(voice)
    await expect(visit.told("vk", "Голосовое сообщение")).to_be_visible()

    await open_topic(page, TOPIC)
    told = log(page, "staff")
    await expect(told.get_by_role("img")).to_be_visible()
    await expect(told.get_by_role("link", name=paper.name)).to_be_visible()
    await expect(told.locator("audio")).to_be_visible()
    await jump(page, "staff")
    await attach(page, [paper])
    await write(page, ANSWER)
    await jump(page, "vk")
    await expect(visit.told("vk", ANSWER).get_by_role("link", name=paper.name)).to_be_visible()


async def test_words_are_corrected_and_messages_forbidden_and_allowed(visit: Visit) -> None:
    page = visit.page
    await visit.reports()
    await jump(page, "vk")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Control+a")
    await write(page, CORRECTED)
    await expect(visit.told("vk", CORRECTED)).to_contain_text("изменено")
    await open_topic(page, TOPIC)
    await expect(visit.told("staff", CORRECTED)).to_be_visible()

    await jump(page, "vk")
    await choose_from_menu(page, MENU, "Запретить сообщения")
    await expect(page.locator("#vk-denied")).to_contain_text("Ответы не придут")
    await open_topic(page, TOPIC)
    await visit.answers(ANSWER)
    await expect(visit.told("staff", "не доставлено")).to_be_visible()
    await jump(page, "vk")
    await tab_to(page, "Разрешить", back=True)
    await page.keyboard.press("Enter")
    await expect(page.locator("#vk-denied")).to_be_hidden()
    await expect(page.locator("#toasts")).to_contain_text("Сообществу разрешено писать вам")


async def test_a_pressed_button_answers_and_others_are_counted(visit: Visit) -> None:
    page = visit.page
    await visit.reports()
    await press_button(page, "vk", "Отменить")
    await choose_person(page, "vk", "Алексей")
    await choose_platform(page, "Telegram")
    visit.running.vk.writes(MARIA, "Вы меня слышите?")
    badge = page.locator("#client-platform label").filter(has_text="ВКонтакте").locator(".badge")
    await expect(badge).to_contain_text("непрочитанн")
    await choose_platform(page, "ВКонтакте")
    await expect(badge).to_be_hidden()


def everything_read(visit: Visit) -> bool:
    """Whether the user has read the last that was written to her."""
    dialog = visit.running.vk.dialog(MARIA)
    return dialog.last is not None and dialog.out_read >= dialog.last.cmid


async def open_topic_from_vk(page: Page) -> None:
    """From VK's own interface back to the topic."""
    await jump(page, "staff")
    if await page.locator("#vk-desk-back").is_visible():
        await tab_to(page, "Темы", back=True)
        await page.keyboard.press("Enter")
        await tab_to(page, "Общее")
        await arrow_to(page, TOPIC)
        await page.keyboard.press("Enter")
    else:
        await open_topic(page, TOPIC)


def three_files(folder: Path) -> tuple[Path, Path, Path]:
    """A photo, a paper and a second of silence."""
    photo, paper, voice = folder / "экран.png", folder / "отчёт.pdf", folder / "голос.wav"
    photo.write_bytes(picture(320, 200))
    paper.write_bytes(b"%PDF-1.4 " + b" " * 2000)
    with wave.open(str(voice), "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", "none"))
        sound.writeframes(b"\x80" * 8000)
    return photo, paper, voice
