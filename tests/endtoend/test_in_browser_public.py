"""Questions before everybody in a real Chromium, by keyboard alone, with the real bot."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from sandbox.square import CONSULTATION, DISCUSSION, first_post
from tests.endtoend.browsing import Browsing
from tests.endtoend.with_child import SandboxWithChild, sandbox_with_child
from tests.sandbox.browser import (
    LAPTOP,
    PHONE,
    choose_person,
    choose_place,
    jump,
    open_topic,
    opened_page,
    press_button,
    scrolls_sideways,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
QUESTION = "Сколько мест по квоте у завода на 135 человек?"
ANSWER = "Квота 2 %, то есть 3 места."
COMMENT = "А кто не успел подать заявление до 1 декабря?"
BELOW = "Приём заявлений продлён до 5 декабря."
TOPIC = "000001"
START = 60_000


@dataclass(frozen=True, slots=True)
class Visit(Browsing):
    """A browser at the page; the bot is a process of its own."""

    running: SandboxWithChild

    async def asks_in_the_group(self) -> None:
        """As Olga, and wait for the number."""
        await choose_place(self.page, "Группа")
        await write(self.page, QUESTION)
        await expect(self.told("public", self.running.number(1))).to_be_visible()

    async def asks_below_the_post(self) -> None:
        """As Pyotr, below the channel's post."""
        await choose_place(self.page, "Канал")
        await choose_person(self.page, "public", "Пётр Ким")
        await press_button(self.page, "public", "Оставить комментарий")
        await write(self.page, COMMENT)

    async def answers(self, topic: str, text: str) -> None:
        """Take the appeal as the moderator and write in its topic."""
        await open_topic(self.page, topic)
        await press_button(self.page, "staff", "Взять")
        await expect(self.page.locator("#topic-title")).to_contain_text("В работе")
        await jump(self.page, "staff")
        await write(self.page, text)
        await expect(self.told("staff", text)).to_contain_text("хорошо")


@pytest_asyncio.fixture(params=[LAPTOP, PHONE], ids=["1280x800", "390x844"], loop_scope="session")
async def visit(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path
) -> AsyncIterator[Visit]:
    """The page at both sizes; afterwards it must have kept quiet, to itself and in its width."""
    async with sandbox_with_child(tmp_path) as running:
        await running.world.until(lambda: running.world.updates.polled, 60)
        first_post(running.world)
        async with opened_page(browser, running.url, request.param) as (page, watch):
            page.set_default_timeout(START)
            yield Visit(page, running)
            assert not await scrolls_sideways(page)
            assert watch.complaints == []
            assert watch.outside == []


async def test_asked_in_the_group_answered_in_the_group(visit: Visit) -> None:
    await visit.asks_in_the_group()
    await visit.answers(TOPIC, ANSWER)
    await jump(visit.page, "public")
    await expect(visit.told("public", ANSWER)).to_be_visible()
    bot = visit.running.world.bot.id
    said = [one for one in visit.running.world.messages(CONSULTATION) if one.sender == bot]
    assert said[-1].reply_to is not None


async def test_asked_below_a_post_answered_in_its_comments(visit: Visit) -> None:
    await visit.asks_below_the_post()
    await visit.answers(TOPIC, BELOW)
    await jump(visit.page, "public")
    await expect(visit.told("public", BELOW)).to_be_visible()
    answer = visit.running.world.messages(DISCUSSION)[-1]
    assert answer.branch == visit.running.world.messages(DISCUSSION)[0].id
    await expect(visit.page.locator("#appeal-state")).to_be_attached()
