"""A chat that got a new id goes on where it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.model import Address, MessageRef, Topic
from storage.store import Unit
from tests.storage.given import NOW, a_message, an_appeal, an_order, put_event

OLD = Address("telegram", "-5")
NEW = Address("telegram", "-1005")


async def move(unit: Unit) -> None:
    await unit.chats.moved("telegram", OLD.chat, NEW.chat)


async def test_a_moved_chat_is_known_by_all_its_former_ids(unit: Unit) -> None:
    await unit.chats.moved("telegram", "1", "2")
    await unit.chats.moved("telegram", "2", "3")
    assert [await unit.chats.current("telegram", chat) for chat in "1234"] == ["3", "3", "3", "4"]
    assert await unit.chats.current("vk", "1") == "1"


async def test_a_move_that_is_undone_is_forgotten_and_one_that_stands_is_seen(unit: Unit) -> None:
    assert await unit.chats.current("telegram", "1") == "1"
    with pytest.raises(ZeroDivisionError):
        await undone_move(unit)
    assert await unit.chats.current("telegram", "1") == "1"
    await unit.chats.moved("telegram", "1", "3")
    assert await unit.chats.current("telegram", "1") == "3"


async def undone_move(unit: Unit) -> None:
    """A chat moves, and what follows in the same savepoint fails."""
    async with unit.savepoint():
        await unit.chats.moved("telegram", "1", "2")
        assert await unit.chats.current("telegram", "1") == "2"
        raise ZeroDivisionError


async def test_a_chat_that_moves_back_leads_nobody_in_circles(unit: Unit) -> None:
    for old, new in (("1", "2"), ("2", "1"), ("1", "1")):
        await unit.chats.moved("telegram", old, new)
    assert await unit.chats.current("telegram", "1") == "1"
    assert await unit.chats.current("telegram", "2") == "1"


async def test_appeals_topics_and_dialogs_move_along(unit: Unit) -> None:
    appeal = await an_appeal(unit, place=replace(OLD, thread="7"))
    other = await an_appeal(unit, place=Address("vk", OLD.chat))
    await unit.topics.put(Topic(appeal.id, replace(OLD, thread="9")))
    await unit.dialogs.save(OLD, "7", "split", {"n": "1"}, NOW + timedelta(1))
    await unit.dialogs.save(OLD, "8", "old", {}, NOW + timedelta(1))
    await unit.dialogs.save(NEW, "8", "new", {}, NOW + timedelta(1))
    await move(unit)
    found = await unit.appeals.open_in(replace(NEW, thread="7"), appeal.client_id)
    assert found == replace(appeal, place=replace(NEW, thread="7"))
    assert await unit.appeals.get(other.id) == other
    topic = await unit.topics.of(appeal.id)
    assert topic is not None
    assert topic.at == replace(NEW, thread="9")
    assert await unit.dialogs.load(NEW, "7", NOW) == ("split", {"n": "1"})
    assert await unit.dialogs.load(NEW, "8", NOW) == ("new", {})


async def test_written_messages_keep_their_place_for_the_new_chat_counts_anew(unit: Unit) -> None:
    old = await a_message(unit, "17", "раньше", ref=MessageRef(OLD, "17"))
    await move(unit)
    new = await a_message(unit, "17", "теперь", ref=MessageRef(NEW, "17"))
    assert await unit.messages.at(MessageRef(OLD, "17")) == old
    assert await unit.messages.at(MessageRef(NEW, "17")) == new


async def test_unsent_orders_go_to_the_new_chat_and_keep_their_order(unit: Unit) -> None:
    first = await unit.outbox.put(an_order(str(OLD), chat=OLD.chat), NOW)
    threaded = await unit.outbox.put(an_order(f"{OLD}:7", chat=OLD.chat, thread="7"), NOW)
    stranger = await unit.outbox.put(an_order(f"{OLD}5", chat=f"{OLD.chat}5"), NOW)
    await move(unit)
    await unit.outbox.put(an_order(str(NEW), chat=NEW.chat), NOW)
    heads = await unit.outbox.heads(NOW, 9)
    assert [row.id for row in heads] == [first, threaded, stranger]
    assert [row.lane for row in heads] == [str(NEW), f"{NEW}:7", f"{OLD}5"]
    assert [row.chat for row in heads] == [NEW.chat, NEW.chat, f"{OLD.chat}5"]


async def test_events_of_the_old_chat_come_before_those_of_the_new_one(unit: Unit) -> None:
    await put_event(unit, "1", str(OLD))
    await put_event(unit, "2", str(NEW))
    await move(unit)
    assert [event.event_id for event in await unit.inbox.claim(9, NOW)] == ["1"]
