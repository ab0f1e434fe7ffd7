from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from bot.status import Trouble
from bot.telegram.client import make_bot
from bot.telegram.inspection import Inspection, Unanswered
from sandbox.faults import Fault, FaultKind
from tests.sandbox_server import RunningSandbox


@pytest.fixture
def inspection(client: Bot) -> Inspection:
    return Inspection(client)


@pytest.fixture
async def stranger(sandbox: RunningSandbox) -> AsyncIterator[Inspection]:
    bot = make_bot("1:wrong", sandbox.url, timeout=5, connect=2)
    yield Inspection(bot)
    await bot.session.close()


async def test_the_bot_tells_who_it_is(inspection: Inspection, sandbox: RunningSandbox) -> None:
    me = await inspection.me()
    assert (me.username, me.sees_all, me.joins_groups) == ("otklik_sandbox_bot", False, True)
    sandbox.world.settings.privacy_mode = False
    assert (await inspection.me()).sees_all


async def test_a_chat_tells_its_kind(inspection: Inspection, sandbox: RunningSandbox) -> None:
    chat = await inspection.chat(str(sandbox.moderator_chat))
    assert (chat.kind, chat.forum) == ("supergroup", True)


async def test_a_person_is_reached_once_they_pressed_start_and_until_they_block(
    inspection: Inspection, sandbox: RunningSandbox
) -> None:
    assert not await inspection.reaches("201")
    sandbox.world.starts(201)
    assert await inspection.reaches("201")
    sandbox.world.blocks(201)
    assert not await inspection.reaches("201")


async def test_a_chat_that_is_not_there_is_a_no(inspection: Inspection) -> None:
    with pytest.raises(Unanswered) as unanswered:
        await inspection.chat("-100500")
    assert unanswered.value.is_no
    assert unanswered.value.detail == "Bad Request: chat not found"


async def test_members_tell_what_they_may_do(
    inspection: Inspection, sandbox: RunningSandbox
) -> None:
    chat = str(sandbox.moderator_chat)
    own = await inspection.member(chat, str(sandbox.world.bot.id))
    assert own.present
    assert own.admin
    assert own.manages_topics
    assert not (await inspection.member(chat, "101")).present
    assert (await inspection.member(chat, "204")).admin is False


async def test_administrators_are_people(inspection: Inspection, sandbox: RunningSandbox) -> None:
    admins = await inspection.administrators(str(sandbox.moderator_chat))
    assert {one.id for one in admins} == {"201", "202", "203"}


async def test_a_topic_is_taken_away_or_at_least_closed(
    inspection: Inspection, sandbox: RunningSandbox
) -> None:
    topic = sandbox.world.creates_topic(201, sandbox.moderator_chat, "Проверка")
    removed = await inspection.remove_topic(str(sandbox.moderator_chat), str(topic.id))
    left = sandbox.world.chats[sandbox.moderator_chat].topics.get(topic.id)
    assert left is None if removed else left is not None and left.closed


async def test_a_wrong_token_is_known_as_such(stranger: Inspection) -> None:
    with pytest.raises(Unanswered) as unanswered:
        await stranger.me()
    assert unanswered.value.trouble is Trouble.TOKEN


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [
        ("429", Trouble.TOO_FAST),
        ("502", Trouble.SERVER),
        ("html", Trouble.SERVER),
        ("drop_before", Trouble.NETWORK),
    ],
)
async def test_trouble_on_the_way_is_no_refusal(
    inspection: Inspection, sandbox: RunningSandbox, kind: FaultKind, trouble: Trouble
) -> None:
    sandbox.world.faults.plan(Fault("getMe", kind))
    with pytest.raises(Unanswered) as unanswered:
        await inspection.me()
    assert unanswered.value.trouble is trouble
    assert not unanswered.value.is_no
