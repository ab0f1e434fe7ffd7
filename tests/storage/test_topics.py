"""One topic per appeal and one appeal per topic."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.model import Address, Topic
from storage.errors import RowRefused
from storage.store import Store, Unit
from tests.storage.given import NOW, an_appeal, an_order

PLACE = Address("telegram", "-100", "5")


async def test_a_topic_is_found_by_its_appeal_and_by_its_place(unit: Unit) -> None:
    topic = Topic((await an_appeal(unit)).id, PLACE, "12", "№ 1", "digest")
    await unit.topics.put(topic)
    assert await unit.topics.of(topic.appeal_id) == topic
    assert await unit.topics.at(PLACE) == topic
    assert await unit.topics.at(Address("telegram", "-100")) is None


async def test_a_topic_made_again_replaces_the_old_one(unit: Unit) -> None:
    topic = Topic((await an_appeal(unit)).id, PLACE)
    await unit.topics.put(topic)
    again = replace(topic, at=replace(PLACE, thread="6"), drawn="new")
    await unit.topics.put(again)
    assert await unit.topics.of(topic.appeal_id) == again
    assert await unit.topics.at(PLACE) is None
    await unit.topics.forget(topic.appeal_id)
    assert await unit.topics.of(topic.appeal_id) is None


async def test_two_appeals_never_share_a_topic(store: Store) -> None:
    async with store.begin() as unit:
        made = [(await an_appeal(unit)).id for _ in range(2)]

    async def put(appeal_id: int) -> None:
        async with store.begin() as unit:
            await unit.topics.put(Topic(appeal_id, PLACE))

    outcomes = await asyncio.gather(*map(put, made), return_exceptions=True)
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "RowRefused"]


async def test_a_topic_of_no_appeal_is_refused(unit: Unit) -> None:
    with pytest.raises(RowRefused):
        async with unit.savepoint():
            await unit.topics.put(Topic(404, PLACE))


async def test_what_stands_in_the_queue_for_its_topic_is_known(unit: Unit) -> None:
    first, second, third = [await an_appeal(unit) for _ in range(3)]
    for one in (first, second, third):
        lane = f"topic:{one.id}"
        order = an_order(lane, job="refresh", place="topic", appeal_id=one.id)
        await unit.outbox.put(order, NOW)
    await unit.topics.put(Topic(second.id, PLACE))
    assert await unit.topics.awaited(NOW, 0, 9) == [first.id, third.id]
    assert await unit.topics.awaited(NOW, first.id, 9) == [third.id]
    assert await unit.topics.awaited(NOW, 0, 1) == [first.id]
    assert await unit.topics.awaited(NOW - timedelta(seconds=1), 0, 9) == []
