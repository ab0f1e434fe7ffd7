"""Everything from outside is hostile or broken sometimes; each case has its clear outcome."""

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from sandbox.files import Upload
from sandbox.state import Message, Topic
from tests.endtoend.desk import (
    ANNA,
    MARIA,
    OLGA,
    PATIENCE,
    PDF,
    PETR,
    FrontDesk,
    buttons,
    front_desk,
)

READY = 200

MALFORMED: list[dict[str, Any]] = [
    {},
    {"message": None},
    {"message": "text"},
    {"message": {"message_id": 1}},
    {"message": {"message_id": "x", "chat": {"id": OLGA, "type": "private"}, "date": 0}},
    {"callback_query": {"id": "1"}},
    {"callback_query": {"id": "1", "from": {"id": 1}, "data": "x" * 4000}},
    {"something_new": {"id": 1}},
    {"edited_message": {"chat": []}},
    {"my_chat_member": {"chat": {"id": OLGA}}},
    {"message": {"message_id": 2**70, "date": -1, "chat": {"id": 2**70, "type": "private"}}},
]


async def still_works(desk: FrontDesk, who: int = PETR) -> Topic:
    """The loop is alive: somebody asks and is heard."""
    _, topic = await desk.registered("Работаете?", who)
    return topic


async def test_malformed_and_unknown_updates_stop_nobody(desk: FrontDesk) -> None:
    for update in MALFORMED:
        desk.world.inject(update)
    await still_works(desk)
    await desk.worked_off()
    async with desk.app.store.begin() as unit:
        dead = await unit.inbox.dead(100)
    assert dead, "what could not be read is kept for a person"
    assert len(dead) < len(MALFORMED), "what merely concerns nobody is no trouble"


async def test_dead_events_are_reported_to_staff_by_number_only(desk: FrontDesk) -> None:
    desk.world.inject({"message": {"message_id": 1, "text": "секрет"}})
    await desk.until(lambda: any("не удалось обработать" in (m.text or "") for m in general(desk)))
    assert "секрет" not in " ".join(m.text or "" for m in general(desk))


def general(desk: FrontDesk) -> list[Message]:
    """Messages outside the topics."""
    return [m for m in desk.world.messages(desk.chat) if not m.thread]


@pytest.mark.parametrize(
    "data", ["a:answered:1:1", "a:take:2:1", "'; DROP TABLE appeals; --", "\u202e"]
)
async def test_forged_and_stale_presses_are_refused_politely(desk: FrontDesk, data: str) -> None:
    _, topic = await desk.registered()
    press = desk.world.presses(MARIA, data, message=desk.card(topic).id, chat=desk.chat)
    answer = await press.answered()
    assert answer
    assert answer["text"]
    assert "Новое" in topic.name


async def test_a_client_forging_a_moderators_press_is_refused(desk: FrontDesk) -> None:
    ack, topic = await desk.registered()
    press = desk.world.presses(OLGA, "a:answered:1:1", message=ack.id, chat=OLGA)
    answer = await press.answered()
    assert answer
    assert "устарела" in answer["text"]
    assert "Новое" in topic.name


async def test_a_text_of_a_hundred_kilobytes_reaches_staff_whole(desk: FrontDesk) -> None:
    long = " ".join(f"слово{number}" for number in range(9_000))
    assert len(long.encode()) > 100_000
    desk.world.person(OLGA).started = True
    desk.world.inject(private_message(text=long))
    await desk.until(desk.answers)
    await desk.until(lambda: desk.world.topics(desk.chat))
    (topic,) = desk.world.topics(desk.chat)
    await desk.until(lambda: "слово8999" in "".join(desk.texts(desk.in_topic(topic)[-1:])))
    pieces = [m.text or "" for m in desk.in_topic(topic)[1:]]
    assert " ".join(pieces).split() == long.split()


def private_message(**fields: Any) -> dict[str, Any]:
    """A raw update from Olga as her client would never send it."""
    chat = {"id": OLGA, "type": "private", "first_name": "Ольга"}
    who = {"id": OLGA, "is_bot": False, "first_name": "Ольга"}
    return {
        "message": {"message_id": 5000, "date": 1795000000, "chat": chat, "from": who, **fields}
    }


async def test_only_an_emoji_or_a_sticker_is_answered_and_opens_nothing(desk: FrontDesk) -> None:
    desk.asks("🙃")
    await desk.until(lambda: len(desk.answers()) == 1)
    desk.asks(None, sticker="🙃")
    await desk.until(lambda: len(desk.answers()) == 2)
    assert all("словами" in text for text in desk.texts(desk.answers()))
    assert not desk.world.topics(desk.chat)


