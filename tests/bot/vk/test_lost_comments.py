"""Comments that the long poll did not bring are found on the wall, through the real client."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.vk.failures import Answered
from bot.vk.lost_comments import LostComments
from bot.vk.profiles import Profiles
from bot.vk.raw import event_id_of
from handlers.conversation import AnsweredElsewhere, Edited, Posted, Wrote
from sandbox.vk.faults import VkFault
from sandbox.vk.wall_state import Post
from sandbox.vk.world import VkWorld
from tests.bot.vk.conftest import client_of
from tests.bot.vk.receiving import Inbox
from tests.endtoend.desk import MovableClock
from tests.sandbox_server import RunningSandbox, running_sandbox

MARIA, ORLOV, IRINA = 301, 302, 401


class Wall:
    """A wall, and somebody who reads what happened on it."""

    def __init__(self, sandbox: RunningSandbox, clock: MovableClock) -> None:
        self.vk: VkWorld = sandbox.vk.world
        self.clock, self.inbox = clock, Inbox()
        self._own = client_of(sandbox)
        self._reader = client_of(sandbox, self.vk.community.service_token)
        group = sandbox.vk.group_id
        profiles = Profiles(self._own)
        self.lost = LostComments(self._reader, group, self.inbox, profiles, clock.now)
        self.began = int(clock.now().timestamp())

    @property
    def post(self) -> Post:
        return next(one for one in self.vk.posts.values() if one.owner == self.vk.own_wall)

    @property
    def wrote(self) -> list[Wrote]:
        return [one for one in self.inbox.incoming if isinstance(one, Wrote)]

    @property
    def texts(self) -> list[str]:
        return [one.content.text for one in self.wrote]

    async def look(self, *, waiting: bool = False) -> None:
        await self.lost.look(self.began, waiting=waiting)

    def close(self) -> None:
        self._own.close()
        self._reader.close()


@pytest.fixture
async def wall() -> AsyncIterator[Wall]:
    clock = MovableClock()
    async with running_sandbox(now=clock.now, monotonic=clock.monotonic) as sandbox:
        clock.move(timedelta(hours=30))
        one = Wall(sandbox, clock)
        yield one
        one.close()


async def test_comments_replies_and_strangers_posts_come_once_in_order(wall: Wall) -> None:
    vk, post = wall.vk, wall.post.id
    top = vk.comments(MARIA, post, "Когда выплаты?")
    for number in range(12):
        vk.comments(ORLOV, post, f"Тоже жду {number}", reply_to=top.id)
    vk.comments(ORLOV, post, "А квота?")
    asked = vk.publishes("Вопрос на стене", sender=MARIA)
    await wall.look()
    await wall.look()
    below = [one for one in wall.wrote if one.at.chat == f"wall{wall.post.key}"]
    expected = ["Когда выплаты?", *(f"Тоже жду {n}" for n in range(12)), "А квота?"]
    assert [one.content.text for one in below] == expected
    assert below[1].reply_to == str(top.id)
    assert below[0].about.startswith("Квота для приёма на работу")
    assert below[0].who.name == "Мария Кузнецова"
    assert [one.id for one in wall.wrote if one.at.chat == f"wall{asked.key}"] == ["post"]


async def test_it_is_the_same_event_as_the_long_poll_would_have_brought(wall: Wall) -> None:
    wall.vk.comments(MARIA, wall.post.id, "Когда выплаты?")
    await wall.look()
    by_long_poll = [event_id_of(one) for one in wall.vk.events.kept]
    assert set(by_long_poll) <= wall.inbox.events.keys()


async def test_a_reply_in_an_old_thread_is_found_too(wall: Wall) -> None:
    old = wall.vk.comments(MARIA, wall.post.id, "Давний вопрос")
    wall.clock.move(timedelta(hours=30))
    wall.began = int(wall.clock.now().timestamp())
    wall.vk.comments(MARIA, wall.post.id, "Так когда же?", reply_to=old.id)
    await wall.look()
    assert wall.texts == ["Так когда же?"]


async def test_what_the_community_answered_by_hand_meanwhile_counts(wall: Wall) -> None:
    asked = wall.vk.comments(MARIA, wall.post.id, "Когда выплаты?")
    wall.vk.employee_comments(IRINA, wall.post.id, "Завтра", reply_to=asked.id)
    await wall.look()
    (answer,) = [one for one in wall.inbox.incoming if isinstance(one, AnsweredElsewhere)]
    assert (answer.content.text, answer.reply_to) == ("Завтра", str(asked.id))


async def test_a_change_during_the_gap_comes_beside_the_first_version(wall: Wall) -> None:
    asked = wall.vk.comments(MARIA, wall.post.id, "Когда выплаты?")
    wall.clock.move(timedelta(minutes=10))
    wall.began = int(wall.clock.now().timestamp())
    wall.vk.edits_comment(wall.post.owner, wall.post.id, asked.id, "Когда выплаты за март?")
    await wall.look()
    assert wall.texts == []
    (edit,) = [one for one in wall.inbox.incoming if isinstance(one, Edited)]
    assert edit.content.text == "Когда выплаты за март?"


async def test_at_the_very_first_start_only_what_waits_for_an_answer_comes(wall: Wall) -> None:
    vk, post = wall.vk, wall.post.id
    answered = vk.comments(MARIA, post, "Отвеченный вопрос")
    vk.employee_comments(IRINA, post, "Ответ", reply_to=answered.id)
    again = vk.comments(MARIA, post, "Ещё вопрос", reply_to=answered.id)
    vk.comments(ORLOV, post, "Новый вопрос")
    old = vk.publishes("Отвеченная запись", sender=MARIA)
    vk.employee_comments(IRINA, old.id, "Ответ")
    vk.publishes("Новая запись", sender=MARIA)
    await wall.look(waiting=True)
    assert sorted(wall.texts) == ["Ещё вопрос", "Новая запись", "Новый вопрос"]
    assert str(again.id) in {one.id for one in wall.wrote}


async def test_what_was_deleted_is_not_brought_back(wall: Wall) -> None:
    top = wall.vk.comments(MARIA, wall.post.id, "Ошиблась")
    wall.vk.comments(ORLOV, wall.post.id, "Бывает", reply_to=top.id)
    wall.vk.deletes_comment(wall.post.owner, wall.post.id, top.id)
    await wall.look()
    assert wall.texts == ["Бывает"]


async def test_the_communitys_own_posts_are_remembered(wall: Wall) -> None:
    await wall.look()
    (news,) = [one for one in wall.inbox.incoming if isinstance(one, Posted)]
    assert news.post.link == f"https://vk.com/wall{wall.post.key}"


async def test_a_refused_key_is_said(wall: Wall) -> None:
    wall.vk.faults.plan(VkFault("wall.get", "error", code=5))
    with pytest.raises(Answered):
        await wall.look()
