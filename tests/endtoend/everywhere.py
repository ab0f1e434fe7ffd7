"""Six people ask about one thing, each in a place of their own, and the program serves them all."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sandbox.square import CHANNEL, CONSULTATION, DISCUSSION
from sandbox.state import Message, Topic
from sandbox.vk.wall_state import NEIGHBOUR, Comment
from tests.endtoend.desk import ANNA, ELENA, MARIA, OLGA, PETR, front_desk
from tests.endtoend.patience import as_time_passes
from tests.endtoend.square import PLACES, POST
from tests.endtoend.test_public_vk import NADIA, NAMED, TATIANA, VkSquare

QUESTION = "Третий день не сохраняется отчёт о квоте на «Работе России». Что делать?"
ELSEWHERE = (
    "У кого-то сохраняется отчёт о квоте на «Работе России»? Минтруд НСО молчит третий день."
)
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
        steps: dict[int, Callable[[], Any]] = {
            ALONE: lambda: world.writes(OLGA, QUESTION)[0],
            IN_GROUP: lambda: world.writes(PETR, QUESTION, chat=CONSULTATION)[0],
            BELOW_POST: lambda: world.comments(ANNA, post, QUESTION),
            IN_VK: lambda: self.vk.writes(NADIA, QUESTION),
            ON_WALL: lambda: self.asks_below(QUESTION, TATIANA),
            NAMED_ELSEWHERE: lambda: self.vk.publishes(ELSEWHERE, owner=-NEIGHBOUR, sender=NADIA),
        }
        for number, step in steps.items():
            self.asked[number] = step()
            self.topics[number] = await self._topic(number)

    async def _topic(self, number: int) -> Topic:
        """Once its card is there."""
        topics = self.world.topics
        await self.until(lambda: len(topics(self.chat)) == number)
        await self.until(lambda: self.in_topic(topics(self.chat)[-1]))
        return topics(self.chat)[-1]

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
        """The answers that stand below this question, where it was asked."""
        if number == IN_VK:
            return [
                one.text for one in self.vk.dialog(NADIA).messages.values() if one.text == ANSWER
            ]
        asked = self.asked[number].id
        if number == ON_WALL:
            return [one.text for one in self.said() if one.reply_to == asked]
        chat = {ALONE: OLGA, IN_GROUP: CONSULTATION, BELOW_POST: DISCUSSION}[number]
        replies = [one for one in self.world.messages(chat) if one.reply_to == asked]
        return [ANSWER for one in replies if one.text == ANSWER]

    def elsewhere(self) -> list[Comment]:
        """What stands on the stranger's wall."""
        posts = [one for one in self.vk.posts.values() if one.owner == -NEIGHBOUR]
        return [comment for post in posts for comment in post.standing]

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
