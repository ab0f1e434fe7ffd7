"""Appeals are stored with their history, changed by compare-and-set, and found again."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.model import (
    SYSTEM,
    Actor,
    ActorKind,
    Address,
    Appeal,
    Change,
    Event,
    MessageRef,
    Reason,
    Scene,
    Spot,
    State,
    What,
)
from appeals.ports import Conflict
from storage.errors import RowRefused
from storage.store import Store, Unit
from tests.storage.given import CHAT, NOW, a_client, a_message, an_appeal

TAKEN = Event(What.TAKEN, NOW, Actor(ActorKind.STAFF, "7"), {"name": "Ольга", "hours": 24})


async def test_an_appeal_comes_back_as_it_was_stored(unit: Unit) -> None:
    first = await an_appeal(unit)
    stored = await an_appeal(
        unit,
        place=Address("telegram", "-100", "55"),
        state=State.CLOSED,
        reason=Reason.SPAM,
        executor="7",
        seen=3,
        spoken=2,
        speakers=frozenset({"7", "8"}),
        follows=first.id,
        ended_at=NOW,
        question=MessageRef(Address("vk", "2000000001", "4"), "99"),
    )
    assert await unit.appeals.get(stored.id) == stored
    assert stored.speakers == {"7", "8"}
    assert stored.follows == first.id
    assert stored.question == MessageRef(Address("vk", "2000000001", "4"), "99")
    assert (stored.registered_at, stored.ended_at) == (NOW, NOW)


async def test_nobody_has_the_number_of_a_forged_button(unit: Unit) -> None:
    for forged in (0, -1, 2**63, 10**30):
        assert await unit.appeals.get(forged) is None


async def test_a_change_and_its_events_are_saved_together(unit: Unit) -> None:
    appeal = await an_appeal(unit)
    taken = replace(appeal, state=State.TAKEN, executor="7")
    saved = await unit.appeals.save(Change(taken, (TAKEN,)))
    assert saved == replace(taken, version=2)
    assert await unit.appeals.get(appeal.id) == saved
    assert await unit.appeals.history(appeal.id) == [Event(What.REGISTERED, NOW, SYSTEM), TAKEN]


async def test_a_stale_change_conflicts_and_records_nothing(unit: Unit) -> None:
    appeal = await an_appeal(unit)
    await unit.appeals.save(Change(appeal, ()))
    with pytest.raises(Conflict):
        await unit.appeals.save(Change(appeal, (TAKEN,)))
    assert len(await unit.appeals.history(appeal.id)) == 1


async def test_two_employees_take_the_same_appeal_and_one_of_them_gets_it(store: Store) -> None:
    async with store.begin() as unit:
        appeal = await an_appeal(unit)

    async def take(employee: str) -> Appeal:
        taken = replace(appeal, state=State.TAKEN, executor=employee)
        async with store.begin() as unit:
            return await unit.appeals.save(Change(taken, (TAKEN,)))

    outcomes = await asyncio.gather(take("7"), take("8"), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Appeal", "Conflict"]
    async with store.begin() as unit:
        now = await unit.appeals.get(appeal.id)
        assert now in outcomes
        assert len(await unit.appeals.history(appeal.id)) == 2


async def test_the_history_keeps_the_order_in_which_it_was_told(unit: Unit) -> None:
    appeal = await an_appeal(unit)
    told = [Event(What.NOTED, NOW - timedelta(hours=hour), SYSTEM, {"n": hour}) for hour in (1, 5)]
    for event in told:
        await unit.appeals.record(appeal.id, event)
    assert (await unit.appeals.history(appeal.id))[1:] == told


async def test_lines_told_at_the_same_time_all_stand_in_the_history(store: Store) -> None:
    async with store.begin() as unit:
        appeal = await an_appeal(unit)

    async def note(number: int) -> None:
        async with store.begin() as unit:
            await unit.appeals.record(appeal.id, Event(What.NOTED, NOW, SYSTEM, {"n": number}))

    await asyncio.gather(*(note(number) for number in range(8)))
    async with store.begin() as unit:
        history = await unit.appeals.history(appeal.id)
        assert {event.data["n"] for event in history[1:]} == set(range(8))


async def test_the_history_of_an_appeal_that_is_not_there_cannot_be_written(unit: Unit) -> None:
    with pytest.raises(RowRefused):
        async with unit.savepoint():
            await unit.appeals.record(404, TAKEN)


async def test_numbers_count_anew_each_year(unit: Unit) -> None:
    numbers = [await unit.appeals.next_number(year) for year in (2026, 2026, 2027, 2026)]
    assert numbers == ["2026-000001", "2026-000002", "2027-000001", "2026-000003"]


async def test_numbers_given_at_the_same_time_differ(store: Store) -> None:
    async def one() -> str:
        async with store.begin() as unit:
            return await unit.appeals.next_number(2026)

    numbers = await asyncio.gather(*(one() for _ in range(12)))
    assert sorted(numbers) == [f"2026-{count:06d}" for count in range(1, 13)]


async def test_two_appeals_never_share_a_number(unit: Unit) -> None:
    await an_appeal(unit, number="2026-000042")
    with pytest.raises(RowRefused):
        async with unit.savepoint():
            await an_appeal(unit, number="2026-000042")


@pytest.mark.parametrize(
    "written", ["2026-000042", "2026-42", "№ 2026-000042", "42", "000042", "№42", " 42 "]
)
async def test_an_appeal_is_found_by_its_number_however_it_is_written(
    unit: Unit, written: str
) -> None:
    await unit.appeals.next_number(2026)
    appeal = await an_appeal(unit, number="2026-000042")
    assert await unit.appeals.numbered(written) == appeal


@pytest.mark.parametrize("written", ["", "43", "2025-42", "сорок два", "4²", "9" * 5000, "-42"])
async def test_what_is_no_known_number_finds_nothing(unit: Unit, written: str) -> None:
    await an_appeal(unit, number="2026-000042")
    assert await unit.appeals.numbered(written) is None


async def test_short_digits_mean_the_newest_year(unit: Unit) -> None:
    for year in (2025, 2026):
        await an_appeal(unit, number=await unit.appeals.next_number(year))
    found = await unit.appeals.numbered("1")
    assert found is not None
    assert found.number == "2026-000001"


async def test_the_open_appeal_is_that_of_this_client_in_this_conversation(unit: Unit) -> None:
    client = await a_client(unit)
    mine = await an_appeal(unit)
    await an_appeal(unit, state=State.ANSWERED)
    await an_appeal(unit, place=Address("telegram", "501", "3"))
    await an_appeal(unit, client_id=await a_client(unit, "502"))
    assert await unit.appeals.open_in(CHAT, client) == mine
    newer = await an_appeal(unit, state=State.CLARIFYING)
    assert await unit.appeals.open_in(CHAT, client) == newer
    assert await unit.appeals.open_in(Address("vk", "501"), client) is None


async def test_the_latest_appeal_may_have_ended(unit: Unit) -> None:
    client = await a_client(unit)
    assert await unit.appeals.latest_in(CHAT, client) is None
    await an_appeal(unit)
    ended = await an_appeal(unit, state=State.ANSWERED)
    assert await unit.appeals.latest_in(CHAT, client) == ended


async def test_a_clients_appeals_come_newest_first(unit: Unit) -> None:
    client = await a_client(unit)
    made = [await an_appeal(unit) for _ in range(3)]
    await an_appeal(unit, client_id=await a_client(unit, "502"))
    assert await unit.appeals.of_client(client, 2) == [made[2], made[1]]
    assert await unit.appeals.count_of_client(client) == 3


async def test_open_appeals_come_most_urgent_first(unit: Unit) -> None:
    later = await an_appeal(unit, due_at=NOW + timedelta(hours=2), executor="7")
    sooner = await an_appeal(unit, due_at=NOW + timedelta(hours=1), executor="8")
    await an_appeal(unit, due_at=NOW, state=State.CLOSED, executor="7")
    assert await unit.appeals.open(10) == [sooner, later]
    assert await unit.appeals.open(1) == [sooner]
    assert await unit.appeals.open(10, "7") == [later]
    assert await unit.appeals.open(10, "") == []
    assert await unit.appeals.count_open() == 2
    assert await unit.appeals.count_open("7") == 1


async def test_an_ended_appeal_leaves_the_open_ones_and_a_reopened_one_returns(unit: Unit) -> None:
    appeal = await an_appeal(unit)
    ended = await unit.appeals.save(Change(replace(appeal, state=State.ANSWERED), ()))
    assert await unit.appeals.open(10) == []
    again = await unit.appeals.save(Change(replace(ended, state=State.TAKEN), ()))
    assert await unit.appeals.open(10) == [again]


@pytest.mark.parametrize(
    "words",
    [
        "КВОТА",
        "квотой",
        "Ёлки елки",
        "справка квотой",
        "2026-000001",
        "«справка»",
        "100%",
        "под_черк",
        "исправленный",
    ],
)
async def test_an_appeal_is_found_by_its_words(unit: Unit, words: str) -> None:
    appeal = await an_appeal(unit, subject="Квота и КВОТОЙ")
    await an_appeal(unit, subject="Другое", client_id=await a_client(unit, "502"))
    message = await a_message(
        unit, "17", "Нужна Справка на 100% про ёлки под_черк", appeal_id=appeal.id
    )
    await unit.messages.add_version(message.id, replace(message.content, text="Исправленный"), NOW)
    assert await unit.appeals.search(words, 5) == [appeal]


@pytest.mark.parametrize("words", ["", "  ", "№", "квота другое", "%", "_", "х" * 100_000])
async def test_words_that_stand_nowhere_find_nothing(unit: Unit, words: str) -> None:
    await an_appeal(unit, subject="Квота")
    assert list(await unit.appeals.search(words, 5)) == []


async def test_found_appeals_come_newest_first(unit: Unit) -> None:
    made = [await an_appeal(unit) for _ in range(3)]
    assert await unit.appeals.search("квоте", 2) == [made[2], made[1]]


async def test_a_subject_with_nul_and_broken_signs_is_stored(unit: Unit) -> None:
    appeal = await an_appeal(unit, subject="a\0b\ud800c 😀")
    assert appeal.subject == "a\ufffdb\ufffdc 😀"


async def test_appeals_are_listed_by_the_time_they_fall_due(unit: Unit) -> None:
    hours = [5, 1, -1, 30]
    made = [await an_appeal(unit, due_at=NOW + timedelta(hours=h)) for h in hours]
    ended = await an_appeal(unit, state=State.ANSWERED, ended_at=NOW)
    day = NOW + timedelta(hours=24)
    assert await unit.appeals.open_due(NOW, day, 10) == [made[1], made[0]]
    assert await unit.appeals.open_due(NOW, day, 1) == [made[1]]
    assert await unit.appeals.count_open_due(NOW, day) == 2
    assert await unit.appeals.overdue(NOW, 10) == [made[2]]
    assert await unit.appeals.overdue(day, 2) == [made[2], made[1]]
    assert await unit.appeals.count_overdue(day) == 3
    assert ended not in await unit.appeals.overdue(NOW + timedelta(days=99), 10)


async def test_where_others_read_along_is_remembered(unit: Unit) -> None:
    spot = Spot(Scene.COMMENT, "https://vk.com/wall-1_2?reply=3", by_hand=True)
    appeal = await an_appeal(unit, spot=spot)
    assert (await unit.appeals.get(appeal.id)) == appeal
    assert appeal.spot == spot
    assert not (await an_appeal(unit)).spot.is_public
