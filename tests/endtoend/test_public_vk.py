"""Where others read along in VK, through the whole program over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox.state import Message, Topic
from sandbox.vk.faults import VkFault
from sandbox.vk.wall_state import NEIGHBOUR, Comment, Post
from sandbox.vk.world import VkWorld
from tests.endtoend.desk import MARIA, FrontDesk, front_desk

NADIA, TATIANA, IRINA = 301, 303, 401
QUESTION = "А если на заводе 135 человек, сколько мест?"
NAMES = {"authority": {"name": "Министерство труда", "timezone": "Asia/Novosibirsk"}}
NAMED = NAMES["authority"] | {"mention_names": ["Минтруд НСО"]}


class VkSquare(FrontDesk):
    """The front desk, and what is written before everybody in VK."""

    @property
    def vk(self) -> VkWorld:
        return self.sandbox.vk.world

    @property
    def post(self) -> Post:
        """The community's own post."""
        return next(one for one in self.vk.posts.values() if one.owner == self.vk.own_wall)

    def asks_below(self, text: str = QUESTION, who: int = NADIA, **more: Any) -> Comment:
        return self.vk.comments(who, self.post.id, text, **more)

    def said(self) -> list[Comment]:
        """What stands in the community's name below its post."""
        return [one for one in self.post.standing if one.sender == self.vk.own_wall]

    async def topic_of(self, words: str) -> Topic:
        """The topic of the appeal whose card says this."""
        found: list[Topic] = []

        def there() -> bool:
            topics = self.world.topics(self.chat)
            found[:] = [one for one in topics if self._says(self.in_topic(one)[:1], words)]
            return bool(found)

        await self.until(there)
        return found[0]

    async def told(self, topic: Topic, words: str) -> Message:
        """The program's line in a topic that says this."""
        await self.until(lambda: self._says(self.in_topic(topic), words))
        return next(one for one in self.in_topic(topic) if words in (one.text or ""))

    async def due_in(self) -> timedelta:
        """How long after the words' own date the first appeal is due."""
        async with self.app.store.begin() as unit:
            appeal = await unit.appeals.numbered("2026-000001")
            assert appeal is not None
            return appeal.due_at - appeal.published_at

    def _says(self, messages: list[Message], words: str) -> bool:
        return any(words in (one.text or "") for one in messages)


@asynccontextmanager
async def square(folder: Path, **vk: Any) -> AsyncIterator[VkSquare]:
    """The program in both messengers, with the keys of the sandbox's VK unless told otherwise."""
    keys = {"service_token": "sandbox-service", "user_token": "vk1.a.sandbox-user"}
    given = keys | {"mentions_every": "1s"} | vk
    async with front_desk(folder, {"authority": NAMED}, vk=given) as running:
        desk = VkSquare(running.sandbox, running.app, running.clock)
        await desk.until(lambda: desk.vk.pollers)
        yield desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[VkSquare]:
    async with square(tmp_path) as running:
        yield running


async def test_a_comment_is_due_in_two_hours_and_answered_in_its_thread(desk: VkSquare) -> None:
    asked = desk.asks_below()
    topic = await desk.topic_of(QUESTION)
    assert await desk.due_in() == timedelta(hours=2)
    link = f"https://vk.com/wall{desk.post.key}?reply={asked.id}"
    assert link in str(desk.card(topic).entities)
    written = desk.writes(topic, "Квота 2 %, то есть 3 места.")
    await desk.until(lambda: written.reactions)
    (answer,) = desk.said()
    assert (answer.text, answer.reply_to) == ("Квота 2 %, то есть 3 места.", asked.id)
    desk.presses(desk.card(topic), "Ответ дан", MARIA)
    await desk.until(lambda: "Ответ дан" in topic.name)
    await desk.worked_off()
    assert len(desk.said()) == 1
    assert len(desk.world.topics(desk.chat)) == 1


async def test_what_needs_no_answer_by_the_rule_opens_nothing(desk: VkSquare) -> None:
    desk.asks_below("Спасибо, понятно")
    desk.asks_below(QUESTION, TATIANA)
    await desk.topic_of(QUESTION)
    await desk.worked_off()
    assert len(desk.world.topics(desk.chat)) == 1


async def test_a_strangers_post_on_the_wall_is_answered_below_it(desk: VkSquare) -> None:
    asked = desk.vk.publishes("Где подать отчёт по квоте?", sender=NADIA)
    topic = await desk.topic_of("Где подать отчёт по квоте?")
    written = desk.writes(topic, "На портале «Работа России».")
    await desk.until(lambda: written.reactions)
    (answer,) = asked.standing
    assert (answer.sender, answer.reply_to) == (desk.vk.own_wall, None)


async def test_a_mention_on_a_foreign_wall_is_due_in_four_hours_and_answered_by_hand(
    desk: VkSquare,
) -> None:
    words = "Кто знает, почему Минтруд НСО не отвечает по квоте?"
    post = desk.vk.publishes(words, owner=-NEIGHBOUR, sender=TATIANA)
    topic = await desk.topic_of(words)
    assert await desk.due_in() == timedelta(hours=4)
    assert f"https://vk.com/wall{post.key}" in str(desk.card(topic).entities)
    desk.writes(topic, "Отвечаем: квота 2 %.")
    asked = await desk.told(topic, "Записано, но не отправлено")
    desk.presses(asked, "Ответ размещён", MARIA)
    await desk.until(lambda: "Ответ дан" in topic.name)
    assert post.standing == []
    assert desk.vk.ledger.calls("wall.createComment") == []


