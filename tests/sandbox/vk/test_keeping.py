"""A restarted sandbox remembers its VK."""

import json
from pathlib import Path

import pytest

from sandbox.files import Upload
from sandbox.keeping import UnreadableError
from sandbox.vk.keeping import VK_FILE, VkKeeper, load, restore, snapshot
from sandbox.vk.world import VkWorld, seeded
from sandbox.world import World
from tests.sandbox.vk.calling import CLIENT, OTHER, STAFF, Caller
from tests.sandbox.vk.client import client_of
from tests.sandbox_server import running_sandbox


def lived_in() -> VkWorld:
    vk = seeded(World())
    vk.opens_link(OTHER, "report_quota")
    vk.writes(CLIENT, "вопрос", files=[Upload("1.jpg", b"1", "image/jpeg")])
    vk.answers(STAFF, CLIENT, "ответ", reply_to=1)
    keyboard = {"inline": False, "one_time": True, "buttons": []}
    vk.remember_send(vk.post(CLIENT, -vk.community.id, text="x", keyboard=keyboard, random_id=7))
    post = next(iter(vk.posts.values()))
    asked = vk.comments(CLIENT, post.id, "вопрос под записью")
    vk.employee_comments(STAFF, post.id, "ответ", reply_to=asked.id)
    vk.settings.kept_events = 50
    vk.community.name = "Служба"
    return vk


def test_a_snapshot_restores_everything() -> None:
    vk = lived_in()
    saved = json.loads(json.dumps(snapshot(vk)))
    restored = restore(VkWorld(World()), saved)
    for name in (
        "community",
        "settings",
        "users",
        "dialogs",
        "attachments",
        "sends",
        "posts",
        "elsewhere",
    ):
        assert getattr(restored, name) == getattr(vk, name)
    assert restored.events.kept == vk.events.kept
    assert restored.events.waiting() == vk.events.waiting() == 3
    assert restored.numbered_sends == vk.numbered_sends
    assert json.loads(json.dumps(snapshot(restored))) == saved


def test_numbers_go_on_where_they_stopped() -> None:
    vk = lived_in()
    restored = restore(VkWorld(World()), json.loads(json.dumps(snapshot(vk))))
    assert restored.writes(CLIENT, "ещё")[0].id == vk.writes(CLIENT, "ещё")[0].id
    assert restored.events.last == vk.events.last
    assert restored.events.kept[-1]["event_id"] == vk.events.kept[-1]["event_id"]


def test_what_was_saved_before_there_were_walls_gets_them() -> None:
    saved = json.loads(json.dumps(snapshot(lived_in())))
    for name in ("posts", "elsewhere", "wall_numbers"):
        del saved[name]
    saved["settings"]["events"] = {"message_new": 1, "wall_reply_new": 0}
    saved["community"]["permissions"] = ["messages"]
    restored = restore(VkWorld(World()), saved)
    post = next(one for one in restored.posts.values() if one.owner == restored.own_wall)
    restored.comments(CLIENT, post.id, "вопрос")
    assert restored.events.kept[-1]["type"] == "wall_reply_new"
    assert "wall" in restored.community.permissions


async def test_a_restarted_server_goes_on_from_the_same_event(tmp_path: Path) -> None:
    async with running_sandbox(data=tmp_path) as first:
        first.vk.world.writes(CLIENT, "вопрос", files=[Upload("1.txt", b"text")])
        call = Caller(client_of(first.vk.api_url, first.vk.token))
        number = await call.says("ответ", random_id=7)
        old = await call("groups.getLongPollServer", group_id=first.vk.group_id)
    async with running_sandbox(data=tmp_path) as second:
        call = Caller(client_of(second.vk.api_url, second.vk.token))
        assert await call.says("ответ", random_id=7) == number
        (file,) = second.vk.world.attachments.values()
        stored = second.vk.world.files.known[file.file_id]
        assert second.vk.world.files.content(stored) == b"text"
        url = f"{second.vk.api_url}/longpoll/1"
        asked = {"ts": 100, "wait": 0}
        assert (await call.get(url, key=old["key"], **asked)).json() == {"failed": 2}
        key = (await call("groups.getLongPollServer", group_id=second.vk.group_id))["key"]
        updates = (await call.get(url, key=key, **asked)).json()["updates"]
        assert [one["type"] for one in updates] == ["message_new", "message_reply"]


async def test_changes_are_written_soon_and_at_the_end(tmp_path: Path) -> None:
    vk = seeded(World())
    keeper = VkKeeper(vk, tmp_path, debounce=0)
    async with keeper.keeping():
        vk.world.announce("message", 1)
        vk.announce("typing", CLIENT)
        assert not keeper.saved.is_set()
        vk.writes(CLIENT, "вопрос")
        await keeper.saved.wait()
        assert "вопрос" in (tmp_path / VK_FILE).read_text(encoding="utf-8")
        vk.writes(CLIENT, "ещё")
    restored = VkWorld(World())
    assert load(restored, tmp_path)
    assert len(restored.dialogs[CLIENT].messages) == 2


def test_nothing_and_nonsense_are_told_apart(tmp_path: Path) -> None:
    assert not load(VkWorld(World()), tmp_path)
    for nonsense in ("{", "[]", '{"users": []}'):
        (tmp_path / VK_FILE).write_text(nonsense)
        with pytest.raises(UnreadableError):
            load(VkWorld(World()), tmp_path)


async def test_a_full_disk_is_only_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("")
    async with VkKeeper(seeded(World()), tmp_path / "taken").keeping():
        pass
    assert "could not save its VK" in caplog.text
