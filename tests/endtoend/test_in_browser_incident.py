"""One matter in four places, in a real Chromium by keyboard alone: one answer reaches everybody."""

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
IN_GROUP = "Третий день не сохраняется отчёт о квоте на «Работе России». Что делать?"
BELOW_POST = "На «Работе России» третий день не сохраняется отчёт о квоте, что нам делать?"
ON_WALL = "Не сохраняется отчёт о квоте на «Работе России», третий день. Что делать?"
ALONE = "Отчёт о квоте третий день не сохраняется на «Работе России», что делать?"
ANSWER = "Ошибку на портале исправили. Отправьте отчёт ещё раз до пятницы."
START = 60_000


@dataclass(frozen=True, slots=True)
class Visit(Browsing):
    """A browser at the page; the bot is a process of its own."""

    running: SandboxWithChild

    async def asks_everywhere(self) -> None:
        """Olga in the group, Pyotr below the channel's post, Maria on VK's wall and alone."""
        page = self.page
        await choose_place(page, "Группа")
        await write(page, IN_GROUP)
        await self._registered(1)
        await choose_place(page, "Канал")
        await choose_person(page, "public", "Пётр Ким")
        await press_button(page, "public", "Оставить комментарий")
        await write(page, BELOW_POST)
        await self._registered(2)
        await choose_platform(page, "ВКонтакте")
        await write(page, ALONE)
        await self._registered(3)
        await choose_vk_place(page, "Стена сообщества")
        await press_button(page, "vk-wall", "Оставить комментарий")
        await jump(page, "vk-wall")
        await write(page, ON_WALL)
        await self._registered(4)

    async def _registered(self, count: int) -> None:
        world = self.running.world
        await world.until(lambda: len(world.topics(world.moderator_chat.id)) == count, 60)

    async def gathers_all(self) -> None:
        """The moderator goes from card to card, as the hints on them say."""
        for number in (2, 3, 4):
            await open_topic(self.page, f"00000{number}")
            await expect(self.told("staff", "Похоже на")).to_be_visible()
            await press_button(self.page, "staff", "Собрать вместе")
            incident = f"Инцидент И-{self.running.today.year}-0001"
            await expect(self.told("staff", incident)).to_be_visible()

    async def prepares(self) -> None:
        """One answer, shown back with who gets it where."""
        await jump(self.page, "staff")
        await write(self.page, f"/incident answer {ANSWER}")
        await expect(self.told("staff", "Получат: 4")).to_be_visible()

    async def sends(self) -> None:
        """To all; the report comes when everybody has got it."""
        await press_button(self.page, "staff", "Отправить всем (4)")
        await expect(self.told("staff", "ответ дошёл, отвечено: 4")).to_be_visible()

    async def everybody_reads(self) -> None:
        """Each in their own place, below their own question."""
        page = self.page
        await jump(page, "vk-wall")
        await self._stands("vk-wall", "Не сохраняется отчёт")
        await choose_vk_place(page, "Сообщения")
        await self._stands("vk", "Отчёт о квоте третий день")
        await choose_platform(page, "Telegram")
        await self._stands("public", "На «Работе России»")
        await choose_place(page, "Группа")
        await self._stands("public", "Третий день не сохраняется")

    async def _stands(self, column: str, below: str) -> None:
        await expect(self.told(column, ANSWER).locator(".quote")).to_contain_text(below)


@pytest_asyncio.fixture(params=[LAPTOP, PHONE], ids=["1280x800", "390x844"], loop_scope="session")
async def visit(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path
) -> AsyncIterator[Visit]:
    """The page at both sizes; afterwards it must have kept quiet, to itself and in its width."""
    async with sandbox_with_child(tmp_path) as running:
        await running.world.until(lambda: running.world.updates.polled and running.vk.pollers, 60)
        first_post(running.world)
        async with opened_page(browser, running.url, request.param) as (page, watch):
            page.set_default_timeout(START)
            for people in ("#public-who", "#vk-who", "#vk-wall-who"):
                await page.locator(f"{people} label").first.wait_for(state="attached")
            yield Visit(page, running)
            assert not await scrolls_sideways(page)
            assert watch.complaints == []
            assert watch.outside == []


async def test_one_answer_reaches_all_who_complained_of_one_thing(visit: Visit) -> None:
    await visit.asks_everywhere()
    await visit.gathers_all()
    await visit.prepares()
    await visit.sends()
    await visit.everybody_reads()
    world = visit.running.world
    for place in (CONSULTATION, DISCUSSION):
        written = [one.text or "" for one in world.messages(place)]
        assert written.count(ANSWER) == 1
    assert all("Ответ дан" in one.name for one in world.topics(world.moderator_chat.id))
