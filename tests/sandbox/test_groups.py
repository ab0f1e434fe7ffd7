"""Groups change under the bot: topics vanish, rights go, ids move."""

import pytest
from aiogram import Bot

from sandbox.core import NotPossibleError
from sandbox.state import BotRights
from sandbox.world import MODERATOR_CHAT, World
from tests.sandbox.client import client_of
from tests.sandbox_server import running_sandbox

STAFF = MODERATOR_CHAT


async def test_a_deleted_topic_takes_its_messages_and_tells_nobody(bot: Bot, world: World) -> None:
    topic = world.creates_topic(201, STAFF, "Тема")
    world.writes(201, "раз", chat=STAFF, thread=topic.id)
    world.writes(201, "в общем", chat=STAFF)
    before = len(await bot.get_updates())
    world.deletes_topic(STAFF, topic.id)
    assert [one.text for one in world.messages(STAFF)] == ["в общем"]
    assert world.topics(STAFF) == []
    assert len(await bot.get_updates()) == before
    with pytest.raises(NotPossibleError):
        world.deletes_topic(STAFF, topic.id)


async def test_closing_by_hand_is_told(bot: Bot, world: World) -> None:
    topic = world.creates_topic(201, STAFF, "Тема")
    world.closes_topic(201, STAFF, topic.id)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.forum_topic_closed is not None


async def test_lost_rights_are_told(bot: Bot, world: World) -> None:
    world.sets_bot_rights(STAFF, BotRights(can_manage_topics=False))
    world.sets_bot_rights(STAFF, BotRights("kicked"))
    changes = [u.my_chat_member for u in await bot.get_updates() if u.my_chat_member]
    assert [one.new_chat_member.status for one in changes] == ["administrator", "kicked"]
    world.writes(201, "бота больше нет", chat=STAFF)
    assert len(await bot.get_updates()) == 2


async def test_an_upgraded_group_tells_of_it_in_both_chats() -> None:
    async with (
        running_sandbox(moderator_chat="group") as sandbox,
        client_of(sandbox.url, sandbox.token) as bot,
    ):
        old = sandbox.moderator_chat
        new = sandbox.world.upgrades(old)
        messages = [u.message for u in await bot.get_updates() if u.message]
        assert [one.migrate_to_chat_id for one in messages] == [new.id, None]
        assert [one.migrate_from_chat_id for one in messages] == [None, old]
        assert [one.chat.id for one in messages] == [old, new.id]
        assert sandbox.moderator_chat == new.id
        sandbox.world.becomes_forum(new.id)
        await bot.create_forum_topic(new.id, "Тема")
        with pytest.raises(NotPossibleError):
            sandbox.world.upgrades(new.id)


def test_message_ids_are_counted_per_supergroup_and_together_elsewhere(world: World) -> None:
    private = [world.writes(101, "а")[0].id, world.writes(102, "б")[0].id]
    assert private[1] == private[0] + 1
    group = [world.writes(201, "в", chat=STAFF)[0].id, world.writes(202, "г", chat=STAFF)[0].id]
    assert group[1] == group[0] + 1


def test_topics_need_a_forum(world: World) -> None:
    world.becomes_forum(STAFF, is_forum=False)
    with pytest.raises(NotPossibleError, match="нет тем"):
        world.creates_topic(201, STAFF, "Тема")


async def test_the_client_library_reads_every_member(bot: Bot) -> None:
    kinds = {
        user: type(await bot.get_chat_member(STAFF, user)).__name__
        for user in (203, 201, 204, 101, bot.id)
    }
    assert kinds == {
        203: "ChatMemberOwner",
        201: "ChatMemberAdministrator",
        204: "ChatMemberMember",
        101: "ChatMemberLeft",
        bot.id: "ChatMemberAdministrator",
    }
    assert len(await bot.get_chat_administrators(STAFF)) == 5