async def test_a_comment_in_a_topic_of_the_community_is_answered_by_hand(desk: VkSquare) -> None:
    desk.vk.comments_beside("board_post", 5, NADIA, QUESTION)
    topic = await desk.topic_of(QUESTION)
    assert await desk.due_in() == timedelta(hours=2)
    assert "https://vk.com/topic-" in str(desk.card(topic).entities)
    desk.writes(topic, "Три места.")
    await desk.told(topic, "Записано, но не отправлено")
    assert desk.vk.ledger.calls("wall.createComment") == []


async def test_the_communitys_own_comment_counts_once_somebody_has_signed_for_it(
    desk: VkSquare,
) -> None:
    asked = desk.asks_below()
    topic = await desk.topic_of(QUESTION)
    desk.vk.employee_comments(IRINA, desk.post.id, "Три места.", reply_to=asked.id)
    shown = await desk.told(topic, "Кто ответил?")
    assert "Три места." in (shown.text or "")
    desk.presses(shown, "Это мой ответ", MARIA)
    await desk.until(lambda: "Мария Иванова" in (shown.text or ""))
    desk.presses(shown, "Ответ дан", MARIA)
    await desk.until(lambda: "Ответ дан" in topic.name)


async def test_the_programs_own_comment_is_taken_for_nobodys(desk: VkSquare) -> None:
    desk.asks_below()
    topic = await desk.topic_of(QUESTION)
    written = desk.writes(topic, "Три места.")
    await desk.until(lambda: written.reactions)
    await desk.until(lambda: desk.vk.events.waiting() == 0)
    await desk.worked_off()
    assert not any("Кто ответил?" in (one.text or "") for one in desk.in_topic(topic))


async def test_a_changed_and_a_deleted_comment_are_told(desk: VkSquare) -> None:
    asked, wall = desk.asks_below(), desk.vk.own_wall
    topic = await desk.topic_of(QUESTION)
    desk.vk.edits_comment(wall, desk.post.id, asked.id, "А если на заводе 1350 человек?")
    await desk.told(topic, "1350 человек")
    desk.vk.deletes_comment(wall, desk.post.id, asked.id)
    await desk.told(topic, "Вопрос удалён там, где стоял")
    desk.vk.restores_comment(wall, desk.post.id, asked.id)
    await desk.told(topic, "возвращён на место")


async def test_closed_comments_are_told_in_words_and_the_clock_runs(desk: VkSquare) -> None:
    desk.asks_below()
    topic = await desk.topic_of(QUESTION)
    desk.vk.closes_comments(desk.vk.own_wall, desk.post.id)
    desk.writes(topic, "Три места.")
    line = await desk.told(topic, "комментарии здесь закрыты")
    assert "Срок ответа идёт" in (line.text or "")
    assert desk.said() == []


@pytest.mark.parametrize(
    ("code", "words"),
    [(222, "ссылки в комментариях здесь запрещены"), (223, "слишком много комментариев")],
)
async def test_what_vk_refuses_below_a_post_is_told_in_words(
    desk: VkSquare, code: int, words: str
) -> None:
    desk.asks_below()
    topic = await desk.topic_of(QUESTION)
    desk.vk.faults.plan(VkFault("wall.createComment", "error", code=code))
    desk.writes(topic, "Три места.")
    line = await desk.told(topic, words)
    desk.presses(line, "Отправить ещё раз", MARIA)
    await desk.until(desk.said)


async def test_an_answer_that_staff_change_is_changed_below_the_post(desk: VkSquare) -> None:
    desk.asks_below()
    topic = await desk.topic_of(QUESTION)
    written = desk.writes(topic, "Три места.")
    await desk.until(lambda: written.reactions)
    desk.world.edits(MARIA, written.id, "Четыре места.", chat=desk.chat)
    await desk.until(lambda: desk.said()[0].text == "Четыре места.")
    assert len(desk.said()) == 1


async def test_personal_data_below_a_post_can_be_taken_away_with_a_persons_key(
    desk: VkSquare,
) -> None:
    asked = desk.asks_below(f"{QUESTION} Мой телефон 8 913 123-45-67")
    topic = await desk.topic_of(QUESTION)
    line = await desk.told(topic, "личные данные")
    desk.presses(line, "Удалить запись", MARIA)
    await desk.until(lambda: asked.deleted)
    (asking,) = desk.said()
    assert "не публикуйте здесь личные данные" in asking.text
    assert f"https://vk.me/club{desk.vk.community.id}" in asking.text


async def test_lost_history_is_found_on_the_wall_with_a_key(desk: VkSquare) -> None:
    desk.asks_below()
    await desk.topic_of(QUESTION)
    desk.vk.events.lose()
    desk.asks_below("А если 90 человек?", TATIANA)
    await desk.topic_of("А если 90 человек?")
    assert len(desk.world.topics(desk.chat)) == 2


async def test_without_keys_comments_come_all_the_same_and_nothing_else_is_asked(
    tmp_path: Path,
) -> None:
    async with square(tmp_path, service_token="", user_token="") as desk:
        desk.asks_below()
        topic = await desk.topic_of(QUESTION)
        written = desk.writes(topic, "Три места.")
        await desk.until(lambda: written.reactions)
        asked = {one.method for one in desk.vk.ledger.entries}
        assert not asked & {"newsfeed.search", "newsfeed.getMentions", "wall.getComments"}


async def test_lost_history_without_a_key_is_told_to_staff(tmp_path: Path) -> None:
    async with square(tmp_path, service_token="", user_token="") as desk:
        desk.asks_below()
        await desk.topic_of(QUESTION)
        desk.vk.events.lose()
        desk.asks_below("А если 90 человек?", TATIANA)

        def told() -> bool:
            lines = [one.text or "" for one in desk.world.messages(desk.chat)]
            return any("не сохранил события" in line for line in lines)

        await desk.until(told)
