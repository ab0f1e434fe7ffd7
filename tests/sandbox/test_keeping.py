"""A restarted sandbox remembers its chats."""

import json
from pathlib import Path

import pytest
from aiogram.types import BufferedInputFile

from sandbox.core import real_now
from sandbox.files import Upload
from sandbox.keeping import STATE_FILE, Keeper, UnreadableError, load, restore, snapshot, write
from sandbox.square import BLOG, CHANNEL, CONSULTATION, first_post, open_square
from sandbox.state import BotRights
from sandbox.world import MODERATOR_CHAT, World, seed
from tests.sandbox.client import client_of
from tests.sandbox_server import running_sandbox

STAFF = MODERATOR_CHAT
CLIENT = 101


def lived_in() -> World:
    world = seed(World())
    world.starts(CLIENT)
    world.writes(CLIENT, "фото", files=[Upload("1.jpg", b"1", "image/jpeg")])
    topic = world.creates_topic(201, STAFF, "Тема")
    world.writes(201, "ответ", chat=STAFF, thread=topic.id, anonymous=True)
    world.blocks(103)
    world.sets_bot_rights(STAFF, BotRights(can_manage_topics=False))
    first_post(world)
    world.comments(CLIENT, world.messages(CHANNEL)[0], "вопрос")
    world.writes(103, "от канала", chat=CONSULTATION, sender_chat=BLOG)
    world.chats[CONSULTATION].reactions = False
    world.settings.privacy_mode = False
    world.updates.allowed = ["message"]
    world.put_forward(3600.5)
    return world


def test_a_snapshot_restores_everything() -> None:
    world = lived_in()
    saved = json.loads(json.dumps(snapshot(world)))
    restored = restore(World(), saved)
    assert restored.people == world.people
    assert restored.chats == world.chats
    assert restored.settings == world.settings
    assert restored.files.known == world.files.known
    assert restored.clock_offset == 3600.5
    assert restored.updates.pending() == world.updates.pending()
    assert json.loads(json.dumps(snapshot(restored))) == saved


def test_numbers_go_on_where_they_stopped() -> None:
    world = lived_in()
    restored = restore(World(), json.loads(json.dumps(snapshot(world))))
    assert restored.writes(CLIENT, "ещё")[0].id == world.writes(CLIENT, "ещё")[0].id
    assert restored.creates_topic(201, STAFF, "x").id == world.creates_topic(201, STAFF, "x").id
    assert restored.updates.next_id == world.updates.next_id


async def test_a_restarted_server_remembers_messages_files_and_unconfirmed_updates(
    tmp_path: Path,
) -> None:
    async with (
        running_sandbox(data=tmp_path) as first,
        client_of(first.url, first.token) as bot,
    ):
        first.world.writes(CLIENT, "вопрос")
        sent = await bot.send_document(CLIENT, BufferedInputFile(b"docx", "форма.docx"))
    async with (
        running_sandbox(data=tmp_path) as second,
        client_of(second.url, second.token) as bot,
    ):
        assert [one.text for one in second.world.messages(CLIENT)] == ["вопрос", None]
        assert sent.document is not None
        content = await bot.download(sent.document.file_id)
        assert content is not None
        assert content.read() == b"docx"
        assert len(await bot.get_updates()) == 1


async def test_a_change_is_written_soon_without_waiting_for_the_end(tmp_path: Path) -> None:
    world = seed(World())
    keeper = Keeper(world, tmp_path, debounce=0.0)
    async with keeper.keeping():
        world.writes(CLIENT, "вопрос")
        await keeper.saved.wait()
        other = World()
        assert load(other, tmp_path)
        assert other.messages(CLIENT)[0].text == "вопрос"


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert not load(World(), tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"people": [{"id": 1}]}'])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / STATE_FILE).write_text(content)
    with pytest.raises(UnreadableError, match=STATE_FILE):
        load(World(), tmp_path)


def test_chats_kept_before_there_was_an_offset_are_read(tmp_path: Path) -> None:
    saved = snapshot(seed(World()))
    del saved["clock_offset"]
    write(tmp_path / STATE_FILE, saved)
    world = World()
    assert load(world, tmp_path)
    assert world.clock_offset == 0.0


def test_chats_kept_before_there_were_public_places_are_read_and_get_them(tmp_path: Path) -> None:
    world = lived_in()
    saved = snapshot(world)
    saved["chats"] = [one for one in saved["chats"] if not one["is_open"] and one["id"] != BLOG]
    for chat in saved["chats"]:
        for name in ("username", "linked", "is_open", "reactions"):
            del chat[name]
        for message in chat["messages"]:
            for name in ("branch", "sender_chat", "forward"):
                del message[name]
    write(tmp_path / STATE_FILE, saved)
    restored = World()
    assert load(restored, tmp_path)
    assert restored.consultation_chats == restored.own_channels == []
    open_square(restored)
    first_post(restored)
    assert [one.id for one in restored.consultation_chats] == [CONSULTATION]
    assert len(restored.messages(CHANNEL)) == 1
    assert restored.moderator_chat.id == STAFF


@pytest.mark.parametrize("offset", ["NaN", "Infinity", "-1", "1e30", '"60"', "null", "[]"])
def test_a_damaged_offset_is_named(tmp_path: Path, offset: str) -> None:
    write(tmp_path / STATE_FILE, snapshot(seed(World())))
    file = tmp_path / STATE_FILE
    file.write_text(file.read_text().replace('"clock_offset": 0.0', f'"clock_offset": {offset}'))
    with pytest.raises(UnreadableError, match=STATE_FILE):
        load(World(), tmp_path)


async def test_a_full_disk_does_not_stop_the_sandbox(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = seed(World())
    blocked = tmp_path / "a file where a folder should be"
    blocked.write_text("")
    async with running_sandbox(world=world) as sandbox:
        keeper = Keeper(world, blocked, debounce=0.0)
        async with keeper.keeping():
            world.writes(CLIENT, "вопрос")
            await keeper.failed.wait()
            async with client_of(sandbox.url, sandbox.token) as bot:
                assert len(await bot.get_updates()) == 1
    assert "could not save" in caplog.text


def test_the_real_clock_is_aware() -> None:
    assert real_now().utcoffset() is not None
