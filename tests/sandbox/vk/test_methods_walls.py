"""Reading walls and commenting, by the keys that VK takes for each."""

from collections.abc import Callable

import pytest

from sandbox.vk.wall_state import NEIGHBOUR, Post
from sandbox.vk.world import VkWorld
from tests.sandbox.clock import MovableClock
from tests.sandbox.vk.calling import CLIENT, OTHER, Caller
from tests.sandbox.vk.client import client_of
from tests.sandbox_server import RunningSandbox

By = Callable[[str], Caller]


@pytest.fixture
def by(sandbox: RunningSandbox) -> By:
    """A caller with the key of this kind."""
    community = sandbox.vk.world.community
    return lambda kind: Caller(client_of(sandbox.vk.api_url, getattr(community, f"{kind}_token")))


@pytest.fixture
def post(vk: VkWorld) -> Post:
    return next(one for one in vk.posts.values() if one.owner == vk.own_wall)


@pytest.mark.parametrize("method", ["wall.get", "wall.getComments", "newsfeed.search"])
async def test_a_communitys_key_does_not_read_walls(by: By, method: str) -> None:
    await by("group").refused(27, method, owner_id=-1, post_id=1, q="x")


@pytest.mark.parametrize("method", ["wall.editComment", "wall.deleteComment"])
async def test_only_a_persons_key_changes_and_deletes_comments(by: By, method: str) -> None:
    await by("group").refused(27, method, comment_id=1)
    await by("service").refused(28, method, comment_id=1)


async def test_a_service_key_does_not_comment(by: By) -> None:
    await by("service").refused(28, "wall.createComment", post_id=1, message="x")


async def test_the_community_answers_in_the_thread(by: By, vk: VkWorld, post: Post) -> None:
    asked = vk.comments(CLIENT, post.id, "Когда?")
    under = {"owner_id": post.owner, "post_id": post.id}
    said = await by("group")(
        "wall.createComment", **under, message="Завтра", reply_to_comment=asked.id, guid="a"
    )
    assert said["parents_stack"] == [asked.id]
    again = await by("group")("wall.createComment", **under, message="Завтра", guid="a")
    assert again["comment_id"] == said["comment_id"]
    assert post.comments[said["comment_id"]].repeats == 1
    assert len(post.comments) == 2


async def test_after_an_hour_a_guid_is_forgotten(
    by: By, vk: VkWorld, post: Post, clock: MovableClock
) -> None:
    under = {"owner_id": post.owner, "post_id": post.id, "message": "Завтра", "guid": "a"}
    await by("group")("wall.createComment", **under)
    clock.pass_time(seconds=3700)
    await by("group")("wall.createComment", **under)
    assert len(post.comments) == 2
    assert vk.own_wall == post.owner


async def test_what_vk_refuses(by: By, vk: VkWorld, post: Post) -> None:
    call, under = by("group"), {"owner_id": post.owner, "post_id": post.id}
    await call.refused(100, "wall.createComment", **under, message="x", reply_to_comment=77)
    await call.refused(100, "wall.createComment", **under, message="")
    await call.refused(15, "wall.createComment", owner_id=post.owner, post_id=999, message="x")
    post.no_links = True
    await call.refused(222, "wall.createComment", **under, message="см. https://gosuslugi.ru")
    vk.closes_comments(post.owner, post.id)
    await call.refused(213, "wall.createComment", **under, message="x")
    theirs = next(one for one in vk.posts.values() if one.owner == -NEIGHBOUR)
    elsewhere = {"owner_id": theirs.owner, "post_id": theirs.id}
    await call.refused(213, "wall.createComment", **elsewhere, message="x")
    vk.community.permissions.remove("wall")
    await call.refused(15, "wall.createComment", **under, message="x")


async def test_comments_come_in_pages_with_their_threads(by: By, vk: VkWorld, post: Post) -> None:
    tops = [vk.comments(CLIENT, post.id, f"вопрос {n}") for n in range(3)]
    for number in range(12):
        vk.comments(OTHER, post.id, f"ответ {number}", reply_to=tops[0].id)
    call, under = by("service"), {"owner_id": post.owner, "post_id": post.id}
    page = await call("wall.getComments", **under, count=2, sort="desc", thread_items_count=10)
    assert [one["id"] for one in page["items"]] == [tops[2].id, tops[1].id]
    assert (page["count"], page["current_level_count"]) == (15, 3)
    rest = await call(
        "wall.getComments", **under, count=2, offset=2, sort="desc", thread_items_count=10
    )
    assert rest["items"][0]["thread"]["count"] == 12
    assert len(rest["items"][0]["thread"]["items"]) == 10
    thread = await call("wall.getComments", **under, comment_id=tops[0].id, sort="desc", count=3)
    assert [one["text"] for one in thread["items"]] == ["ответ 11", "ответ 10", "ответ 9"]


async def test_a_deleted_comment_stays_as_long_as_somebody_answered_it(
    by: By, vk: VkWorld, post: Post
) -> None:
    top = vk.comments(CLIENT, post.id, "вопрос")
    vk.comments(OTHER, post.id, "ответ", reply_to=top.id)
    vk.deletes_comment(post.owner, post.id, top.id)
    page = await by("service")("wall.getComments", owner_id=post.owner, post_id=post.id)
    assert [(one["text"], one["deleted"]) for one in page["items"]] == [("", True)]


async def test_posts_come_newest_first_and_suggested_ones_to_editors_only(
    by: By, vk: VkWorld, clock: MovableClock
) -> None:
    clock.pass_time(seconds=60)
    vk.publishes("Новость")
    vk.publishes("Вопрос на стене", sender=CLIENT)
    vk.suggests(CLIENT, "Предложение")
    owner = {"owner_id": vk.own_wall}
    posts = await by("service")("wall.get", **owner)
    assert [one["text"] for one in posts["items"]][:2] == ["Вопрос на стене", "Новость"]
    assert posts["count"] == 3
    others = await by("service")("wall.get", **owner, filter="others")
    assert [one["text"] for one in others["items"]] == ["Вопрос на стене"]
    await by("service").refused(15, "wall.get", **owner, filter="suggests")
    offered = await by("user")("wall.get", **owner, filter="suggests")
    assert [one["post_type"] for one in offered["items"]] == ["suggest"]


async def test_an_editor_changes_and_deletes(by: By, vk: VkWorld, post: Post) -> None:
    call, under = by("user"), {"owner_id": post.owner, "post_id": post.id}
    own = (await by("group")("wall.createComment", **under, message="Завтра"))["comment_id"]
    await call("wall.editComment", **under, comment_id=own, message="Послезавтра")
    assert post.comments[own].text == "Послезавтра"
    theirs = vk.comments(CLIENT, post.id, "Мой телефон 123")
    await call.refused(211, "wall.editComment", **under, comment_id=theirs.id, message="x")
    await call("wall.deleteComment", owner_id=post.owner, comment_id=theirs.id)
    assert theirs.deleted
    await call.refused(211, "wall.deleteComment", owner_id=post.owner, comment_id=theirs.id)
