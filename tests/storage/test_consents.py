"""Every yes and every no to being written to stays on record; the last one holds."""

from datetime import timedelta

from appeals.model import Address
from appeals.ports import Consent
from storage.store import Unit
from tests.storage.given import NOW


async def somebody(unit: Unit, person: str = "1", channel: str = "telegram") -> int:
    return (await unit.clients.met(channel, person, "Ольга", "")).id


async def test_who_never_said_anything_gets_nothing(unit: Unit) -> None:
    client = await somebody(unit)
    assert await unit.consents.given(client, "surveys") is None
    assert await unit.consents.subscribers("surveys") == []


async def test_the_last_word_holds_and_every_word_stays(unit: Unit) -> None:
    client, later = await somebody(unit), NOW + timedelta(hours=1)
    assert await unit.consents.say(client, "surveys", given=True, at=NOW)
    assert not await unit.consents.say(client, "surveys", given=True, at=later)
    assert await unit.consents.given(client, "surveys") is True
    assert await unit.consents.say(client, "surveys", given=False, at=later)
    assert await unit.consents.subscribers("surveys") == []
    said = [Consent("surveys", given=True, at=NOW), Consent("surveys", given=False, at=later)]
    assert await unit.consents.history(client) == said


async def test_a_no_before_any_yes_is_kept(unit: Unit) -> None:
    client = await somebody(unit)
    assert await unit.consents.say(client, "surveys", given=False, at=NOW)
    assert await unit.consents.given(client, "surveys") is False


async def test_topics_and_platforms_are_told_apart(unit: Unit) -> None:
    first, second = await somebody(unit), await somebody(unit, "1", "vk")
    await unit.consents.say(first, "surveys", given=True, at=NOW)
    await unit.consents.say(second, "news", given=True, at=NOW)
    assert await unit.consents.subscribers("surveys") == [Address("telegram", "1")]
    assert await unit.consents.subscribers("news") == [Address("vk", "1")]


async def test_the_banned_and_the_unreachable_are_left_alone(unit: Unit) -> None:
    clients = [await somebody(unit, str(number)) for number in range(3)]
    for client in clients:
        await unit.consents.say(client, "surveys", given=True, at=NOW)
    await unit.clients.set_banned(clients[0], True)
    await unit.clients.set_reachable(clients[1], False)
    assert await unit.consents.subscribers("surveys") == [Address("telegram", "2")]
