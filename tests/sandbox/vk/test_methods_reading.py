"""The community looks at its dialogs: lists, history, marks."""

import json
from typing import Any

import pytest

from sandbox.vk.world import VkWorld
from tests.sandbox.vk.calling import CLIENT, OTHER, STAFF, Caller

THIRD = 303


async def peers(call: Caller, **params: object) -> list[int]:
    answer = await call("messages.getConversations", **params)
    return [one["conversation"]["peer"]["id"] for one in answer["items"]]


async def history(call: Caller, **params: object) -> list[int]:
    answer = await call("messages.getHistory", peer_id=CLIENT, **params)
    return [one["conversation_message_id"] for one in answer["items"]]


@pytest.fixture
def dialogs(vk: VkWorld) -> None:
    """The first is answered and read, the second only read, the third neither."""
    for user in (CLIENT, OTHER, THIRD):
        vk.writes(user, "вопрос")
    vk.answers(STAFF, CLIENT, "ответ")
    vk.read_by_community(OTHER)


@pytest.mark.usefixtures("dialogs")
async def test_dialogs_are_listed_by_their_last_message(call: Caller) -> None:
    assert await peers(call) == [CLIENT, THIRD, OTHER]
    assert await peers(call, filter="unread") == [THIRD]
    assert await peers(call, filter="unanswered") == [THIRD, OTHER]
    assert await peers(call, filter="important") == []
    assert await peers(call, count=1, offset=1) == [THIRD]
    await call.refused(100, "messages.getConversations", filter="lost")
    await call.refused(100, "messages.getConversations", count=201)


@pytest.mark.usefixtures("dialogs")
async def test_a_page_can_begin_at_a_message(call: Caller) -> None:
    assert await peers(call, start_message_id=3) == [THIRD, OTHER]


@pytest.mark.usefixtures("dialogs")
async def test_a_dialog_shows_its_marks_and_last_message(call: Caller) -> None:
    answer = await call("messages.getConversations", extended=1, fields="sex")
    first, second, _ = answer["items"]
    assert (answer["count"], answer["unread_count"]) == (3, 1)
    assert (first["last_message"]["text"], first["conversation"]["unanswered"]) == ("ответ", False)
    marks = second["conversation"]
    assert (marks["unread_count"], marks["in_read"], marks["unanswered"]) == (1, 0, True)
    assert [one["sex"] for one in answer["profiles"]] == [1, 1, 2]


async def test_what_staff_answered_by_hand_is_in_the_history(call: Caller, vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    vk.answers(STAFF, CLIENT, "ответ")
    await call.says("ещё", random_id=77)
    answer = await call("messages.getHistory", peer_id=CLIENT)
    third, second, first = answer["items"]
    assert (answer["count"], first["out"], first["from_id"]) == (3, 0, CLIENT)
    assert (second["admin_author_id"], second["out"]) == (STAFF, 1)
    assert (third["random_id"], "admin_author_id" in third) == (77, False)


@pytest.mark.parametrize(
    ("params", "shown"),
    [
        ({}, list(range(30, 10, -1))),
        ({"count": 3}, [30, 29, 28]),
        ({"count": 3, "offset": 2}, [28, 27, 26]),
        ({"count": 2, "rev": 1}, [1, 2]),
        ({"count": 2, "rev": "True"}, [30, 29]),
        ({"count": 2, "start_message_id": 10}, [10, 9]),
        ({"count": 2, "start_cmid": 10, "rev": 1}, [10, 11]),
        ({"count": 3, "start_message_id": 10, "offset": -2}, [12, 11, 10]),
        ({"count": 2, "start_message_id": 30, "rev": 1, "offset": 1}, []),
    ],
)
async def test_history_is_read_in_pages(
    call: Caller, vk: VkWorld, params: dict[str, object], shown: list[int]
) -> None:
    for number in range(30):
        vk.writes(CLIENT, str(number))
    assert await history(call, **params) == shown


async def test_deleted_messages_leave_the_history(call: Caller, vk: VkWorld) -> None:
    for text in ("раз", "два", "три"):
        vk.writes(CLIENT, text)
    vk.deletes(CLIENT, 2)
    assert await history(call) == [3, 1]


async def test_no_history_of_strangers_and_chats(call: Caller) -> None:
    assert (await call("messages.getHistory", user_id=OTHER))["count"] == 0
    assert (await call("messages.getHistory", peer_id=999))["items"] == []
    await call.refused(917, "messages.getHistory", peer_id=2_000_000_001)
    await call.refused(936, "messages.getHistory", peer_id=-5)
    await call.refused(100, "messages.getHistory")


async def test_history_can_come_with_its_people(call: Caller, vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    answer = await call("messages.getHistory", peer_id=CLIENT, extended=1)
    assert [one["id"] for one in answer["profiles"]] == [CLIENT]
    assert answer["conversations"][0]["peer"]["id"] == CLIENT


@pytest.mark.parametrize(
    ("params", "unread"),
    [
        ({"peer_id": CLIENT}, 0),
        ({"peer_id": CLIENT, "mark_conversation_as_read": 1}, 0),
        ({"peer_id": CLIENT, "up_to_cmid": 2}, 1),
        ({"peer_id": CLIENT, "start_message_id": 1}, 2),
        ({"message_ids": "2"}, 1),
    ],
)
async def test_messages_are_marked_as_read(
    call: Caller, vk: VkWorld, params: dict[str, object], unread: int
) -> None:
    for text in ("раз", "два", "три"):
        vk.writes(CLIENT, text)
    assert await call("messages.markAsRead", **params) == 1
    (dialog,) = (await call("messages.getConversations"))["items"]
    assert dialog["conversation"].get("unread_count", 0) == unread
    assert (await peers(call, filter="unanswered")) == [CLIENT]


async def test_marking_nobodys_messages_is_refused(call: Caller) -> None:
    await call.refused(100, "messages.markAsRead")
    await call.refused(100, "messages.markAsRead", peer_id=999)


async def test_whether_somebody_may_be_written_to(call: Caller, vk: VkWorld, group: int) -> None:
    async def allowed(user: int) -> Any:
        answer = await call("messages.isMessagesFromGroupAllowed", group_id=group, user_id=user)
        return answer["is_allowed"]

    vk.writes(CLIENT, "вопрос")
    assert [await allowed(user) for user in (CLIENT, OTHER, 999)] == [1, 0, 0]
    vk.bans(CLIENT)
    assert await allowed(CLIENT) == 0
    await call.refused(100, "messages.isMessagesFromGroupAllowed", group_id=group)


async def test_the_keyboard_below_the_field_is_part_of_the_dialog(
    call: Caller, vk: VkWorld
) -> None:
    vk.writes(CLIENT, "вопрос")
    buttons = [[{"action": {"type": "text", "label": "Меню"}}]]
    await call.says(keyboard=json.dumps({"buttons": buttons}))
    (dialog,) = (await call("messages.getConversations"))["items"]
    assert dialog["conversation"]["current_keyboard"]["buttons"] == buttons
