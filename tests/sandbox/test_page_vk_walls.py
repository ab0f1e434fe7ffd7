"""The walls of VK on the page in a real Chromium, by keyboard alone; nobody plays the bot."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from sandbox.vk.wall_state import NEIGHBOUR, Comment, Post
from sandbox.vk.world import VkWorld
from tests.sandbox.browser import (
    LAPTOP,
    PHONE,
    choose_person,
    choose_platform,
    choose_vk_place,
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
MARIA, IRINA = 301, 401
QUESTION = "Сколько мест по квоте у завода?"


@dataclass(frozen=True, slots=True)
class Visit:
    """The page and the VK behind it."""

    page: Page
    vk: VkWorld

    def post(self, owner: int) -> Post:
        """The first post of a wall."""
        return next(one for one in self.vk.posts.values() if one.owner == owner)

    async def comment(self, owner: int, text: str) -> Comment:
        """Wait until a comment stands below it."""

        def found() -> list[Comment]:
            return [one for one in self.post(owner).standing if one.text == text]

        await self.vk.world.until(found)
        return found()[0]

    async def reads(self, text: str) -> None:
        """Wait until a text is on the screen."""
        articles = log(self.page, "vk-wall").get_by_role("article")
        await expect(articles.filter(has_text=text).last).to_be_visible()

    async def opens(self, place: str) -> None:
        """Go to a wall and to the comments below its first post."""
        await choose_platform(self.page, "ВКонтакте")
        await choose_vk_place(self.page, place)
        await press_button(self.page, "vk-wall", "Оставить комментарий")
        await expect(self.page.locator("#vk-wall-back")).to_be_visible()


@pytest_asyncio.fixture(params=[LAPTOP, PHONE], ids=["1280x800", "390x844"], loop_scope="session")
async def visit(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Visit]:
    """The page at both sizes; afterwards it must have kept quiet, to itself and in its width."""
    async with (
        running_sandbox() as sandbox,
        opened_page(browser, sandbox.url, request.param) as (page, watch),
    ):
        await page.locator("#vk-wall-who label").first.wait_for(state="attached")
        yield Visit(page, sandbox.vk.world)
        assert not await scrolls_sideways(page)
        assert watch.complaints == []
        assert watch.outside == []


async def test_a_comment_is_written_changed_and_taken_back(visit: Visit) -> None:
    page, wall = visit.page, visit.vk.own_wall
    await visit.opens("Стена сообщества")
    await jump(page, "vk-wall")
    assert "Комментарий во ВКонтакте от имени: Мария Кузнецова" in await focused_name(page)
    await write(page, QUESTION)
    asked = await visit.comment(wall, QUESTION)
    assert asked.sender == MARIA
    await visit.reads(QUESTION)
    await page.keyboard.press("ArrowUp")
    await write(page, " И у школы?")
    assert (await visit.comment(wall, f"{QUESTION} И у школы?")).edited
    await press_button(page, "vk-wall", "Удалить")
    await visit.reads("Комментарий удалён")
    assert asked.deleted


async def test_an_employee_answers_in_the_thread_in_the_communitys_name(visit: Visit) -> None:
    page, wall = visit.page, visit.vk.own_wall
    asked = visit.vk.comments(MARIA, visit.post(wall).id, QUESTION)
    await choose_platform(page, "ВКонтакте")
    await choose_vk_place(page, "Стена сообщества")
    await press_button(page, "vk-wall", "1 комментарий")
    await choose_person(page, "vk-wall", "Ирина Лебедева")
    await visit.reads(QUESTION)
    await jump(page, "vk-wall")
    await tab_into(page, "#vk-wall-chat [role=article]", back=True)
    await page.keyboard.press("r")
    await write(page, "Три места.")
    answer = await visit.comment(wall, "Три места.")
    assert (answer.sender, answer.admin, answer.reply_to) == (wall, IRINA, asked.id)
    await visit.reads("Три места.")


async def test_a_post_on_a_foreign_wall_names_the_authority(visit: Visit) -> None:
    page = visit.page
    await choose_platform(page, "ВКонтакте")
    await choose_vk_place(page, "Чужая стена")
    assert "Новая запись на стене от имени" in await focused_name(page)
    await write(page, "Спросите @otklik_sandbox")
    await visit.reads("Спросите @otklik_sandbox")
    posts = [one for one in visit.vk.posts.values() if one.owner == -NEIGHBOUR]
    assert (posts[-1].sender, posts[-1].text.startswith("Спросите [club")) == (MARIA, True)
    await choose_person(page, "vk-wall", "Ирина Лебедева")
    await expect(page.locator("#vk-wall-chat .composer")).to_be_hidden()


async def test_closed_comments_are_said_and_the_way_back_is_kept(visit: Visit) -> None:
    page, wall = visit.page, visit.vk.own_wall
    await visit.opens("Стена сообщества")
    visit.vk.closes_comments(wall, visit.post(wall).id)
    await expect(page.locator("#vk-wall-closed")).to_be_visible()
    await jump(page, "vk-wall")
    await tab_to(page, "К записям", back=True)
    await page.keyboard.press("Enter")
    await expect(page.locator("#vk-wall-back")).to_be_hidden()
    await expect(page.locator("#vk-wall-closed")).to_be_hidden()


async def test_the_dialog_is_there_first_and_what_happens_on_a_wall_is_counted(
    visit: Visit,
) -> None:
    page, wall = visit.page, visit.vk.own_wall
    await choose_platform(page, "ВКонтакте")
    assert "Сообщение сообществу" in await focused_name(page)
    await expect(page.locator("#vk-wall-place")).to_be_hidden()
    visit.vk.employee_comments(IRINA, visit.post(wall).id, "Новость в комментариях")
    badge = page.locator("#vk-place label").filter(has_text="Стена сообщества").locator(".badge")
    await expect(badge).to_be_visible()
