"""The public places of the page in a real Chromium, by keyboard alone; nobody plays the bot."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from sandbox.square import CHANNEL, CONSULTATION, DISCUSSION, FOREIGN, first_post
from sandbox.state import Message
from sandbox.world import World
from tests.sandbox.browser import (
    LAPTOP,
    PHONE,
    Held,
    choose_person,
    choose_place,
    focused_name,
    jump,
    log,
    opened_page,
    press_button,
    scrolls_sideways,
    tab_into,
    tab_to,
    write,
)
from tests.sandbox_server import running_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
OLGA, PETR, ELENA = 101, 102, 203
QUESTION = "Сколько мест по квоте у завода?"


@dataclass(frozen=True, slots=True)
class Visit:
    """The page and the Telegram behind it."""

    page: Page
    world: World

    async def arrives(self, chat: int, text: str) -> Message:
        """Wait until a text stands in a chat."""
        await self.world.until(lambda: self._found(chat, text))
        return self._found(chat, text)[-1]

    def _found(self, chat: int, text: str) -> list[Message]:
        return [one for one in self.world.messages(chat) if one.text == text]

    async def reads(self, text: str) -> None:
        """Wait until a text is on the screen in the public place."""
        articles = log(self.page, "public").get_by_role("article")
        await expect(articles.filter(has_text=text).last).to_be_visible()


@pytest_asyncio.fixture(params=[LAPTOP, PHONE], ids=["1280x800", "390x844"], loop_scope="session")
async def visit(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Visit]:
    """The page at both sizes; afterwards it must have kept quiet, to itself and in its width."""
    async with running_sandbox() as sandbox:
        first_post(sandbox.world)
        async with opened_page(browser, sandbox.url, request.param) as (page, watch):
            await page.locator("#public-who label").first.wait_for(state="attached")
            yield Visit(page, sandbox.world)
            assert not await scrolls_sideways(page)
            assert watch.complaints == []
            assert watch.outside == []


async def test_the_private_chat_is_there_first(visit: Visit) -> None:
    await jump(visit.page, "client")
    assert "Сообщение боту от имени: Ольга Смирнова" in await focused_name(visit.page)
    await expect(visit.page.locator("#public-place")).to_be_hidden()


async def test_a_question_in_the_group_is_written_changed_and_taken_back(visit: Visit) -> None:
    page = visit.page
    await choose_place(page, "Группа")
    assert "Вопросы трудоустройства инвалидов НСО" in await focused_name(page)
    await write(page, QUESTION)
    asked = await visit.arrives(CONSULTATION, QUESTION)
    assert asked.sender == OLGA
    await visit.reads(QUESTION)
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("End")
    await write(page, " И у школы?")
    await visit.arrives(CONSULTATION, f"{QUESTION} И у школы?")
    await visit.reads("И у школы?")
    await press_button(page, "public", "Удалить")
    await visit.world.until(lambda: not visit.world.messages(CONSULTATION))


async def test_staff_answer_in_the_group_without_a_name_and_others_cannot(visit: Visit) -> None:
    page = visit.page
    await choose_place(page, "Группа")
    await expect(page.locator("#public-as")).to_be_hidden()
    await choose_person(page, "public", "Елена Павлова")
    await tab_into(page, "#public-as")
    await page.keyboard.press("ArrowDown")
    await jump(page, "public")
    await write(page, "Ответ от имени группы")
    answered = await visit.arrives(CONSULTATION, "Ответ от имени группы")
    assert (answered.sender, answered.anonymous) == (ELENA, True)
    article = log(page, "public").get_by_role("article", name="Вопросы трудоустройства")
    await expect(article).to_contain_text("анонимно")


async def test_a_comment_is_written_below_its_post(visit: Visit) -> None:
    page = visit.page
    await choose_place(page, "Канал")
    await expect(page.locator("#public-chat .composer")).to_be_hidden()
    await press_button(page, "public", "Оставить комментарий")
    await expect(page.locator("#public-back")).to_be_visible()
    assert "Комментарий под записью от имени: Ольга Смирнова" in await focused_name(page)
    await write(page, "А кто не успел?")
    comment = await visit.arrives(DISCUSSION, "А кто не успел?")
    post = visit.world.messages(CHANNEL)[0]
    brought = visit.world.forward_of(post)
    assert brought is not None
    assert comment.reply_to == comment.branch == brought.id
    await tab_to(page, "К записям", back=True)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="1 комментарий")).to_be_focused()


async def test_the_owner_publishes_and_answers_as_the_channel(visit: Visit) -> None:
    page = visit.page
    await choose_place(page, "Канал")
    await choose_person(page, "public", "Елена Павлова")
    await jump(page, "public")
    await write(page, "Приём перенесён")
    await visit.arrives(CHANNEL, "Приём перенесён")
    await press_button(page, "public", "Оставить комментарий")
    await tab_into(page, "#public-as", back=True)
    await page.keyboard.press("End")
    await jump(page, "public")
    await write(page, "Новый адрес: Красный проспект, 18.")
    answer = await visit.arrives(DISCUSSION, "Новый адрес: Красный проспект, 18.")
    assert answer.sender_chat == CHANNEL


async def test_in_a_foreign_group_one_is_told_how_to_name_the_bot(visit: Visit) -> None:
    page = visit.page
    await choose_place(page, "Чужая группа")
    await expect(page.locator("#public-note")).to_contain_text("@otklik_sandbox_bot")
    await choose_person(page, "public", "Пётр Ким")
    await jump(page, "public")
    await write(page, "@otklik_sandbox_bot, где приём?")
    assert (await visit.arrives(FOREIGN, "@otklik_sandbox_bot, где приём?")).sender == PETR


async def test_the_channel_once_read_does_not_take_the_focus_back(visit: Visit) -> None:
    held = await Held.back(visit.page, f"**/chats/{CHANNEL}/messages")
    await choose_place(visit.page, "Канал")
    reading = await held.next()
    await tab_into(visit.page, "#public-who", back=True)
    chosen = await focused_name(visit.page)
    await reading.continue_()
    await expect(log(visit.page, "public").get_by_role("article")).to_be_visible()
    assert await focused_name(visit.page) == chosen


async def test_the_focus_waits_for_the_latest_post_of_the_channel(visit: Visit) -> None:
    await choose_place(visit.page, "Канал")
    await expect(log(visit.page, "public").get_by_role("article")).to_be_focused()


async def test_what_comes_in_another_place_is_counted(visit: Visit) -> None:
    badge = visit.page.locator("#client-place label").filter(has_text="Канал").locator(".badge")
    visit.world.comments(PETR, visit.world.messages(CHANNEL)[0], "И мне интересно")
    await expect(badge).to_contain_text("1")
    await choose_place(visit.page, "Канал")
    await expect(badge).to_be_hidden()


async def test_a_link_to_a_public_message_leads_to_it(visit: Visit) -> None:
    post = visit.world.messages(CHANNEL)[0]
    comment = visit.world.comments(PETR, post, "И мне интересно")
    link = f"https://t.me/zanyatost_nso/{post.id}?comment={comment.id}"
    chat = visit.world.moderator_chat.id
    entity = {"type": "text_link", "offset": 0, "length": 11, "url": link}
    visit.world.writes(201, "комментарий", chat=chat, entities=[entity])
    await jump(visit.page, "staff")
    await tab_into(visit.page, "#staff-chat [role=article]", back=True)
    await tab_to(visit.page, "комментарий")
    await visit.page.keyboard.press("Enter")
    await expect(visit.page.locator("#public-back")).to_be_visible()
    await expect(log(visit.page, "public").get_by_role("article").last).to_be_focused()
