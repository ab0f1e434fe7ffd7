"""More questions than the moderator chat takes topics: staff see all of them in a digest."""

from datetime import timedelta

import pytest

from handlers import flood
from handlers.conversation import Person, Priority, Refresh, Reply, Say
from tests.handlers.front_desk import MARIA, START, FrontDesk
from tests.handlers.staffed import staffed, texts
from tests.storage.given import an_appeal, an_order

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def crowd(desk: FrontDesk) -> FrontDesk:
    """A house whose appeals wait for their topics."""
    await staffed(desk)
    return desk


async def wait(crowd: FrontDesk, people: int) -> None:
    """So many questions whose topics stand in the queue."""
    async with crowd.store.begin() as unit:
        for _ in range(people):
            appeal = await an_appeal(unit, subject="Квота", registered_at=crowd.now)
            lane = f"topic:{appeal.id}"
            order = an_order(lane, job="refresh", place="topic", appeal_id=appeal.id)
            await unit.outbox.put(order, crowd.now)


async def digest(crowd: FrontDesk) -> list[Reply]:
    async with crowd.office() as (office, _):
        return await flood.digest(office)


async def test_what_waits_long_for_its_topic_is_named(crowd: FrontDesk) -> None:
    await wait(crowd, 5)
    assert await digest(crowd) == []
    crowd.now += timedelta(seconds=30)
    said = texts(crowd, await digest(crowd))
    assert "Ждут темы: 5" in said
    assert said.count("Квота") == 5


async def test_a_few_need_no_digest(crowd: FrontDesk) -> None:
    await wait(crowd, flood.FEW)
    crowd.now += MINUTE
    assert await digest(crowd) == []


async def test_the_last_few_of_a_flood_are_named_too(crowd: FrontDesk) -> None:
    await wait(crowd, 5)
    crowd.now += MINUTE
    await digest(crowd)
    await wait(crowd, 1)
    crowd.now += MINUTE
    assert "Ждут темы: 1" in texts(crowd, await digest(crowd))


async def test_each_is_named_once_and_at_most_one_message_a_minute_says_so(
    crowd: FrontDesk,
) -> None:
    await wait(crowd, flood.LISTED + 10)
    crowd.now += MINUTE
    first = texts(crowd, await digest(crowd))
    assert f"первые {flood.LISTED}" in first
    assert await digest(crowd) == []
    crowd.now += MINUTE
    second = texts(crowd, await digest(crowd))
    assert "Ждут темы: 10" in second
    crowd.now += MINUTE
    assert await digest(crowd) == []


async def test_a_clock_that_was_ahead_silences_no_digest(crowd: FrontDesk) -> None:
    await wait(crowd, 5)
    crowd.now += timedelta(days=30)
    assert await digest(crowd)
    crowd.now = START
    await wait(crowd, 5)
    crowd.now += MINUTE
    assert await digest(crowd)


async def test_a_digest_goes_before_the_topics_it_stands_for(crowd: FrontDesk) -> None:
    await wait(crowd, 5)
    crowd.now += MINUTE
    (said,) = await digest(crowd)
    assert isinstance(said, Say)
    assert said.priority < Priority.COPY


async def test_a_topic_asked_for_by_its_number_comes_first(crowd: FrontDesk) -> None:
    await wait(crowd, 5)
    replies = await crowd.writes("/topic 3", MARIA, appeal=0)
    assert Refresh(3, Priority.ANSWER) in replies
    assert "откроется следующей" in texts(crowd, replies)


async def test_a_topic_that_is_there_is_linked_to(crowd: FrontDesk) -> None:
    await crowd.asks("Какая квота?")
    assert "уже открыта" in texts(crowd, await crowd.writes("/topic 1", MARIA, appeal=0))


@pytest.mark.parametrize("rest", ["", " 99", " № 99", " все", " 9" * 500])
async def test_an_unknown_number_is_asked_for_again(crowd: FrontDesk, rest: str) -> None:
    assert "не найдено" in texts(crowd, await crowd.writes(f"/topic{rest}", MARIA, appeal=0))


async def test_a_stranger_hurries_nothing(crowd: FrontDesk) -> None:
    await wait(crowd, 5)
    replies = await crowd.writes("/topic 3", Person("777", "Никто"), appeal=0)
    assert not [one for one in replies if isinstance(one, Refresh)]
