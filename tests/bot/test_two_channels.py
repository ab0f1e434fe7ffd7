"""Two platforms side by side: the trouble of one is never the trouble of the other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from appeals.model import Actor, ActorKind, Address, Fate, MessageRef, Side
from appeals.words import Attachment, Content, MediaKind
from bot.delivery.planning import LOOK_AT
from handlers.conversation import (
    Later,
    Outcome,
    Priority,
    Refusal,
    Refused,
    Say,
    Sent,
    TopicOf,
    Unknown,
)
from storage.store import Store
from tests.bot.program import HOME, OLGA, Program, in_topic
from tests.fakes import SMALL, Call, FakeChannel

IVAN = Address("vk", "7001")
TOPIC = in_topic("101")
MIXED = replace(SMALL, mixed_albums=True, topics=False, reactions=False)
PHOTO = Attachment(MediaKind.PHOTO, "photo1", origin="vk")
PDF = Attachment(MediaKind.DOCUMENT, "doc1", "расчёт.pdf", origin="vk")
FORM = Attachment(MediaKind.DOCUMENT, "form", "форма.pdf", origin="telegram")


@pytest.fixture
def vk() -> FakeChannel:
    return FakeChannel("vk", MIXED, files={"photo1": b"jpeg", "doc1": b"%PDF"})


@pytest.fixture
async def program(store: Store, vk: FakeChannel, tmp_path: Path) -> AsyncIterator[Program]:
    telegram = FakeChannel(files={"form": b"%PDF form"})
    running = Program(store, channel=telegram, beside=vk, folder=tmp_path)
    yield running
    await running.delivery.finish(0)


@pytest.fixture
async def asked(program: Program) -> Program:
    """Ivan has asked in VK; his appeal stands in the topic 101."""
    await program.receive(program.wrote("Положена ли квота?", IVAN), channel="vk")
    await program.work()
    await program.deliver()
    assert program.channel.ledger[-1].at == TOPIC
    program.channel.ledger.clear()
    assert program.beside
    program.beside.ledger.clear()
    return program


def say(text: str, to: Address, priority: Priority = Priority.ACKNOWLEDGEMENT) -> Say:
    return Say(to, content=Content(text), priority=priority)


def many(number: int) -> list[Say]:
    """Messages for as many people in VK."""
    return [say("ответ", Address("vk", str(8000 + n)), Priority.ANSWER) for n in range(number)]


async def a_while(program: Program) -> None:
    """Delivery takes several turns without waiting for what hangs."""
    for _ in range(20):
        await program.delivery.step()
        for _ in range(50):
            await asyncio.sleep(0)


async def message(program: Program, side: Side, *files: Attachment, words: str = "") -> int:
    """A stored message of the appeal, on its way to the other side."""
    home = side is Side.STAFF
    at, place = (TOPIC, IVAN) if home else (IVAN, TopicOf(1))
    content = Content(words, attachments=files)
    async with program.store.begin() as unit:
        stored = await unit.messages.add(
            appeal_id=1,
            side=side,
            author="201" if home else "7001",
            ref=MessageRef(at, f"77{len(files)}{len(words)}"),
            content=content,
            at=program.clock.now(),
            fate=Fate.QUEUED,
        )
    await program.put(Say(place, content=content, message_id=stored.id))
    return stored.id


def topic(program: Program) -> list[Call]:
    """What was sent to the topic."""
    return [call for call in program.channel.calls("send") if call.at == TOPIC]


def files_of(call: Call) -> list[Attachment]:
    return list(call.message.content.attachments)


# ---- fairness


async def test_a_hung_platform_delays_no_message_of_the_other(
    program: Program, vk: FakeChannel
) -> None:
    vk.gate = asyncio.Event()
    await program.put(*many(LOOK_AT + 50), say("раз", OLGA), say("два", OLGA))
    await a_while(program)
    assert vk.running == 16
    assert program.channel.texts() == ["раз", "два"]
    vk.gate.set()
    await program.deliver()
    assert len(vk.ledger) == LOOK_AT + 50


async def test_hung_files_of_a_platform_delay_no_message_of_the_other(
    asked: Program, vk: FakeChannel
) -> None:
    vk.gate = asyncio.Event()
    flood = [
        Say(Address("telegram", str(9000 + n)), content=Content("", attachments=(PDF,)))
        for n in range(LOOK_AT + 50)
    ]
    await asked.put(*flood, say("раз", OLGA), say("два", OLGA))
    await a_while(asked)
    assert asked.channel.texts() == ["раз", "два"]
    assert await asked.counts() == {"pending": len(flood)}
    vk.gate.set()
    await asked.deliver()
    assert vk.asked_for == ["doc1"]
    assert len(asked.channel.texts()) == len(flood) + 2


async def test_a_storm_on_one_platform_is_fair_weather_on_the_other(
    program: Program, vk: FakeChannel
) -> None:
    vk.answers["send"] = [Unknown("timeout")] * 100
    await program.put(*many(40))
    await program.deliver()
    await program.put(say("раз", OLGA))
    await program.deliver()
    assert program.channel.texts() == ["раз"]


async def test_a_platform_whose_files_are_in_trouble_pauses_no_chat(
    asked: Program, vk: FakeChannel
) -> None:
    vk.not_now = [Later(50, "network")]
    await message(asked, Side.CLIENT, PDF, words="Вот расчёт")
    await asked.deliver()
    await asked.put(say("раз", HOME), say("два", OLGA))
    await asked.deliver()
    assert sorted(asked.channel.texts()) == ["два", "раз"]
    asked.clock.advance(50)
    await asked.deliver()
    assert [call.text for call in topic(asked)] == ["Вот расчёт"]


async def test_in_an_emergency_stop_an_employees_number_opens_no_other_platform(
    program: Program, vk: FakeChannel
) -> None:
    async with program.store.begin() as unit:
        by = Actor(ActorKind.STAFF, "201")
        await unit.switches.set("outgoing-stopped", "yes", by, program.clock.now())
    maria = Address("telegram", "201")
    await program.put(say("клиенту", Address("vk", "201")), say("Марии", maria))
    await program.deliver()
    assert vk.texts() == []
    assert program.channel.texts() == ["Марии"]


# ---- exactly once where the platform helps


async def test_every_try_to_send_a_row_bears_the_same_nonce(
    program: Program, vk: FakeChannel
) -> None:
    vk.answers["send"] = [Later(5, "network"), Unknown("timeout"), Sent(("1",))]
    await program.put(say("1", IVAN))
    for _ in range(3):
        await program.deliver()
        program.clock.advance(60)
    assert len({call.message.nonce for call in vk.ledger}) == 1
    assert [call.message.again for call in vk.ledger] == [False, False, True]


async def test_different_rows_and_parts_bear_different_nonces(
    program: Program, vk: FakeChannel
) -> None:
    await program.put(say("1", IVAN), say("1", IVAN), say("Слово. " * 150, IVAN))
    await program.deliver()
    nonces = [call.message.nonce for call in vk.ledger]
    assert len(nonces) > 3
    assert len(set(nonces)) == len(nonces)
    assert all(nonces)


async def test_a_crash_while_sending_leaves_the_nonce_and_asks_to_look_first(
    program: Program, vk: FakeChannel
) -> None:
    vk.gate = asyncio.Event()
    await program.put(say("1", IVAN))
    await program.delivery.step()
    await asyncio.sleep(0)
    before = vk.ledger[0].message
    survivor = Program(program.store, channel=program.channel, beside=vk, folder=program.folder)
    await survivor.delivery.recover()
    vk.gate = None
    await survivor.deliver()
    after = vk.ledger[1].message
    assert (before.again, after.again) == (False, True)
    assert before.nonce == after.nonce


async def test_what_has_waited_for_long_is_looked_for_first(
    program: Program, vk: FakeChannel
) -> None:
    """The database may be a backup, and the program that made it may have sent this."""
    await program.put(say("1", IVAN))
    program.clock.advance(3600)
    await program.deliver()
    assert [call.message.again for call in vk.ledger] == [True]


async def test_staff_hear_once_that_their_words_have_not_arrived_for_long(
    asked: Program, vk: FakeChannel
) -> None:
    vk.answers["send"] = [Later(60, "error 9")] * 9
    await message(asked, Side.STAFF, words="Да, положена.")
    said: list[int] = []
    for _ in range(12):
        await asked.deliver()
        said.append(sum("ещё не доставлено" in call.text for call in topic(asked)))
        asked.clock.advance(61)
    assert said[:5] == [0] * 5
    assert said[-1] == 1
    assert [call.text for call in vk.calls("send")][-1] == "Да, положена."


@pytest.mark.parametrize(("lost", "fate"), [(59, Fate.DELIVERED), (60, Fate.FAILED)])
async def test_a_platform_that_recognises_a_repetition_is_tried_for_an_hour(
    asked: Program, vk: FakeChannel, lost: int, fate: Fate
) -> None:
    vk.capabilities = replace(MIXED, recognises=True)
    vk.answers["send"] = [Unknown("no JSON")] * lost
    number = await message(asked, Side.STAFF, words="Да, положена.")
    for _ in range(61):
        await asked.deliver()
        asked.clock.advance(60)
    async with asked.store.begin() as unit:
        stored = await unit.messages.get(number)
    assert stored is not None
    assert stored.fate is fate


async def test_what_staff_send_again_after_lost_answers_is_looked_for_first(
    asked: Program, vk: FakeChannel
) -> None:
    vk.answers["send"] = [Unknown("timeout")] * 5
    number = await message(asked, Side.STAFF, words="Да, положена.")
    for _ in range(5):
        await asked.deliver()
        asked.clock.advance(60)
    async with asked.store.begin() as unit:
        assert await unit.outbox.retry_failed(number, asked.clock.now()) == 1
    await asked.deliver()
    tries = [call.message for call in vk.calls("send")]
    assert [one.again for one in tries] == [False, True, True, True, True, True]
    assert len({one.nonce for one in tries}) == 1


# ---- files


async def test_a_clients_file_reaches_the_topic_of_the_other_platform(
    asked: Program, tmp_path: Path
) -> None:
    number = await message(asked, Side.CLIENT, PDF, words="Вот расчёт")
    await asked.deliver()
    (call,) = topic(asked)
    (file,) = files_of(call)
    assert (call.text, file.name, file.file) == ("Вот расчёт", "расчёт.pdf", "")
    assert (tmp_path / file.path).read_bytes() == b"%PDF"
    async with asked.store.begin() as unit:
        stored = await unit.messages.get(number)
    assert stored
    assert stored.fate is Fate.DELIVERED


async def test_an_employees_files_reach_vk_in_one_message(asked: Program, vk: FakeChannel) -> None:
    voice = Attachment(MediaKind.VOICE, "voice", origin="telegram")
    asked.channel.files["voice"] = b"OggS"
    await message(asked, Side.STAFF, FORM, voice, words="Форма")
    await asked.deliver()
    (call,) = vk.calls("send")
    assert call.text == "Форма"
    assert [file.name for file in files_of(call)] == ["форма.pdf", "voice.ogg"]
    assert asked.channel.calls("react")


async def test_a_file_of_the_same_platform_is_not_fetched(asked: Program, vk: FakeChannel) -> None:
    await asked.put(Say(IVAN, content=Content("", attachments=(PDF,))))
    await asked.deliver()
    (call,) = vk.calls("send")
    assert files_of(call) == [PDF]
    assert vk.asked_for == []


async def test_a_file_is_fetched_once_however_often_it_is_sent(
    asked: Program, vk: FakeChannel
) -> None:
    asked.channel.answers["send"] = [Later(5, "network"), Unknown("timeout")]
    await message(asked, Side.CLIENT, PDF)
    for _ in range(3):
        await asked.deliver()
        asked.clock.advance(60)
    await asked.put(Say(TopicOf(1), content=Content("ещё раз", attachments=(PDF,))))
    await asked.deliver()
    assert len(topic(asked)) == 4
    assert vk.asked_for == ["doc1"]


async def test_a_crash_while_a_file_comes_leaves_no_doubt_about_the_message(
    asked: Program, vk: FakeChannel
) -> None:
    vk.gate = asyncio.Event()
    await message(asked, Side.CLIENT, PDF, words="Вот расчёт")
    await a_while(asked)
    assert vk.asked_for == ["doc1"]
    assert await asked.counts() == {"pending": 1}
    vk.gate = None
    survivor = Program(asked.store, channel=asked.channel, beside=vk, folder=asked.folder)
    assert survivor.house.files
    await survivor.house.files.tidy()
    await survivor.delivery.recover()
    await survivor.deliver()
    (call,) = topic(survivor)
    assert not call.message.again
    assert files_of(call)[0].path


async def test_stopping_does_not_wait_for_a_file_that_hangs(
    asked: Program, vk: FakeChannel
) -> None:
    vk.gate = asyncio.Event()
    await message(asked, Side.CLIENT, PDF)
    await a_while(asked)
    async with asyncio.timeout(5):
        await asked.delivery.finish(60)
    assert await asked.counts() == {"pending": 1}


async def test_words_wait_for_their_file_and_what_follows_waits_for_them(
    asked: Program, vk: FakeChannel
) -> None:
    vk.gate = asyncio.Event()
    await message(asked, Side.CLIENT, PDF, words="Вот расчёт")
    await asked.put(Say(TopicOf(1), content=Content("и вопрос")))
    await a_while(asked)
    assert topic(asked) == []
    vk.gate.set()
    await asked.deliver()
    assert [call.text for call in topic(asked)] == ["Вот расчёт", "и вопрос"]


@pytest.mark.parametrize(
    ("content", "why"), [(b"x" * 2000, "слишком большой"), (None, "уже нет")], ids=["large", "gone"]
)
async def test_a_clients_file_that_can_not_come_is_named_to_both_sides(
    asked: Program, vk: FakeChannel, content: bytes | None, why: str
) -> None:
    vk.files = {"doc1": content} if content else {}
    await message(asked, Side.CLIENT, PDF, words="Вот расчёт")
    await asked.deliver()
    (call,) = topic(asked)
    assert call.text.startswith("Вот расчёт\n")
    assert "расчёт.pdf" in call.text
    assert why in call.text
    assert files_of(call) == []
    (told,) = vk.texts("7001")
    assert "расчёт.pdf" in told
    assert why in told


async def test_an_employees_file_that_can_not_come_is_named_to_both_sides(
    asked: Program, vk: FakeChannel
) -> None:
    asked.channel.files.clear()
    number = await message(asked, Side.STAFF, FORM, words="Форма")
    await asked.deliver()
    (call,) = vk.calls("send")
    assert call.text.startswith("Форма\n")
    assert "форма.pdf" in call.text
    (told,) = topic(asked)
    assert "форма.pdf" in told.text
    assert told.message.reply_to == "7715"
    async with asked.store.begin() as unit:
        stored = await unit.messages.get(number)
    assert stored
    assert stored.fate is Fate.DELIVERED


async def test_the_other_files_of_a_message_come_all_the_same(
    asked: Program, vk: FakeChannel
) -> None:
    del vk.files["photo1"]
    await message(asked, Side.CLIENT, PHOTO, PDF)
    await asked.deliver()
    photo, pdf = topic(asked)
    assert "фото" in photo.text
    assert [file.name for file in files_of(pdf)] == ["расчёт.pdf"]


async def test_where_a_caption_has_no_room_the_line_stands_behind(asked: Program) -> None:
    other = replace(PDF, file="doc2")
    words = "Я" * SMALL.caption_limit
    await message(asked, Side.CLIENT, PDF, other, words=words)
    await asked.deliver()
    call, line = topic(asked)
    assert (call.text, len(files_of(call))) == (words, 1)
    assert "расчёт.pdf" in line.text


async def test_the_files_of_a_platform_that_is_off_hold_no_words_back(
    store: Store, tmp_path: Path
) -> None:
    alone = Program(store, folder=tmp_path)
    await alone.put(Say(OLGA, content=Content("Вот", attachments=(PDF,))))
    await alone.deliver()
    (text,) = alone.channel.texts()
    assert text.startswith("Вот\n")
    assert "расчёт.pdf" in text


async def test_a_picture_that_is_refused_goes_as_a_document_at_last_not_at_all(
    asked: Program, vk: FakeChannel
) -> None:
    asked.channel.refuse = refusing(MediaKind.PHOTO)
    await message(asked, Side.CLIENT, PHOTO, words="Фото ямы")
    await asked.deliver()
    assert [kinds(call) for call in topic(asked)] == [["photo"], ["document"]]
    asked.channel.ledger.clear()
    asked.channel.refuse = refusing(MediaKind.PHOTO, MediaKind.DOCUMENT)
    await message(asked, Side.CLIENT, replace(PHOTO, file="doc1"), words="Ещё фото")
    await asked.deliver()
    *_, last = topic(asked)
    assert kinds(last) == []
    assert last.text.startswith("Ещё фото\n")
    assert len(vk.texts("7001")) == 1


def kinds(call: Call) -> list[str]:
    return [file.kind.value for file in files_of(call)]


def refusing(*unwanted: MediaKind) -> Callable[[Call], Outcome | None]:
    """The platform takes no such files."""

    def refuse(call: Call) -> Outcome | None:
        return Refused(Refusal.OTHER, "no") if set(kinds(call)) & {*unwanted} else None

    return refuse
