"""The community speaks: what is sent, changed, deleted and refused."""

import json
from typing import Any

import pytest

from sandbox.files import Upload
from sandbox.vk.world import VkWorld
from tests.sandbox.clock import MovableClock
from tests.sandbox.vk.calling import CLIENT, OTHER, STAFF, Caller, reply_to


@pytest.fixture(autouse=True)
def written(vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")


def last(vk: VkWorld, peer: int = CLIENT) -> Any:
    return vk.dialogs[peer].last


async def test_a_message_to_one_peer_answers_with_its_id(call: Caller, vk: VkWorld) -> None:
    number = await call.says("ответ")
    assert (last(vk).id, last(vk).text, last(vk).sender) == (number, "ответ", -vk.community.id)


async def test_a_message_to_a_list_answers_about_each(call: Caller, vk: VkWorld) -> None:
    vk.allows(OTHER)
    answer = await call(
        "messages.send", peer_ids=f"{CLIENT},{OTHER},303", random_id=1, message="всем"
    )
    assert [one["peer_id"] for one in answer] == [CLIENT, OTHER, 303]
    assert answer[0]["conversation_message_id"] == last(vk).cmid == 2
    assert answer[1]["conversation_message_id"] == 1
    assert answer[2]["error"]["code"] == 901
    assert vk.dialogs[303].messages == {}


async def test_an_answer_quotes_the_question(call: Caller, vk: VkWorld) -> None:
    await call.says(forward=reply_to(1))
    assert last(vk).reply_to == 1
    event = vk.events.kept[-1]["object"]
    assert (event["reply_message"]["text"], event["out"]) == ("вопрос", 1)


async def test_a_deleted_question_can_not_be_quoted(call: Caller, vk: VkWorld) -> None:
    vk.deletes(CLIENT, 1)
    await call.refused_to_say(921, forward=reply_to(1))
    await call.refused_to_say(921, reply_to=1)
    await call.refused_to_say(921, forward=reply_to(1, peer=OTHER))


@pytest.mark.parametrize(
    ("forward", "code"),
    [
        ("{", 100),
        ("[]", 100),
        ('{"conversation_message_ids": ["1"]}', 100),
        ('{"conversation_message_ids": [], "is_reply": 1}', 921),
        ('{"conversation_message_ids": [1, 2], "is_reply": 1}', 921),
        (json.dumps({"conversation_message_ids": list(range(101))}), 913),
    ],
)
async def test_a_malformed_quotation_is_refused(call: Caller, forward: str, code: int) -> None:
    await call.refused_to_say(code, forward=forward)


async def test_messages_can_be_forwarded(call: Caller, vk: VkWorld) -> None:
    await call.says("", forward='{"conversation_message_ids": [1]}')
    assert last(vk).forwarded == [1]


async def test_the_number_against_repeats_is_demanded(call: Caller) -> None:
    words = await call.refused(100, "messages.send", peer_id=CLIENT, message="x")
    assert words.endswith("random_id is a required parameter")
    await call.refused_to_say(100, random_id=2**31)
    await call.refused_to_say(100, random_id="x")


async def test_the_same_number_sends_once_within_an_hour(
    call: Caller, vk: VkWorld, clock: MovableClock
) -> None:
    vk.allows(OTHER)
    first = await call.says(random_id=7)
    clock.pass_time(minutes=59)
    assert await call.says("другими словами", random_id=7) == first
    (again,) = await call("messages.send", peer_ids=CLIENT, random_id=7, message="x")
    assert (again["message_id"], again["conversation_message_id"]) == (first, 2)
    assert await call.says(random_id=7, peer=OTHER) != first
    assert [(one.peer, one.repeats) for one in vk.sends] == [(CLIENT, 2), (OTHER, 0)]
    clock.pass_time(minutes=2)
    assert await call.says(random_id=7) != first
    assert len(vk.dialogs[CLIENT].messages) == 3


async def test_zero_numbers_nothing(call: Caller, vk: VkWorld) -> None:
    await call.says(random_id=0)
    await call.says(random_id=0)
    assert len(vk.sends) == 2


async def test_a_refused_send_does_not_use_its_number_up(call: Caller, vk: VkWorld) -> None:
    await call.refused_to_say(914, "x" * 4097, random_id=5)
    await call.says("x" * 4096, random_id=5)
    assert len(last(vk).text) == 4096


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"message": ""}, "message is empty or invalid"),
        ({"message": " \n"}, "message is empty or invalid"),
        ({"peer_id": 0}, "you should specify peer_id, user_id, domain, chat_id or user_ids param"),
        ({"peer_id": "Мария"}, "peer_id not integer"),
        ({"peer_ids": ""}, "peer_ids is empty"),
        ({"peer_ids": ",".join(["301"] * 101)}, "peer_ids should contain at most 100 items"),
        ({"domain": "nobody"}, "domain is invalid"),
        ({"attachment": "photo301"}, "attachment is invalid"),
        ({"attachment": "photo301_1"}, "attachment is invalid"),
        ({"attachment": ",".join(["wall1_1"] * 11)}, "too many attachments"),
        ({"payload": "{"}, "payload is not valid json"),
        ({"payload": json.dumps("x" * 1000)}, "payload is too long"),
    ],
)
async def test_a_wrong_parameter_is_named(
    call: Caller, params: dict[str, object], words: str
) -> None:
    said = await call.refused_to_say(100, **params)
    assert said == f"One of the parameters specified was missing or invalid: {words}"


