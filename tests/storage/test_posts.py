"""A post is drafted once for each place, and decided on once."""

from dataclasses import replace

from appeals.ports import Post, PostState
from storage.store import Unit
from tests.storage.given import NOW

DRAFT = Post("visits-2026-q4", "opening", "telegram", "-1001", "Опрос открыт", "", "abc")


async def added(unit: Unit, draft: Post = DRAFT) -> Post:
    number = await unit.posts.add(draft)
    found = await unit.posts.get(number or 0)
    assert found
    return found


async def test_the_same_post_for_the_same_place_is_drafted_once(unit: Unit) -> None:
    first = await added(unit)
    assert first == replace(DRAFT, id=first.id)
    assert await unit.posts.add(DRAFT) is None
    other = await added(unit, replace(DRAFT, chat="-1002"))
    assert await unit.posts.of("visits-2026-q4", "opening") == [first, other]
    assert await unit.posts.of("visits-2026-q4", "results") == []


async def test_what_is_approved_waits_until_it_is_published(unit: Unit) -> None:
    post = await added(unit)
    assert await unit.posts.waiting() == []
    assert await unit.posts.decide(post, {PostState.DRAFT}, PostState.APPROVED, "203", NOW)
    assert not await unit.posts.decide(post, {PostState.DRAFT}, PostState.APPROVED, "204", NOW)
    (approved,) = await unit.posts.waiting()
    assert (approved.state, approved.decided_by) == (PostState.APPROVED, "203")
    assert await unit.posts.move(approved, PostState.PUBLISHING)
    assert not await unit.posts.move(approved, PostState.PUBLISHING)
    (publishing,) = await unit.posts.waiting()
    assert await unit.posts.move(publishing, PostState.PUBLISHED, published="https://vk.com/w")
    assert await unit.posts.waiting() == []


async def test_a_button_of_an_earlier_try_decides_nothing(unit: Unit) -> None:
    post = await added(unit)
    await unit.posts.decide(post, {PostState.DRAFT}, PostState.APPROVED, "203", NOW)
    (approved,) = await unit.posts.waiting()
    assert await unit.posts.move(approved, PostState.FAILED, why="no_rights", tries=1)
    assert not await unit.posts.decide(post, {PostState.FAILED}, PostState.APPROVED, "203", NOW)
    failed = await unit.posts.get(post.id)
    assert failed
    assert (failed.why, failed.tries) == ("no_rights", 1)
    assert await unit.posts.decide(failed, {PostState.FAILED}, PostState.APPROVED, "203", NOW)


async def test_there_is_no_post_of_any_other_number(unit: Unit) -> None:
    for number in (0, 404, 10**30):
        assert await unit.posts.get(number) is None
