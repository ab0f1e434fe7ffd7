"""The control API of VK: what the page and tests can do over HTTP."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from sandbox.vk.world import VkWorld
from tests.sandbox.vk.calling import CLIENT, OTHER, STAFF, Caller, png
from tests.sandbox_server import RunningSandbox

WRITES = f"/users/{CLIENT}/messages"
HAND = f"/employees/{STAFF}/dialogs/{CLIENT}"


async def seen(control: httpx.AsyncClient, peer: int = CLIENT) -> Any:
    return (await control.get(f"/dialogs/{peer}")).json()


async def test_community_users_and_dialogs_are_listed(
    control: httpx.AsyncClient, vk: VkWorld
) -> None:
    vk.writes(CLIENT, "вопрос")
    view = (await control.get("/world")).json()
    assert view["community"]["name"] == vk.community.name
    assert [one["id"] for one in view["users"]] == [301, 302, 303, 401, 402]
    assert view["users"][0]["name"] == "Мария Кузнецова"
    dialog = view["dialogs"][0]
    assert (dialog["unread"], dialog["unanswered"], dialog["last_message"]) == (1, True, 1)
    assert view["now"] == vk.world.now().isoformat()


async def test_a_user_writes_with_files_and_a_dialog_shows_them(
    control: httpx.AsyncClient,
) -> None:
    files = [
        ("files", ("1.png", png(), "image/png")),
        ("document", ("2.png", png(), "image/png")),
        ("voice", ("3.ogg", b"OggS", "audio/ogg")),
    ]
    await control.post(WRITES, data={"text": "подпись"}, files=files)
    (message,) = (await seen(control))["messages"]
    kinds = [one["kind"] for one in message["attachments"]]
    assert (message["text"], kinds) == ("подпись", ["photo", "doc", "audio_message"])
    photo = message["attachments"][0]
    fetched = await control.get(photo["url"].removeprefix("/api/vk"))
    assert (fetched.content, fetched.headers["content-type"]) == (png(), "image/png")
    assert fetched.headers["content-disposition"].startswith("inline")
    assert (await control.get("/files/doc1_1")).status_code == 409


async def test_a_user_writes_edits_and_deletes(control: httpx.AsyncClient) -> None:
    sent = await control.post(WRITES, json={"text": "раз", "raw": [{"type": "link", "link": {}}]})
    number = sent.json()["messages"][0]["id"]
    await control.post(WRITES, json={"text": "два", "reply_to": number, "forwards": [number]})
    await control.patch(f"{WRITES}/{number}", json={"text": "три"})
    first, second = (await seen(control))["messages"]
    assert (first["text"], first["others"][0]["type"]) == ("три", "link")
    assert (second["reply_to"], second["forwarded"]) == ({"id": 1, "excerpt": "три"}, [1])
    await control.delete(f"{WRITES}/{number}")
    (left,) = (await seen(control))["messages"]
    assert left["reply_to"] == {"id": 1, "excerpt": ""}


async def test_a_user_comes_by_a_link(control: httpx.AsyncClient, vk: VkWorld) -> None:
    await control.post(f"/users/{CLIENT}/link", json={"ref": "report_quota"})
    await control.post(f"/users/{CLIENT}/start")
    (message,) = (await seen(control))["messages"]
    assert (message["text"], message["ref"]) == ("Начать", "report_quota")
    await control.post(f"/users/{CLIENT}/app", json={"payload": '{"report": "quota"}'})
    assert vk.events.kept[-1]["type"] == "app_payload"


async def test_a_user_allows_forbids_reads_and_types(
    control: httpx.AsyncClient, vk: VkWorld
) -> None:
    vk.writes(CLIENT, "вопрос")
    vk.answers(STAFF, CLIENT, "ответ")
    for action in ("deny", "allow", "read", "typing"):
        await control.post(f"/users/{CLIENT}/{action}")
    assert [one["type"] for one in list(vk.events.kept)[-4:]] == [
        "message_deny",
        "message_allow",
        "message_read",
        "message_typing_state",
    ]
    assert (await seen(control))["out_read"] == 2
    assert (await control.post(f"/users/{CLIENT}/dance")).status_code == 409


def buttons(**more: Any) -> str:
    rows = [
        [{"action": {"type": "callback", "label": "Да", "payload": '{"d": "1"}'}, "color": None}],
        [{"action": {"type": "text", "label": "Меню"}}],
        [{"action": {"type": "open_link", "label": "Сайт", "link": "https://a.ru"}}],
    ]
    return json.dumps({"buttons": rows} | more)


async def test_buttons_are_shown_and_pressed(
    control: httpx.AsyncClient, call: Caller, vk: VkWorld
) -> None:
    vk.writes(CLIENT, "вопрос")
    await call.says(keyboard=buttons(inline=True))
    await call.says(keyboard=buttons(one_time=True))
    dialog = await seen(control)
    assert dialog["messages"][1]["buttons"] == dialog["keyboard"]["rows"]
    assert dialog["keyboard"]["rows"][0][0]["label"] == "Да"
    presses = f"/users/{CLIENT}/presses"
    written = (await control.post(presses, json={"label": "Меню"})).json()
    assert written["messages"][0]["text"] == "Меню"
    assert (await seen(control))["keyboard"] is None
    opened = (await control.post(presses, json={"label": "Сайт", "message": 2})).json()
    assert opened["link"] == "https://a.ru"


@pytest.mark.parametrize("body", [{"label": "Да", "message": 2}, {"payload": "{", "message": 2}])
async def test_a_press_waits_for_the_answer(
    control: httpx.AsyncClient, call: Caller, vk: VkWorld, body: dict[str, Any]
) -> None:
    vk.writes(CLIENT, "вопрос")
    await call.says(keyboard=buttons(inline=True))
    pressing = asyncio.create_task(control.post(f"/users/{CLIENT}/presses", json=body))
    await vk.world.until(lambda: vk.open_presses)
    (number,) = vk.open_presses
    data = {"type": "show_snackbar", "text": "Готово"}
    await call(
        "messages.sendMessageEventAnswer",
        event_id=number,
        user_id=CLIENT,
        peer_id=CLIENT,
        event_data=json.dumps(data),
    )
    assert (await pressing).json()["answer"] == data


async def test_an_employee_answers_and_corrects_by_hand(
    control: httpx.AsyncClient, vk: VkWorld
) -> None:
    vk.writes(CLIENT, "вопрос")
    file = {"files": ("1.txt", b"1", "text/plain")}
    await control.post(f"{HAND}/messages", data={"text": "ответ", "reply_to": 1}, files=file)
    await control.patch(f"{HAND}/messages/2", json={"text": "исправлено"})
    _, answer = (await seen(control))["messages"]
    assert (answer["text"], answer["from"]["admin"]) == ("исправлено", "Ирина Лебедева")
    assert (answer["from"]["out"], answer["attachments"][0]["name"]) == (True, "1.txt")
    await control.post(f"{HAND}/ban")
    assert vk.user(CLIENT).banned
    await control.post(f"{HAND}/ban", params={"banned": False})
    assert not vk.user(CLIENT).banned


async def test_typing_is_seen(control: httpx.AsyncClient, call: Caller, vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    assert not (await seen(control))["typing"]
    await call("messages.setActivity", peer_id=CLIENT, type="typing")
    assert (await seen(control))["typing"]


async def test_what_is_not_possible_is_said_in_words(control: httpx.AsyncClient) -> None:
    for path, body in (
        ("/users/999/messages", {"text": "x"}),
        (WRITES, {"text": ""}),
        (WRITES, {"text": "x", "raw": "{"}),
        (WRITES, {"text": "x", "raw": "{}"}),
        (f"/users/{CLIENT}/link", {}),
        (f"/employees/{CLIENT}/dialogs/{CLIENT}/messages", {"text": "x"}),
        ("/longpoll/dance", {}),
        ("/faults", {"method": "*", "kind": "earthquake"}),
    ):
        answer = await control.post(path, json=body)
        assert (answer.status_code, bool(answer.json()["error"])) == (409, True), path


async def test_switches_are_set_by_name(control: httpx.AsyncClient, vk: VkWorld) -> None:
    wanted = {"name": "Служба", "kept_events": 5, "key_seconds": 60, "permissions": ["messages"]}
    settings = (await control.put("/settings", json=wanted)).json()
    assert settings.items() >= wanted.items()
    assert (vk.community.name, vk.settings.kept_events) == ("Служба", 5)
    assert (await control.get("/settings")).json() == settings
    for wrong in ({"telepathy": 1}, {"kept_events": "5"}, {"messages_on": 1}):
        assert (await control.put("/settings", json=wrong)).status_code == 409


async def test_the_long_poll_is_broken_and_fed_by_hand(
    control: httpx.AsyncClient, vk: VkWorld
) -> None:
    vk.writes(CLIENT, "вопрос")
    await control.post("/events", json={"type": "message_new", "object": "сломано"})
    assert vk.events.kept[-1] == {"type": "message_new", "object": "сломано"}
    key = vk.events.new_key()
    await control.post("/longpoll/expire")
    await control.post("/longpoll/lose")
    await control.post("/longpoll/forget")
    assert len(vk.events.kept) == 0
    with pytest.raises(Exception, match="2"):
        vk.events.check(key, "100")


async def test_faults_are_ordered_and_taken_back(control: httpx.AsyncClient, vk: VkWorld) -> None:
    order = [{"method": "messages.send", "kind": "error", "code": 9, "times": 3}]
    assert (await control.post("/faults", json=order)).json() == {"planned": 1}
    (planned,) = (await control.get("/faults")).json()
    assert (planned["code"], planned["times"]) == (9, 3)
    await control.delete("/faults")
    assert vk.faults.planned == []


async def test_calls_and_sends_can_be_looked_up(
    control: httpx.AsyncClient, call: Caller, vk: VkWorld
) -> None:
    vk.writes(CLIENT, "вопрос")
    await call.says("ответ", random_id=5)
    await call.says("ответ", random_id=5)
    await call.refused_to_say(901, peer_id=OTHER)
    ledger = (await control.get("/ledger", params={"after": 1})).json()
    assert [(one["ok"], one["params"]["message"]) for one in ledger] == [
        (True, "ответ"),
        (False, "ответ"),
    ]
    (sent,) = (await control.get("/sends")).json()
    assert (sent["random_id"], sent["repeats"], sent["cmid"]) == (5, 1, 2)


async def test_changes_are_told_in_the_common_stream(sandbox: RunningSandbox, vk: VkWorld) -> None:
    async with (
        httpx.AsyncClient(base_url=sandbox.api_url, trust_env=False) as page,
        page.stream("GET", "/stream") as stream,
    ):
        lines = stream.aiter_lines()
        assert await anext(lines) == ": ready"
        vk.writes(CLIENT, "вопрос")
        async for line in lines:
            if line.startswith("data:"):
                break
    told = json.loads(line.removeprefix("data:"))
    assert (told["kind"], told["chat"], told["id"]) == ("vk_message", CLIENT, 1)


async def test_strangers_pages_are_kept_out(control: httpx.AsyncClient) -> None:
    answer = await control.get("/world", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
