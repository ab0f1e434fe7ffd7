"""The control API, as the page uses it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramServerError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from sandbox.files import FileStore, Upload
from sandbox.server import PAGE
from sandbox.world import MODERATOR_CHAT, World
from tests.sandbox_server import RunningSandbox, running_sandbox

STAFF = MODERATOR_CHAT
CLIENT = 101


async def test_the_world_can_be_seen(control: httpx.AsyncClient, world: World) -> None:
    topic = world.creates_topic(201, STAFF, "Тема")
    answer = world.writes(201, "ответ", chat=STAFF, thread=topic.id)[0]
    seen = (await control.get("/world")).json()
    assert seen["bot"]["username"] == "otklik_sandbox_bot"
    assert [one["id"] for one in seen["people"]] == [101, 102, 103, 201, 202, 203, 205, 206, 204]
    staff = next(one for one in seen["chats"] if one["id"] == STAFF)
    (shown,) = staff["topics"]
    assert shown == {
        "id": topic.id,
        "name": "Тема",
        "closed": False,
        "messages": 2,
        "last_message": answer.id,
        "last_date": answer.date,
    }
    assert staff["is_forum"]


async def test_a_person_writes_by_json_and_is_read(control: httpx.AsyncClient) -> None:
    sent = await control.post(f"/people/{CLIENT}/messages", json={"chat": CLIENT, "text": "вопрос"})
    number = sent.json()["messages"][0]["id"]
    read = (await control.get(f"/chats/{CLIENT}/messages")).json()
    assert read["keyboard"] is None
    (message,) = read["messages"]
    assert (message["id"], message["text"]) == (number, "вопрос")
    assert message["from"] == {"id": CLIENT, "name": "Ольга Смирнова", "is_bot": False}


async def test_files_come_as_a_form_and_go_back_by_their_address(
    control: httpx.AsyncClient, sandbox: RunningSandbox
) -> None:
    files = [("files", (f"{n}.png", b"png%d" % n, "image/png")) for n in range(2)]
    sent = await control.post(
        f"/people/{CLIENT}/messages", data={"text": "фото", "album": "true"}, files=files
    )
    first, second = sent.json()["messages"]
    assert first["album"] == second["album"] is not None
    assert (first["caption"], first["media"]["kind"]) == ("фото", "photo")
    got = await control.get(sandbox.url + first["media"]["url"])
    assert (got.content, got.headers["content-type"]) == (b"png0", "image/png")


async def test_a_page_sent_as_a_file_is_never_shown_as_a_page(
    control: httpx.AsyncClient, sandbox: RunningSandbox
) -> None:
    files = [("files", ("x.html", b"<script>", "text/html"))]
    sent = await control.post(f"/people/{CLIENT}/messages", files=files)
    got = await control.get(sandbox.url + sent.json()["messages"][0]["media"]["url"])
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"].startswith("attachment")


async def test_a_voice_message_has_a_field_of_its_own(control: httpx.AsyncClient) -> None:
    files = [("voice", ("v.ogg", b"ogg", "audio/ogg"))]
    sent = await control.post(f"/people/{CLIENT}/messages", files=files)
    assert sent.json()["messages"][0]["media"]["kind"] == "voice"


async def test_a_message_is_edited_and_deleted(control: httpx.AsyncClient, world: World) -> None:
    message = world.writes(CLIENT, "первое")[0]
    path = f"/people/{CLIENT}/messages/{message.id}"
    edited = await control.patch(path, json={"chat": CLIENT, "text": "второе"})
    assert edited.json()["message"]["text"] == "второе"
    await control.delete(path, params={"chat": CLIENT})
    assert world.messages(CLIENT) == []


async def test_a_press_waits_for_its_answer(
    control: httpx.AsyncClient, bot: Bot, world: World
) -> None:
    world.starts(CLIENT)
    keys = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="Взять", callback_data="take")]]
    )
    sent = await bot.send_message(CLIENT, "карточка", reply_markup=keys)
    read = (await control.get(f"/chats/{CLIENT}/messages")).json()["messages"]
    assert read[-1]["buttons"] == [[{"text": "Взять", "data": "take", "url": None}]]
    pressing = asyncio.create_task(
        control.post(
            f"/people/{CLIENT}/presses",
            json={"chat": CLIENT, "message": sent.message_id, "data": "take"},
        )
    )
    await world.until(lambda: world.open_presses)
    (press,) = world.open_presses.values()
    await bot.answer_callback_query(press.id, text="Взято")
    assert (await pressing).json() == {"answer": {"text": "Взято", "show_alert": False}}


async def test_a_person_starts_blocks_and_unblocks(
    control: httpx.AsyncClient, world: World
) -> None:
    started = await control.post(f"/people/{CLIENT}/start", params={"payload": "site"})
    assert started.json()["messages"][0]["text"] == "/start site"
    await control.post(f"/people/{CLIENT}/block")
    assert world.person(CLIENT).blocked
    await control.post(f"/people/{CLIENT}/unblock")
    assert not world.person(CLIENT).blocked


async def test_a_topic_is_read_and_deleted(control: httpx.AsyncClient, world: World) -> None:
    topic = world.creates_topic(201, STAFF, "Тема")
    world.writes(201, "в общем", chat=STAFF)
    path = f"/chats/{STAFF}"
    read = await control.get(f"{path}/messages", params={"thread": topic.id})
    assert [one["id"] for one in read.json()["messages"]] == [topic.id]
    await control.delete(f"{path}/topics/{topic.id}")
    gone = await control.get(f"{path}/messages", params={"thread": topic.id})
    assert (gone.status_code, gone.json()) == (409, {"error": "такой темы нет"})


async def test_a_basic_group_is_upgraded() -> None:
    async with (
        running_sandbox(moderator_chat="group") as sandbox,
        httpx.AsyncClient(base_url=sandbox.api_url, trust_env=False) as control,
    ):
        answer = await control.post(f"/chats/{sandbox.moderator_chat}/upgrade")
        assert answer.json()["chat"] == sandbox.moderator_chat


async def test_settings_are_changed_one_by_one(control: httpx.AsyncClient, world: World) -> None:
    changed = await control.put(
        "/settings", json={"rate_limits": True, "bot_status": "member", "is_forum": False}
    )
    assert changed.json() == (await control.get("/settings")).json()
    assert world.settings.rate_limits
    assert world.moderator_chat.bot.status == "member"
    assert not world.moderator_chat.is_forum
    assert world.settings.privacy_mode


async def test_faults_are_ordered_listed_and_cleared(control: httpx.AsyncClient, bot: Bot) -> None:
    order = [{"method": "getMe", "kind": "500"}, {"method": "getMe", "kind": "429", "times": 3}]
    assert (await control.post("/faults", json=order)).json() == {"planned": 2}
    with pytest.raises(TelegramServerError):
        await bot.get_me()
    assert [one["kind"] for one in (await control.get("/faults")).json()] == ["429"]
    await control.delete("/faults")
    await bot.get_me()


async def test_the_ledger_is_read_onwards(control: httpx.AsyncClient, bot: Bot) -> None:
    await bot.get_me()
    await bot.get_me()
    entries = (await control.get("/ledger", params={"after": 1})).json()
    assert [(one["n"], one["method"]) for one in entries] == [(2, "getMe")]


async def test_of_a_long_ledger_only_the_end_is_read(control: httpx.AsyncClient, bot: Bot) -> None:
    for _ in range(4):
        await bot.get_me()
    for last, numbers in ((2, [3, 4]), (0, []), (99, [1, 2, 3, 4])):
        entries = (await control.get("/ledger", params={"last": last})).json()
        assert [one["n"] for one in entries] == numbers
    entries = (await control.get("/ledger", params={"after": 3, "last": 2})).json()
    assert [one["n"] for one in entries] == [4]


async def test_a_file_that_has_not_survived_spoils_nothing_else(
    control: httpx.AsyncClient, sandbox: RunningSandbox, world: World, bot: Bot
) -> None:
    photo = world.writes(CLIENT, "фото", files=[Upload("1.jpg", b"1", "image/jpeg")])[0]
    path = world.files.known[photo.media.file_id].path if photo.media else ""
    world.files = FileStore()
    sent = await bot.send_message(CLIENT, "ответ", reply_parameters=ReplyParameters(message_id=1))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.caption == "фото"
    assert sent.reply_to_message.photo is None
    shown = (await control.get(f"/chats/{CLIENT}/messages")).json()["messages"][0]
    assert shown["media"]["name"] == "файл не сохранился"
    assert (await control.get(sandbox.url + shown["media"]["url"])).status_code == 409
    gone = await control.get(f"{sandbox.url}/file/bot{sandbox.token}/{path}")
    assert gone.status_code == 404


async def test_bytes_that_have_not_survived_are_said_to_be_gone(
    control: httpx.AsyncClient, sandbox: RunningSandbox, world: World, tmp_path: Path
) -> None:
    world.files = FileStore(tmp_path)
    stored = world.files.add("photo", Upload("1.jpg", b"1", "image/jpeg"))
    (tmp_path / stored.file_id).unlink()
    answer = await control.get(f"/files/{stored.file_id}")
    assert (answer.status_code, answer.json()) == (409, {"error": "файл не сохранился"})
    gone = await control.get(f"{sandbox.url}/file/bot{sandbox.token}/{stored.path}")
    assert gone.status_code == 404


async def test_a_raw_update_is_injected(control: httpx.AsyncClient, world: World) -> None:
    answer = await control.post("/updates", json={"message": 5})
    assert world.updates.pending()[-1] == {"message": 5, **answer.json()}


async def test_without_a_bot_there_is_nothing_to_kill(control: httpx.AsyncClient) -> None:
    assert (await control.get("/bot")).json()["running"] is False
    assert (await control.post("/bot/kill")).json() == {"error": "песочница запущена без бота"}


WRONG: list[tuple[str, str, Any]] = [
    ("POST", "/people/999/messages", {"text": "кто я"}),
    ("POST", "/people/101/messages", {"text": ""}),
    ("POST", "/people/101/messages", {"text": "x", "chat": "чат"}),
    ("POST", "/people/101/messages", {"text": "x", "entities": 5}),
    ("POST", "/people/101/messages", ["не объект"]),
    ("POST", "/people/101/presses", {"message": 1}),
    ("POST", "/people/abc/messages", {"text": "x"}),
    ("PATCH", "/people/101/messages/999", {"text": "x"}),
    ("GET", "/chats/5/messages", None),
    ("GET", "/files/unknown", None),
    ("PUT", "/settings", {"telepathy": True}),
    ("PUT", "/settings", {"rate_limits": "yes"}),
    ("POST", "/faults", [{"method": "getMe", "kind": "telepathy"}]),
    ("POST", "/faults", [{"what": 1}]),
    ("GET", "/nowhere", None),
    ("DELETE", f"/chats/{STAFF}/topics/5", None),
    ("POST", f"/chats/{STAFF}/upgrade", None),
]


@pytest.mark.parametrize(("method", "path", "body"), WRONG)
async def test_a_wrong_call_gets_a_reason_in_words(
    control: httpx.AsyncClient, method: str, path: str, body: object
) -> None:
    answer = await control.request(method, path, json=body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]


async def test_a_body_that_is_no_json_gets_a_reason_too(control: httpx.AsyncClient) -> None:
    answer = await control.post("/updates", content=b"{")
    assert (answer.status_code, answer.json()["error"]) == (409, "тело запроса — не JSON")


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Host", "evil.example"),
        ("Host", "127.0.0.1.evil.example"),
        ("Origin", "https://evil.example"),
    ],
)
async def test_strangers_pages_are_kept_out(
    control: httpx.AsyncClient, header: str, value: str
) -> None:
    refused = await control.get("/world", headers={header: value})
    assert (refused.status_code, refused.json()) == (403, {"error": "только с этого компьютера"})


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080"])
async def test_loopback_names_are_let_in(control: httpx.AsyncClient, host: str) -> None:
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert (await control.get("/world", headers=headers)).status_code == 200


async def test_the_root_answers_with_the_page_or_says_there_is_none(
    sandbox: RunningSandbox,
) -> None:
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(sandbox.url)
    expected = "text/html" if (PAGE / "index.html").is_file() else "text/plain"
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, expected)


async def test_a_browser_asks_each_time_whether_the_page_has_changed(
    sandbox: RunningSandbox,
) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as browser:
        for path in ("/", "/main.js", "/style.css"):
            first = await browser.get(path)
            assert first.headers["cache-control"] == "no-cache"
            again = await browser.get(path, headers={"If-None-Match": first.headers["etag"]})
            assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")


async def test_a_refusal_is_streamed(sandbox: RunningSandbox, bot: Bot) -> None:
    async with (
        httpx.AsyncClient(trust_env=False) as page,
        page.stream("GET", f"{sandbox.api_url}/stream") as stream,
    ):
        lines = stream.aiter_lines()
        assert await anext(lines) == ": ready"
        with pytest.raises(TelegramBadRequest):
            await bot.send_message(5, "никому")
        data = await anext(line async for line in lines if line.startswith("data: "))
    assert data == 'data: {"kind": "refusal", "chat": null, "thread": null, "id": 1, "by": null}'


async def test_changes_are_streamed(sandbox: RunningSandbox, world: World) -> None:
    async with (
        httpx.AsyncClient(trust_env=False) as page,
        page.stream("GET", f"{sandbox.api_url}/stream") as stream,
    ):
        lines = stream.aiter_lines()
        assert await anext(lines) == ": ready"
        message = world.writes(CLIENT, "вопрос")[0]
        data = await anext(line async for line in lines if line.startswith("data: "))
    assert json.loads(data.removeprefix("data: ")) == {
        "kind": "message",
        "chat": CLIENT,
        "thread": None,
        "id": message.id,
        "by": CLIENT,
    }
