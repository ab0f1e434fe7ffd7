"""Appeals about one matter are gathered, listed and set apart by staff."""

import pytest

from handlers import card
from handlers.conversation import Refresh
from tests.handlers.front_desk import ANONYMOUS, GUEST, MARIA, OLGA, PETR, SERGEI, FrontDesk
from tests.handlers.gathered import incident, members, three_ask
from tests.handlers.staffed import texts


@pytest.fixture
async def three(desk: FrontDesk) -> FrontDesk:
    return await three_ask(desk)


async def in_incident(desk: FrontDesk) -> list[int]:
    return [member.appeal_id for member in await members(desk)]


async def test_appeals_are_gathered_by_their_numbers(three: FrontDesk) -> None:
    replies = await three.writes("/incident 1 2, №3", appeal=0)
    told = texts(three, replies)
    assert "Инцидент И-2026-0001" in told
    assert "Открыто 3 из 3" in told
    assert "Мария Иванова" in told
    assert await in_incident(three) == [1, 2, 3]
    assert [await three.history(n) for n in (1, 2, 3)] == [["registered", "gathered"]] * 3
    assert {r.appeal_id for r in replies if isinstance(r, Refresh)} == {1, 2, 3}


async def test_the_incident_is_named_for_what_was_asked_first_and_due_with_the_earliest(
    three: FrontDesk,
) -> None:
    told = texts(three, await three.writes("/incident 2 3 1", appeal=0))
    assert (await incident(three)).title == (await three.appeal(1)).subject
    assert "16:30" in told
    assert (await three.appeal(3)).due_at < (await three.appeal(1)).due_at


async def test_in_a_topic_its_own_appeal_is_meant_too(three: FrontDesk) -> None:
    await three.writes("/incident 2", appeal=1)
    assert await in_incident(three) == [1, 2]


async def test_one_appeal_is_no_incident(three: FrontDesk) -> None:
    assert three.said(await three.writes("/incident 2", appeal=0)) == ["incident-how"]
    assert three.said(await three.writes("/incident", appeal=0)) == ["incident-how"]
    assert three.said(await three.writes("/incident", appeal=1)) == ["incident-how"]


async def test_more_are_added_by_number_or_because_one_is_in_it(three: FrontDesk) -> None:
    await three.writes("/incident 1 2", appeal=0)
    await three.writes("/incident и-1 3", appeal=0)
    assert await in_incident(three) == [1, 2, 3]
    await three.asks("Четвёртый о том же", SERGEI)
    await three.writes("/incident 1 4", appeal=0)
    assert await in_incident(three) == [1, 2, 3, 4]


async def test_nothing_is_gathered_when_a_number_is_wrong(three: FrontDesk) -> None:
    replies = await three.writes("/incident 1 2 77 привет И-9", appeal=0)
    assert "77, привет, И-9" in texts(three, replies)
    assert await in_incident(three) == []


async def test_two_incidents_are_not_joined_silently(three: FrontDesk) -> None:
    await three.asks("Другое дело", SERGEI)
    await three.writes("/incident 1 2", appeal=0)
    await three.writes("/incident 3 4", appeal=0)
    assert three.said(await three.writes("/incident 2 3", appeal=0)) == ["incident-two"]
    assert await in_incident(three) == [1, 2]


async def test_an_appeal_leaves_its_incident(three: FrontDesk) -> None:
    await three.writes("/incident 1 2 3", appeal=0)
    assert three.said(await three.writes("/incident leave 2", appeal=0)) == ["incident-left"]
    assert three.said(await three.writes("/incident leave", appeal=1)) == ["incident-left"]
    assert await in_incident(three) == [3]
    assert (await three.history(2))[-1] == "set_apart"
    assert three.said(await three.writes("/incident leave 2", appeal=0)) == ["incident-leave-how"]
    assert three.said(await three.writes("/incident leave", appeal=0)) == ["incident-leave-how"]


async def test_somebody_else_becomes_responsible(three: FrontDesk) -> None:
    await three.writes("/incident 1 2", appeal=0)
    assert (await incident(three)).executor == MARIA.id
    await three.writes("/incident take И-2026-0001", SERGEI, appeal=0)
    assert (await incident(three)).executor == SERGEI.id
    assert three.said(await three.writes("/incident take И-7", appeal=0)) == ["incident-take-how"]


async def test_open_incidents_are_listed(three: FrontDesk) -> None:
    assert three.said(await three.writes("/incidents", appeal=0)) == ["incidents-none"]
    await three.writes("/incident 1 2", appeal=0)
    told = texts(three, await three.writes("/incidents", appeal=0))
    assert "И-2026-0001" in told
    assert "Открыто 2 из 2" in told
    for number in (1, 2):
        await three.writes("/close", appeal=number)
    assert three.said(await three.writes("/incidents", appeal=0)) == ["incidents-none"]


@pytest.mark.parametrize("who", [GUEST, ANONYMOUS, OLGA, PETR])
async def test_only_moderators_gather(three: FrontDesk, who: object) -> None:
    assert who is not MARIA
    await three.writes("/incident 1 2", who, appeal=0)  # type: ignore[arg-type]  # a person
    assert await in_incident(three) == []


async def test_the_history_tells_of_it_in_words(three: FrontDesk) -> None:
    await three.writes("/incident 1 2", appeal=0)
    told = texts(three, await three.writes("/appeal 1", appeal=0))
    assert "добавлено к инциденту И-2026-0001" in told


async def test_the_card_names_the_incident(three: FrontDesk) -> None:
    await three.writes("/incident 1 2", appeal=0)
    async with three.office() as (office, _):
        drawn = await card.draw(1, office)
    assert drawn is not None
    assert "Инцидент И-2026-0001" in three.text(drawn.lead)
