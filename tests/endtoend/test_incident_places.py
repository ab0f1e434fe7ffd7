"""One matter wherever it is said: an incident's answer in all its places, through the whole program.

In private and before all, in Telegram and VK, over HTTP; what no program may answer is left out.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.square import CHANNEL, CONSULTATION, DISCUSSION
from sandbox.state import Message, Topic
from sandbox.vk.faults import VkFault
from sandbox.vk.wall_state import NEIGHBOUR, Comment
from tests.endtoend.desk import ANNA, ELENA, MARIA, OLGA, PETR, front_desk
from tests.endtoend.patience import as_time_passes
from tests.endtoend.square import PLACES, POST
from tests.endtoend.test_public_vk import NADIA, NAMED, TATIANA, VkSquare

QUESTION = "Третий день не сохраняется отчёт о квоте на «Работе России». Что делать?"
ELSEWHERE = "У кого-то сохраняется отчёт о квоте на «Работе России»? Минтруд НСО молчит третий день."
ANSWER = "Ошибку исправили, отправьте отчёт ещё раз."
ALONE, IN_GROUP, BELOW_POST, IN_VK, ON_WALL, NAMED_ELSEWHERE = range(1, 7)


class Everywhere(VkSquare):
    """Six people have asked about one thing, each in a place of their own, in this order."""

    asked: dict[int, Any]
    topics: dict[int, Topic]

    async def everybody_asks(self) -> None:
        """One after another, so that the numbers are known."""
        world, self.asked, self.topics = self.world, {}, {}
        post = world.writes(ELENA, POST, chat=CHANNEL)[0]
        steps = {
            ALONE: lambda: world.writes(OLGA, QUESTION)[0],
            IN_GROUP: lambda: world.writes(PETR, QUESTION, chat=CONSULTATION)[0],
            BELOW_POST: lambda: world.comments(ANNA, post, QUESTION),
            IN_VK: lambda: self.vk.writes(NADIA, QUESTION),
            ON_WALL: lambda: self.asks_below(QUESTION, TATIANA),
            NAMED_ELSEWHERE: lambda: self.vk.publishes(ELSEWHERE, owner=-NEIGHBOUR, sender=NADIA),
        }
        for number, step in steps.items():
            self.asked[number] = step()
            await self.until(lambda count=number: len(world.topics(self.chat)) == count)  # type: ignore[misc]  # a default binds the number
            self.topics[number] = world.topics(self.chat)[-1]
            await self.until(lambda: self.in_topic(self.topics[len(self.topics)]))

    async def gathered(self) -> None:
        """All of them in one incident."""
        self.writes_outside(f"/incident {' '.join(map(str, self.topics))}")
        await self.outside("добавлены обращения")

    async def prepared(self, text: str = ANSWER) -> Message:
        """The answer as it is shown back."""
        before = len(self.lines_outside())
        self.writes_outside(f"/incident answer И-1 {text}")
        await self.until(lambda: len(self.lines_outside()) > before)
        return self.lines_outside()[-1]

    async def sent(self) -> Message:
        """To all; the report, once it comes."""
        self.presses(await self.prepared(), "Отправить всем", MARIA)
        return await self.outside("ответ дошёл")

    def writes_outside(self, text: str) -> None:
        self.world.writes(MARIA, text, chat=self.chat)

    def lines_outside(self) -> list[Message]:
        """What the program says outside all topics."""
        written = self.world.messages(self.chat)
        return [one for one in written if one.thread is None and one.sender == self.world.bot.id]

    async def outside(self, words: str) -> Message:
        """The program's latest line there that says this, once it comes."""
        found: list[Message] = []

        def there() -> bool:
            found[:] = [one for one in self.lines_outside() if words in (one.text or "")]
            return bool(found)

        await as_time_passes(self, there, 1)
        return found[-1]

    def stands(self, number: int) -> list[str]:
        """What the program said in answer to this question, where it was asked."""
        if number == IN_VK:
            said = [one for one in self.vk.messages(NADIA) if one.out]
            return [one.text for one in said if one.text == ANSWER]
        if number == ON_WALL:
            below = self._ours(self.asked[ON_WALL])
            return [one.text for one in below]
        chat = {ALONE: OLGA, IN_GROUP: CONSULTATION, BELOW_POST: DISCUSSION}[number]
        said_there = self.world.messages(chat)
        asked = self.asked[number].id
        return [
            one.text or ""
            for one in said_there
            if one.sender == self.world.bot.id and one.reply_to == asked and one.text == ANSWER
        ]

    def _ours(self, asked: Comment) -> list[Comment]:
        return [one for one in self.said() if one.reply_to == asked.id]

    async def answered(self) -> list[int]:
        """Whose «Ответ дан» stands, by number."""
        await self.worked_off()
        async with self.app.store.begin() as unit:
            found = await unit.appeals.many(list(self.topics))
        return [one.id for one in found if not one.is_open]

    async def due(self) -> dict[int, timedelta]:
        """Each member's own time, from its own date."""
        async with self.app.store.begin() as unit:
            found = await unit.appeals.many(list(self.topics))
        return {one.id: one.due_at - one.published_at for one in found}


