"""What `otklik doctor` says of the places in Telegram where others read along."""

from dataclasses import replace

import pytest

from bot.doctor.finding import Finding, Level
from bot.doctor.public_telegram import public_places
from bot.status import Trouble
from bot.telegram.client import make_bot
from bot.telegram.inspection import ChatFacts, Inspection, MemberFacts, Unanswered
from sandbox.square import BLOG, CHANNEL, CONSULTATION, DISCUSSION
from sandbox.state import BotRights
from sandbox.world import World, seed
from tests.bot.doctor.test_telegram import Seen, settings
from tests.sandbox_server import RunningSandbox, running_sandbox

PLACES = {"consultation_chats": [CONSULTATION], "channels": [CHANNEL]}


@pytest.fixture
def world() -> World:
    return seed(World())


async def findings(world: World, **more: object) -> list[Finding]:
    async with running_sandbox(world=world) as sandbox:
        return await looked(sandbox, **more)


async def looked(sandbox: RunningSandbox, **more: object) -> list[Finding]:
    bot = make_bot(sandbox.token, sandbox.url, timeout=5)
    inspection = Inspection(bot)
    found = await public_places(settings(**(PLACES | more)), inspection, await inspection.me())
    await bot.session.close()
    return found


async def test_where_all_is_well_each_place_is_named(world: World) -> None:
    found = await findings(world)
    assert [one.level for one in found] == [Level.FINE] * 3
    assert "обсуждение" in found[1].text


async def test_a_channel_may_be_where_consultations_are_held(world: World) -> None:
    found = await findings(world, consultation_chats=[CHANNEL], channels=[])
    assert [one.level for one in found] == [Level.FINE] * 2


async def test_the_missing_right_to_delete_and_forbidden_reactions_are_warned_of(
    world: World,
) -> None:
    world.chats[DISCUSSION].bot = BotRights(can_delete_messages=False)
    world.chats[DISCUSSION].reactions = False
    world.chats[CONSULTATION].reactions = False
    found = await findings(world)
    warned = [one for one in found if one.level is Level.WARNING]
    assert ["Удаление сообщений" in one.advice for one in warned] == [False, True, False]
    assert ["реакции запрещены" in one.text for one in warned] == [True, False, True]


async def test_a_bot_that_is_not_in_the_discussion_group_hears_no_comments(world: World) -> None:
    world.chats[DISCUSSION].bot = BotRights("left")
    found = await findings(world)
    assert [one.is_problem for one in found] == [False, False, True]


async def test_a_channel_without_a_discussion_group_has_no_comments(world: World) -> None:
    world.chats[CHANNEL].linked = None
    (found,) = await findings(world, consultation_chats=[])
    assert found.is_problem
    assert "Обсуждение" in found.advice


async def test_a_group_among_the_channels_is_sent_where_it_belongs(world: World) -> None:
    (found,) = await findings(world, consultation_chats=[], channels=[CONSULTATION])
    assert found.is_problem
    assert str(CONSULTATION) in found.advice


@pytest.mark.parametrize("place", ["consultation_chats", "channels"])
async def test_what_is_not_there_is_a_problem(world: World, place: str) -> None:
    (found,) = await findings(world, **{"consultation_chats": [], "channels": [], place: [-1009]})
    assert found.is_problem


async def test_a_strange_channel_is_not_seen(world: World) -> None:
    found = await findings(world, consultation_chats=[], channels=[BLOG])
    assert [one.is_problem for one in found] == [True]


async def test_an_upgraded_group_tells_its_new_number() -> None:
    world = seed(World(), consultation="group")
    (old,) = world.consultation_chats
    (basic, warned, _, _) = await findings(world, consultation_chats=[old.id])
    assert (basic.level, warned.level) == (Level.FINE, Level.WARNING)
    new = world.upgrades(old.id)
    world.reopen()
    (moved, *_) = await findings(world, consultation_chats=[old.id])
    assert moved.is_problem
    assert str(new.id) in moved.text


@pytest.mark.parametrize(
    ("own", "sees_all", "level"),
    [
        (MemberFacts("7", "Бот", True, True, deletes=True), False, Level.FINE),
        (MemberFacts("7", "Бот", True, False, deletes=True), True, Level.FINE),
        (MemberFacts("7", "Бот", True, False), False, Level.PROBLEM),
        (MemberFacts("7", "Бот", False, False), True, Level.PROBLEM),
        (Unanswered(Trouble.REFUSED, "chat not found"), True, Level.PROBLEM),
    ],
)
async def test_in_a_consultation_group_the_bot_has_to_see_all_messages(
    own: MemberFacts | Unanswered, sees_all: bool, level: Level
) -> None:
    seen = Seen()
    seen.own, me = own, replace(seen.bot, sees_all=sees_all)
    seen.chats["-5"] = ChatFacts("supergroup", "Вопросы", False)
    (found,) = await public_places(settings(consultation_chats=[-5]), seen, me)
    assert found.level is level


async def test_a_silent_telegram_is_told_of_elsewhere() -> None:
    seen = Seen()
    seen.chats["-5"] = Unanswered(Trouble.NETWORK)
    assert await public_places(settings(consultation_chats=[-5]), seen, seen.bot) == []
    seen.chats["-5"], seen.own = ChatFacts("supergroup", "", False), Unanswered(Trouble.NETWORK)
    assert await public_places(settings(consultation_chats=[-5]), seen, seen.bot) == []