@pytest.mark.parametrize(
    "words",
    [
        "\u202eкакая квота\u202c?",
        "ка\u200bка\u200dя кво\u2060та",
        "<b>квота</b> &lt; {x} %s",
        "кв\u0301ота",
    ],
)
async def test_right_to_left_invisible_and_markup_characters_pass_unharmed(
    desk: FrontDesk, words: str
) -> None:
    _, topic = await desk.registered(words)
    assert words in (desk.card(topic).text or "")


async def test_html_in_a_name_is_shown_as_it_is_written(tmp_path: Path) -> None:
    shown = {"telegram": {"personal_data": True}}
    async with front_desk(tmp_path, shown) as desk:
        _, topic = await desk.registered("Какая квота?", ANNA)
        assert "Анна <Лебедева> & Ко" in (desk.card(topic).text or "")
        assert not [e for e in desk.card(topic).entities if e["type"] not in {"bold"}]


async def test_a_basic_group_that_becomes_a_forum_gets_everything_that_waited(
    tmp_path: Path,
) -> None:
    async with front_desk(tmp_path, moderator_chat="group", is_forum=False) as desk:
        old = desk.chat
        desk.asks("Какая квота?")
        await desk.until(desk.answers)
        new = desk.world.upgrades(old)
        desk.world.becomes_forum(new.id)
        desk.pass_time(minutes=2)
        await desk.until(lambda: desk.world.topics(new.id))
        topic = desk.world.topics(new.id)[0]
        await desk.until(lambda: desk.in_topic(topic))
        written = desk.writes(topic, "Квота – 2 %")
        await desk.until(lambda: written.reactions)
        assert desk.answers()[-1].text == "Квота – 2 %"


async def test_a_file_too_large_to_download_still_reaches_staff(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    huge = Upload("video.mp4", b"ftyp", "video/mp4", size=1_900_000_000)
    desk.asks("снимали весь день", files=[huge])
    await desk.until(lambda: desk.in_topic(topic)[-1].media)


async def test_a_file_that_telegram_refuses_is_told_in_words_and_harms_nothing_else(
    desk: FrontDesk,
) -> None:
    _, topic = await desk.registered()
    written = desk.writes(topic, "форма", files=[PDF])
    assert written.media
    del desk.world.files.known[written.media.file_id]
    await desk.until(lambda: any("Не доставлено" in t for t in desk.texts(desk.in_topic(topic))))
    following = desk.writes(topic, "Квота – 2 %")
    await desk.until(lambda: following.reactions)


async def test_a_full_disk_loses_nothing_and_says_so(desk: FrontDesk) -> None:
    await still_works(desk, PETR)
    await limit_pages(desk, room=0)
    desk.asks("Какая квота? " + "подробности " * 300)
    await unhealthy(desk)
    await limit_pages(desk, room=100_000)
    desk.pass_time(minutes=1)
    await desk.until(desk.answers)
    assert "№ 2026-000002" in (desk.answers()[0].text or "")


async def unhealthy(desk: FrontDesk) -> None:
    """Wait until the program itself says that it is not ready."""
    health = f"http://127.0.0.1:{desk.app.settings.web.port}/healthz"
    async with httpx.AsyncClient() as client, asyncio.timeout(PATIENCE):
        status = READY
        while status == READY:
            status = (await client.get(health)).status_code


async def limit_pages(desk: FrontDesk, room: int) -> None:
    """Let the database grow by so many pages and no more (a pragma of its one connection)."""
    async with desk.app.store.begin() as unit:
        used = await unit.db.value(text("PRAGMA page_count"))
        await unit.db.value(text(f"PRAGMA max_page_count={used + room}"))


async def test_a_clock_that_jumps_either_way_stops_no_message(desk: FrontDesk) -> None:
    for jump in (timedelta(days=1), timedelta(days=-1)):
        desk.clock.move(jump)
        who = PETR if jump > timedelta(0) else OLGA
        _, topic = await desk.registered("Какая квота?", who)
        written = desk.writes(topic, "Квота – 2 %")
        await desk.until(partial(_has_reaction, written))


def _has_reaction(message: Message) -> bool:
    return bool(message.reactions)


async def test_the_same_update_twice_is_one_appeal(desk: FrontDesk) -> None:
    update = private_message(text="Какая квота?")
    desk.world.person(OLGA).started = True
    desk.world.inject(update)
    desk.world.inject(update)
    await desk.until(desk.answers)
    await still_works(desk)
    assert len([t for t in desk.texts(desk.answers()) if "№" in t]) == 1
    assert buttons(desk.answers()[0])