@asynccontextmanager
async def everywhere(folder: Path) -> AsyncIterator[Everywhere]:
    keys = {"service_token": "sandbox-service", "user_token": "vk1.a.sandbox-user"}
    sections = {"authority": NAMED, "telegram": PLACES}
    async with front_desk(folder, sections, vk=keys | {"mentions_every": "1s"}) as running:
        desk = Everywhere(running.sandbox, running.app, running.clock)
        await desk.until(lambda: desk.vk.pollers)
        await desk.everybody_asks()
        yield desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Everywhere]:
    async with everywhere(tmp_path) as running:
        await running.gathered()
        yield running


REACHED = [ALONE, IN_GROUP, BELOW_POST, IN_VK, ON_WALL]


async def test_one_answer_reaches_everybody_in_their_own_place(desk: Everywhere) -> None:
    hours = {number: due / timedelta(hours=1) for number, due in (await desk.due()).items()}
    assert hours == {1: 24, 2: 24, 3: 2, 4: 2, 5: 2, 6: 4}
    shown = await desk.prepared()
    assert "Получат: 5" in (shown.text or "")
    assert "ответить можно только вручную, 1: 000006" in (shown.text or "")
    assert all(desk.stands(number) == [] for number in REACHED)
    desk.presses(shown, "Отправить всем", MARIA)
    report = await desk.outside("ответ дошёл")
    assert "отвечено: 5" in (report.text or "")
    assert "ответить можно только вручную, 1: 000006" in (report.text or "")
    assert [desk.stands(number) for number in REACHED] == [[ANSWER]] * 5
    assert await desk.answered() == REACHED
    await desk.worked_off()
    assert "Кто ответил?" not in str([one.text for one in desk.world.messages(desk.chat)])
    assert all(one.text != ANSWER for post in desk.vk.posts.values() for one in post.standing if post.owner == -NEIGHBOUR)


async def test_a_telephone_number_is_warned_of_since_strangers_read_it(desk: Everywhere) -> None:
    shown = await desk.prepared("Звоните: +7 913 000-11-22")
    assert "Осторожно" in (shown.text or "")
    assert "Осторожно" not in ((await desk.prepared()).text or "")


async def test_who_added_something_meanwhile_is_left_out_and_stays_open(desk: Everywhere) -> None:
    shown = await desk.prepared()
    desk.asks("И ещё: черновик тоже пропал, это то же самое?")
    await desk.in_topic_more(desk.topics[ALONE], "черновик тоже пропал")
    desk.presses(shown, "Отправить всем", MARIA)
    report = await desk.outside("ответ дошёл")
    assert "клиент что-то дописал, прочтите, 1: 000001" in (report.text or "")
    assert desk.stands(ALONE) == []
    assert await desk.answered() == REACHED[1:]


async def test_failures_are_gathered_and_tried_again_at_once(desk: Everywhere) -> None:
    desk.vk.faults.plan(VkFault("wall.createComment", "error", code=223))
    desk.vk.faults.plan(VkFault("messages.send", "error", code=100))
    report = await desk.sent()
    assert "отвечено: 3, не доставлено: 2" in (report.text or "")
    assert "не доставлено, 2: 000004, 000005" in (report.text or "")
    assert await desk.answered() == REACHED[:3]
    desk.presses(report, "Отправить ещё раз", MARIA)
    await desk.outside("отвечено: 5")
    assert [desk.stands(number) for number in REACHED] == [[ANSWER]] * 5
    assert await desk.answered() == REACHED


async def test_where_the_place_is_gone_nothing_stands_loose_and_the_report_says_so(
    desk: Everywhere,
) -> None:
    desk.world.deletes(PETR, desk.asked[IN_GROUP].id, chat=CONSULTATION)
    desk.vk.closes_comments(desk.vk.own_wall, desk.post.id)
    report = await desk.sent()
    assert "отвечено: 3, не доставлено: 2" in (report.text or "")
    assert "ответить уже нельзя" in (report.text or "")
    assert "000002, 000005" in (report.text or "")
    assert report.markup is None
    before_all = desk.world.messages(CONSULTATION)
    assert ANSWER not in [one.text for one in before_all]
    assert ANSWER not in [one.text for one in desk.said()]
    assert await desk.answered() == [ALONE, BELOW_POST, IN_VK]
