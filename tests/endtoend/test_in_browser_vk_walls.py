"""Walls of VK in a real Chromium, by keyboard alone, with the real bot: a comment and a mention."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from sandbox.vk.wall_state import NEIGHBOUR
from tests.endtoend.test_in_browser_vk import START, Visit
from tests.endtoend.with_child import sandbox_with_child
from tests.sandbox.browser import (
    LAPTOP,
    PHONE,
    choose_platform,
    choose_vk_place,
    jump,
    open_topic,
    opened_page,
    press_button,
    scrolls_sideways,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
QUESTION = "Сколько мест по квоте у завода на 135 человек?"
ANSWER = "Три места: квота 2 %."
MENTION = "Почему @otklik_sandbox не отвечает по квоте?"


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
        yield Visit(page, running)
        assert not await scrolls_sideways(page)
        assert watch.complaints == []
        assert watch.outside == []


async def test_a_comment_is_answered_in_its_thread_and_a_mention_by_hand(visit: Visit) -> None:
    page, vk = visit.page, visit.running.vk
    await choose_vk_place(page, "Стена сообщества")
    await press_button(page, "vk-wall", "Оставить комментарий")
    await expect(page.locator("#vk-wall-back")).to_be_visible()
    await jump(page, "vk-wall")
    await write(page, QUESTION)
    await open_topic(page, "000001")
    await expect(visit.told("staff", QUESTION).first).to_be_visible()
    await press_button(page, "staff", "Взять")
    await visit.answers(ANSWER)
    await jump(page, "vk-wall")
    await expect(visit.told("vk-wall", ANSWER).locator(".quote")).to_contain_text("Сколько мест")

    await choose_vk_place(page, "Чужая стена")
    await write(page, MENTION)
    await open_topic(page, "000002")
    # Taken first, so that no offer to take it comes below the button that is looked for.
    await press_button(page, "staff", "Взять")
    await expect(page.locator("#topic-title")).to_contain_text("В работе")
    await visit.answers(ANSWER)
    await expect(visit.told("staff", "Записано, но не отправлено")).to_be_visible()
    await press_button(page, "staff", "Ответ размещён")
    await expect(page.locator("#topic-title")).to_contain_text("Ответ дан")
    foreign = [one for one in vk.posts.values() if one.owner == -NEIGHBOUR]
    assert [comment for one in foreign for comment in one.standing] == []
