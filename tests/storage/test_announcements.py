"""A post is drafted once for each place, and decided on once."""

from dataclasses import replace

from appeals.ports import Announcement, DraftState
from storage.store import Unit
from tests.storage.given import NOW

DRAFT = Announcement("visits-2026-q4", "opening", "telegram", "-1001", "Опрос открыт", "", "abc")


async def added(unit: Unit, draft: Announcement = DRAFT) -> Announcement:
    number = await unit.announcements.add(draft)
    found = await unit.announcements.get(number or 0)
    assert found
    return found


async def test_the_same_post_for_the_same_place_is_drafted_once(unit: Unit) -> None:
    first = await added(unit)
    assert first == replace(DRAFT, id=first.id)
    assert await unit.announcements.add(DRAFT) is None
    other = await added(unit, replace(DRAFT, chat="-1002"))
    assert await unit.announcements.of("visits-2026-q4", "opening") == [first, other]
    assert await unit.announcements.of("visits-2026-q4", "results") == []


async def test_what_is_approved_waits_until_it_is_published(unit: Unit) -> None:
    post = await added(unit)
    assert await unit.announcements.waiting() == []
    assert await unit.announcements.decide(
        post, {DraftState.DRAFT}, DraftState.APPROVED, "203", NOW
    )
    assert not await unit.announcements.decide(
        post, {DraftState.DRAFT}, DraftState.APPROVED, "204", NOW
    )
    (approved,) = await unit.announcements.waiting()
    assert (approved.state, approved.decided_by) == (DraftState.APPROVED, "203")
    assert await unit.announcements.move(approved, DraftState.PUBLISHING)
    assert not await unit.announcements.move(approved, DraftState.PUBLISHING)
    (publishing,) = await unit.announcements.waiting()
    assert await unit.announcements.move(
        publishing, DraftState.PUBLISHED, published="https://vk.com/w"
    )
    assert await unit.announcements.waiting() == []


async def test_a_button_of_an_earlier_try_decides_nothing(unit: Unit) -> None:
    post = await added(unit)
    await unit.announcements.decide(post, {DraftState.DRAFT}, DraftState.APPROVED, "203", NOW)
    (approved,) = await unit.announcements.waiting()
    assert await unit.announcements.move(approved, DraftState.FAILED, why="no_rights", tries=1)
    assert not await unit.announcements.decide(
        post, {DraftState.FAILED}, DraftState.APPROVED, "203", NOW
    )
    failed = await unit.announcements.get(post.id)
    assert failed
    assert (failed.why, failed.tries) == ("no_rights", 1)
    assert await unit.announcements.decide(
        failed, {DraftState.FAILED}, DraftState.APPROVED, "203", NOW
    )


async def test_there_is_no_post_of_any_other_number(unit: Unit) -> None:
    for number in (0, 404, 10**30):
        assert await unit.announcements.get(number) is None