async def test_whom_the_community_can_not_write_to(call: Caller, vk: VkWorld) -> None:
    await call.refused_to_say(901, peer_id=OTHER)
    await call.refused_to_say(901, peer_id=999)
    await call.refused_to_say(917, peer_id=2_000_000_001)
    await call.refused_to_say(917, peer_id="", chat_id=1)
    await call.refused_to_say(932, peer_id=-1)
    vk.denies(CLIENT)
    await call.refused_to_say(901)
    vk.allows(CLIENT)
    vk.user(CLIENT).closed = True
    await call.refused_to_say(902)
    vk.bans(CLIENT)
    await call.refused_to_say(900)
    vk.user(CLIENT).deactivated = "deleted"
    await call.refused_to_say(18)


async def test_switched_off_messages_refuse_everything(call: Caller, vk: VkWorld) -> None:
    vk.community.messages_on = False
    assert (await call.refused_to_say(15)).endswith("group messages are disabled")
    await call.refused(15, "messages.getConversations")
    await call.refused(15, "messages.setActivity", peer_id=CLIENT)


async def test_another_communitys_dialogs_are_closed(call: Caller, group: int) -> None:
    await call.refused_to_say(15, group_id=1)
    await call.says(group_id=group)


async def test_many_messages_into_one_dialog_are_a_flood(call: Caller, vk: VkWorld) -> None:
    vk.settings.flood_per_minute = 2
    await call.says()
    await call.says()
    await call.refused_to_say(9)


async def test_attachments_of_others_need_their_key(call: Caller, vk: VkWorld) -> None:
    (message,) = vk.writes(CLIENT, files=[Upload("1.pdf", b"pdf")])
    file = vk.attachments[message.attachments[0]]
    await call.refused_to_say(100, attachment=file.key)
    await call.says("", attachment=f"{file.key}_{file.access_key},wall-1_2")
    assert (last(vk).attachments, last(vk).raw[0]["type"]) == ([file.key], "wall")


async def test_an_edit_replaces_the_whole_message(call: Caller, vk: VkWorld) -> None:
    keyboard = {"inline": True, "buttons": [[{"action": {"type": "text", "label": "Да"}}]]}
    await call.says("раз", keyboard=json.dumps(keyboard))
    assert await call("messages.edit", peer_id=CLIENT, cmid=2, message="два") == 1
    assert (last(vk).text, last(vk).keyboard, last(vk).edited) == ("два", None, vk.world.unix_now())
    event = vk.events.kept[-1]
    assert (event["type"], event["object"]["out"]) == ("message_edit", 1)
    await call("messages.edit", peer_id=CLIENT, conversation_message_id=2, message="три")
    await call("messages.edit", peer_id=CLIENT, message_id=last(vk).id, message="четыре")
    assert last(vk).text == "четыре"


