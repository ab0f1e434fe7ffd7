"""The wall takes posts by an administrator's token, in the community's name."""

import pytest

from sandbox.vk.keeping import restore, snapshot
from sandbox.vk.wall import posts
from sandbox.vk.world import VkWorld
from tests.sandbox.vk.calling import Caller
from tests.sandbox.vk.client import client_of
from tests.sandbox_server import RunningSandbox


@pytest.fixture
def author(sandbox: RunningSandbox) -> Caller:
    """An administrator's own token."""
    vk = sandbox.vk.world
    return Caller(client_of(sandbox.vk.api_url, vk.community.user_token))


def given(vk: VkWorld, **more: object) -> dict[str, object]:
    """What a post needs."""
    return {"owner_id": -vk.community.id, "from_group": 1, "message": "Новость"} | more


async def test_a_post_stands_on_the_wall_once_for_its_guid(author: Caller, vk: VkWorld) -> None:
    first = await author("wall.post", **given(vk, guid="a"))
    assert first == await author("wall.post", **given(vk, guid="a"))
    other = await author("wall.post", **given(vk, attachments="https://vk.me/club1"))
    assert other["post_id"] == first["post_id"] + 1
    assert vk.find_post(vk.own_wall, first["post_id"]).text == "Новость"
    assert [(one.text, one.attachments) for one in posts(vk)] == [
        ("Новость", []),
        ("Новость", ["https://vk.me/club1"]),
    ]
    kept = restore(VkWorld(vk.world), snapshot(vk))
    assert posts(kept) == posts(vk)


async def test_the_communitys_own_token_posts_nothing(call: Caller, vk: VkWorld) -> None:
    await call.refused(27, "wall.post", **given(vk))
    assert posts(vk) == []


@pytest.mark.parametrize(
    ("more", "code"), [({"owner_id": -1}, 214), ({"from_group": 0}, 214), ({"message": " "}, 100)]
)
async def test_elsewhere_or_with_nothing_to_say_it_is_refused(
    author: Caller, vk: VkWorld, more: dict[str, object], code: int
) -> None:
    await author.refused(code, "wall.post", **given(vk, **more))
    assert posts(vk) == []
