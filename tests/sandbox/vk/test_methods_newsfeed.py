"""Finding what is said of the authority elsewhere."""

from sandbox.vk.wall_state import NEIGHBOUR
from sandbox.vk.world import VkWorld
from tests.sandbox.clock import MovableClock
from tests.sandbox.vk.calling import CLIENT, Caller
from tests.sandbox.vk.test_methods_walls import By, by

__all__ = ["by"]


async def found(call: Caller, q: str, **more: object) -> list[str]:
    return [one["text"] for one in (await call("newsfeed.search", q=q, **more))["items"]]


async def test_words_are_found_in_any_case_in_posts_and_comments(by: By, vk: VkWorld) -> None:
    news = vk.publishes("Были в Агентстве занятости: очередь", owner=-NEIGHBOUR)
    vk.comments(CLIENT, news.id, "А мне агентство занятости ответило", owner=-NEIGHBOUR)
    vk.publishes("Агент приехал", owner=CLIENT)
    call = by("service")
    assert len(await found(call, "Агентство занятости")) == 2
    answer = await call("newsfeed.search", q="агентство занятости", extended=1)
    comment = next(one for one in answer["items"] if one["post_type"] == "reply")
    assert (comment["post_id"], comment["owner_id"]) == (news.id, -NEIGHBOUR)
    assert [one["id"] for one in answer["profiles"]] == [CLIENT]
    await call.refused(100, "newsfeed.search", q=" ")


async def test_a_search_goes_by_pages_and_by_time(by: By, vk: VkWorld, clock: MovableClock) -> None:
    for number in range(5):
        vk.publishes(f"Занятость {number}", owner=CLIENT)
        clock.pass_time(seconds=60)
    call = by("service")
    first = await call("newsfeed.search", q="занятость", count=2)
    assert [one["text"] for one in first["items"]] == ["Занятость 4", "Занятость 3"]
    rest = await found(call, "занятость", count=2, start_from=first["next_from"])
    assert rest == ["Занятость 2", "Занятость 1"]
    since = vk.world.unix_now() - 130
    assert await found(call, "занятость", start_time=since) == ["Занятость 4", "Занятость 3"]


async def test_what_is_fresh_is_found_later(by: By, vk: VkWorld, clock: MovableClock) -> None:
    vk.settings.index_seconds = 600.0
    vk.publishes("Агентство занятости", owner=CLIENT)
    assert await found(by("service"), "агентство") == []
    clock.pass_time(seconds=601)
    assert await found(by("service"), "агентство") == ["Агентство занятости"]


async def test_links_to_the_community_are_listed_for_a_persons_key_only(
    by: By, vk: VkWorld
) -> None:
    vk.publishes("Спросите @otklik_sandbox", owner=CLIENT)
    vk.publishes("Без ссылки", owner=CLIENT)
    await by("service").refused(28, "newsfeed.getMentions", owner_id=vk.own_wall)
    answer = await by("user")("newsfeed.getMentions", owner_id=vk.own_wall)
    assert answer["count"] == 1
    assert f"[club{vk.community.id}|" in answer["items"][0]["text"]