async def test_what_can_not_be_edited(call: Caller, vk: VkWorld, clock: MovableClock) -> None:
    await call.says()
    edit = {"peer_id": CLIENT, "message": "x"}
    await call.refused(100, "messages.edit", **edit)
    await call.refused(100, "messages.edit", **edit, cmid=9)
    await call.refused(15, "messages.edit", **edit, cmid=1)
    await call.refused(100, "messages.edit", peer_id=CLIENT, cmid=2)
    await call.refused(914, "messages.edit", peer_id=CLIENT, cmid=2, message="x" * 4097)
    clock.pass_time(hours=25)
    await call.refused(909, "messages.edit", **edit, cmid=2)
    assert last(vk).text == "ответ"


async def test_an_employees_answer_can_be_edited_too(call: Caller, vk: VkWorld) -> None:
    vk.answers(STAFF, CLIENT, "ответ")
    assert await call("messages.edit", peer_id=CLIENT, cmid=2, message="x") == 1


async def test_messages_are_deleted_for_everybody_within_a_day(
    call: Caller, vk: VkWorld, clock: MovableClock
) -> None:
    await call.says()
    await call.says()
    delete = {"peer_id": CLIENT, "delete_for_all": 1}
    (first, own) = await call("messages.delete", **delete, cmids="1,2")
    assert (first["error"]["code"], own["response"]) == (924, 1)
    clock.pass_time(hours=25)
    (late,) = await call("messages.delete", delete_for_all=1, message_ids=3)
    assert late["error"]["code"] == 924
    assert list(vk.dialogs[CLIENT].messages) == [1, 3]
    await call.refused(100, "messages.delete", peer_id=CLIENT)
    await call.refused(100, "messages.delete", cmids=1)


def snackbar(text: str = "Готово") -> str:
    return json.dumps({"type": "show_snackbar", "text": text})


async def test_a_press_is_answered_once_and_within_a_minute(
    call: Caller, vk: VkWorld, clock: MovableClock
) -> None:
    method = "messages.sendMessageEventAnswer"
    press = vk.press(CLIENT, '{"d": "да"}')
    to = {"event_id": press.id, "user_id": CLIENT, "peer_id": CLIENT}
    await call.refused(100, method, **(to | {"user_id": OTHER}))
    assert await call(method, **to, event_data=snackbar()) == 1
    assert await press.answered() == {"type": "show_snackbar", "text": "Готово"}
    await call.refused(100, method, **to, event_data=snackbar())
    late = vk.press(CLIENT, None)
    clock.pass_time(seconds=61)
    await call.refused(100, method, event_id=late.id, user_id=CLIENT, peer_id=CLIENT)


@pytest.mark.parametrize(
    "data",
    [
        "{",
        "[]",
        "{}",
        snackbar("x" * 91),
        snackbar(" "),
        '{"type": "open_link", "link": "javascript:1"}',
        '{"type": "open_app"}',
        '{"type": "dance"}',
    ],
)
async def test_a_malformed_answer_of_a_press_is_refused(
    call: Caller, vk: VkWorld, data: str
) -> None:
    press = vk.press(CLIENT, None)
    to = {"event_id": press.id, "user_id": CLIENT, "peer_id": CLIENT}
    await call.refused(100, "messages.sendMessageEventAnswer", **to, event_data=data)
    good = {"type": "open_link", "link": "https://vk.ru"}
    await call("messages.sendMessageEventAnswer", **to, event_data=json.dumps(good))
    assert await press.answered() == good


async def test_typing_is_shown_for_a_few_seconds(
    call: Caller, vk: VkWorld, clock: MovableClock
) -> None:
    assert await call("messages.setActivity", peer_id=CLIENT, type="typing") == 1
    typing = vk.dialogs[CLIENT].typing_until
    assert typing > clock.now().timestamp()
    await call.refused(100, "messages.setActivity", peer_id=CLIENT, type="dancing")
    await call.says()
    assert vk.dialogs[CLIENT].typing_until == 0
