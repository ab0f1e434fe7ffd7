"""Posting on the community's wall through the real client."""

from collections.abc import AsyncIterator

import pytest

from bot.vk.wall import Wall
from handlers.conversation import Later, Refusal, Refused, Sent, Unknown
from sandbox.vk.faults import VkFault
from sandbox.vk.wall import posts
from tests.bot.vk.conftest import client_of
from tests.sandbox_server import RunningSandbox


@pytest.fixture
async def wall(sandbox: RunningSandbox) -> AsyncIterator[Wall]:
    """The wall by an administrator's own token."""
    token = sandbox.vk.world.community.user_token
    one = Wall(client_of(sandbox, token), sandbox.vk.group_id)
    yield one
    one.close()


async def test_a_post_stands_on_the_wall_and_a_repetition_adds_none(
    wall: Wall, sandbox: RunningSandbox
) -> None:
    made = [await wall.post("Опрос открыт", "mark") for _ in range(2)]
    (number,) = [one.id for one in posts(sandbox.vk.world)]
    assert made == [Sent((f"https://vk.com/wall-{sandbox.vk.group_id}_{number}",))] * 2
    assert [one.text for one in posts(sandbox.vk.world)] == ["Опрос открыт"]


async def test_the_communitys_token_is_no_authors(sandbox: RunningSandbox) -> None:
    wall = Wall(client_of(sandbox), sandbox.vk.group_id)
    assert isinstance(await wall.post("Опрос открыт", "mark"), Later)
    wall.close()


@pytest.mark.parametrize(("code", "reason"), [(214, Refusal.OTHER), (15, Refusal.NO_RIGHTS)])
async def test_a_refusal_says_why(
    wall: Wall, sandbox: RunningSandbox, code: int, reason: Refusal
) -> None:
    sandbox.vk.world.faults.plan(VkFault("wall.post", "error", code=code))
    outcome = await wall.post("Опрос открыт", "mark")
    assert isinstance(outcome, Refused)
    assert (outcome.reason, outcome.detail[:3].strip()) == (reason, str(code))


async def test_a_lost_answer_is_no_refusal(wall: Wall, sandbox: RunningSandbox) -> None:
    sandbox.vk.world.faults.plan(VkFault("wall.post", "drop_after"))
    assert isinstance(await wall.post("Опрос открыт", "mark"), Unknown)
    assert isinstance(await wall.post("Опрос открыт", "mark"), Sent)
    assert len(posts(sandbox.vk.world)) == 1
