"""Everything written is kept once, with its later versions and its copies."""

from dataclasses import replace

from appeals.model import Address, Fate, MessageRef, Side
from appeals.words import Attachment, Content, Mark, MediaKind, Style
from storage.store import Unit
from tests.storage.given import CHAT, NOW, a_message, an_appeal

GROUP = Address("telegram", "-100", "5")


async def test_a_message_comes_back_as_it_was_stored(unit: Unit) -> None:
    appeal = await an_appeal(unit)
    content = Content(
        "Привет\0 😀",
        (Mark(Style.LINK, 0, 6, "https://example.org"),),
        (Attachment(MediaKind.VOICE, "file-id", size=12),),
    )
    stored = await a_message(
        unit,
        "17",
        "",
        content=content,
        appeal_id=appeal.id,
        side=Side.STAFF,
        author="7",
        fate=Fate.HELD,
        album="a1",
        reply_to="16",
    )
    assert stored.content == content
    assert (stored.side, stored.author, stored.fate) == (Side.STAFF, "7", Fate.HELD)
    assert await unit.messages.get(stored.id) == stored
    assert await unit.messages.at(stored.ref) == stored


async def test_the_same_message_again_returns_the_stored_one(unit: Unit) -> None:
    first = await a_message(unit, "17", "первый")
    again = await a_message(unit, "17", "повтор")
    assert again == first


async def test_a_thread_is_no_part_of_a_messages_identity(unit: Unit) -> None:
    ref = MessageRef(GROUP, "17")
    stored = await a_message(unit, "17", "в теме", ref=ref)
    assert await unit.messages.at(MessageRef(Address("telegram", "-100"), "17")) == stored
    assert await unit.messages.at(MessageRef(Address("telegram", "-200", "5"), "17")) is None


async def test_unknown_messages_are_not_there(unit: Unit) -> None:
    assert await unit.messages.get(1) is None
    assert await unit.messages.get(2**70) is None
    assert await unit.messages.original(MessageRef(CHAT, "1")) is None


async def test_an_album_is_gathered_in_order_of_receipt(unit: Unit) -> None:
    parts = [await a_message(unit, number, "", album="a1") for number in ("19", "18")]
    await a_message(unit, "20", "", album="a2")
    await a_message(unit, "21", "")
    assert await unit.messages.of_album(CHAT, "a1") == parts
    assert await unit.messages.of_album(CHAT, "") == []


async def test_a_message_moves_to_another_appeal(unit: Unit) -> None:
    old, new = await an_appeal(unit), await an_appeal(unit)
    first, second = [await a_message(unit, n, "", appeal_id=old.id) for n in ("17", "18")]
    await unit.messages.move(second.id, new.id)
    assert await unit.messages.of_appeal(old.id) == [first]
    assert await unit.messages.of_appeal(new.id) == [replace(second, appeal_id=new.id)]


async def test_the_fate_of_a_message_is_recorded(unit: Unit) -> None:
    message = await a_message(unit, "17", "")
    await unit.messages.set_fate(message.id, Fate.DELIVERED)
    assert await unit.messages.get(message.id) == replace(message, fate=Fate.DELIVERED)


async def test_edits_are_kept_beside_the_first_version(unit: Unit) -> None:
    message = await a_message(unit, "17", "раз")
    numbers = [
        await unit.messages.add_version(message.id, Content(text), NOW) for text in ("два", "три")
    ]
    assert numbers == [2, 3]
    texts = [content.text for content in await unit.messages.versions(message.id)]
    assert texts == ["раз", "два", "три"]
    assert await unit.messages.get(message.id) == message


async def test_a_copy_leads_back_to_its_original(unit: Unit) -> None:
    message = await a_message(unit, "17", "вопрос")
    copies = [MessageRef(GROUP, number) for number in ("3", "4")]
    for copy in (*copies, copies[0]):
        await unit.messages.copied(message.id, copy)
    assert await unit.messages.copies(message.id) == copies
    assert await unit.messages.original(MessageRef(Address("telegram", "-100"), "4")) == message
