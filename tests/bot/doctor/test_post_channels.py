"""What `otklik doctor` says of the channels in which posts about surveys are published."""

from pathlib import Path

import pytest

from bot.doctor.finding import Finding
from bot.doctor.post_channels import post_channels
from bot.settings import Settings
from bot.status import Trouble
from bot.telegram.client import make_bot
from bot.telegram.inspection import Inspection, Unanswered
from sandbox.square import BLOG, CHANNEL, CONSULTATION
from sandbox.state import BotRights
from sandbox.world import World, seed
from tests.bot.doctor.test_telegram import Seen
from tests.sandbox_server import running_sandbox


def settings(*, on: bool = True, **surveys: object) -> Settings:
    return Settings.model_validate(
        {
            "authority": {"name": "Министерство", "timezone": "UTC"},
            "telegram": {"token": "7:x", "moderator_chat": -1, "channels": [CHANNEL]},
            "surveys": ({"key_file": Path("surveys.key")} if on else {}) | surveys,
        }
    )


@pytest.fixture
def world() -> World:
    return seed(World())


async def findings(world: World, given: Settings) -> list[Finding]:
    async with running_sandbox(world=world) as sandbox:
        bot = make_bot(sandbox.token, sandbox.url, timeout=5)
        inspection = Inspection(bot)
        found = await post_channels(given, inspection, await inspection.me())
        await bot.session.close()
    return found


async def test_where_the_bot_may_post_all_is_well(world: World) -> None:
    (found,) = await findings(world, settings())
    assert not found.is_problem
    assert "Занятость" in found.text


async def test_without_the_right_to_post_it_says_what_to_switch_on(world: World) -> None:
    world.chats[CHANNEL].bot = BotRights(can_post_messages=False)
    (found,) = await findings(world, settings())
    assert found.is_problem
    assert "Публикация сообщений" in found.advice


@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_a_channel_without_the_bot_is_named(world: World, status: str) -> None:
    world.chats[BLOG].bot = BotRights(status)  # type: ignore[arg-type]  # one of them
    (found,) = await findings(world, settings(post_channels=[BLOG]))
    assert found.is_problem
    assert "surveys.post_channels" in found.advice


async def test_a_channel_nobody_knows_is_named(world: World) -> None:
    (found,) = await findings(world, settings(post_channels=[-1009]))
    assert found.is_problem
    assert "-1009" in found.text


async def test_a_member_who_is_no_administrator_may_not_post(world: World) -> None:
    world.chats[CHANNEL].bot = BotRights("member")
    (found,) = await findings(world, settings())
    assert found.is_problem


async def test_in_a_group_every_member_may_write(world: World) -> None:
    (found,) = await findings(world, settings(post_channels=[CONSULTATION]))
    assert not found.is_problem


@pytest.mark.parametrize("given", [settings(on=False), settings(post_channels=[])])
async def test_nobody_who_posts_nowhere_is_bothered(world: World, given: Settings) -> None:
    assert await findings(world, given) == []


async def test_a_trouble_on_the_way_is_told_by_others() -> None:
    seen = Seen()
    seen.chats[str(CHANNEL)] = Unanswered(Trouble.NETWORK)
    assert await post_channels(settings(), seen, seen.bot) == []
