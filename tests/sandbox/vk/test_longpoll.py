"""The long poll: numbered events, kept for a while; failed 1, 2, 3; any number of listeners."""

import asyncio
from typing import Any

import pytest
from vk_api.bot_longpoll import VkBotEventType, VkBotLongPoll

from sandbox.vk.events import FIRST_TS
from sandbox.vk.faults import VkFault
from sandbox.vk.view import vk_view
from sandbox.vk.world import VkWorld
from tests.sandbox.clock import MovableClock
from tests.sandbox.vk.calling import CLIENT, STAFF, Caller


@pytest.fixture
def listen(call: Caller, group: int) -> Any:
    """Ask the long poll once, from ``ts``, with the given key or a new one."""

    async def asked(ts: object, key: str = "", wait: int = 0) -> Any:
        server = await call("groups.getLongPollServer", group_id=group)
        params = {"act": "a_check", "key": key or server["key"], "ts": ts, "wait": wait}
        return (await call.get(server["server"], **params)).json()

    return asked


async def test_what_people_did_waits_until_the_next_question(listen: Any, vk: VkWorld) -> None:
    vk.writes(CLIENT, "раз")
    vk.types(CLIENT)
    vk.answers(STAFF, CLIENT, "ответ")
    vk.press(CLIENT, "{}", 1)
    assert vk_view(vk)["waiting"] == 2
    answer = await listen(FIRST_TS)
    assert vk.events.waiting() == 2
    await listen(answer["ts"])
    assert vk.events.waiting() == 0


async def test_events_come_in_order_with_the_next_number(listen: Any, vk: VkWorld) -> None:
    vk.writes(CLIENT, "раз")
    vk.writes(CLIENT, "два")
    answer = await listen(FIRST_TS)
    texts = [one["object"]["message"]["text"] for one in answer["updates"]]
    assert (texts, answer["ts"]) == (["раз", "два"], str(FIRST_TS + 2))
    assert await listen(FIRST_TS + 2) == {"ts": str(FIRST_TS + 2), "updates": []}
    assert [
        one["object"]["message"]["text"] for one in (await listen(FIRST_TS + 1))["updates"]
    ] == ["два"]


async def test_the_same_events_can_be_asked_for_again(listen: Any, vk: VkWorld) -> None:
    vk.writes(CLIENT, "раз")
    assert await listen(FIRST_TS) == await listen(FIRST_TS)


async def test_who_listens_is_answered_at_once(listen: Any, vk: VkWorld) -> None:
    waiting = asyncio.create_task(listen(FIRST_TS, wait=25))
    await vk.world.until(lambda: vk.pollers == 1)
    vk.writes(CLIENT, "раз")
    assert len((await waiting)["updates"]) == 1
    assert vk.pollers == 0


async def test_forgotten_events_are_failed_1_with_the_newest_number(
    listen: Any, vk: VkWorld
) -> None:
    vk.settings.kept_events = 2
    for number in range(4):
        vk.writes(CLIENT, str(number))
    gap = {"failed": 1, "ts": str(FIRST_TS + 4)}
    assert await listen(FIRST_TS) == gap
    assert len((await listen(FIRST_TS + 2))["updates"]) == 2
    vk.events.forget()
    assert await listen(FIRST_TS + 2) == gap
    assert await listen(FIRST_TS + 4) == {"ts": gap["ts"], "updates": []}
    assert await listen(FIRST_TS + 5) == gap
    assert await listen("x") == gap


async def test_an_old_key_is_failed_2(
    listen: Any, call: Caller, vk: VkWorld, clock: MovableClock, group: int
) -> None:
    key = (await call("groups.getLongPollServer", group_id=group))["key"]
    clock.pass_time(minutes=59)
    assert "updates" in await listen(FIRST_TS, key)
    clock.pass_time(minutes=2)
    assert await listen(FIRST_TS, key) == {"failed": 2}
    assert await listen(FIRST_TS, "guessed") == {"failed": 2}
    again = (await call("groups.getLongPollServer", group_id=group))["key"]
    vk.events.expire_keys()
    assert await listen(FIRST_TS, again) == {"failed": 2}


async def test_lost_information_is_failed_3(
    listen: Any, call: Caller, vk: VkWorld, group: int
) -> None:
    key = (await call("groups.getLongPollServer", group_id=group))["key"]
    vk.events.lose()
    assert await listen(FIRST_TS, key) == {"failed": 3}
    assert "updates" in await listen(FIRST_TS)


async def test_an_unheard_of_failure_can_be_ordered(listen: Any, vk: VkWorld) -> None:
    vk.faults.plan(VkFault("a_check", "failed", code=7))
    assert await listen(FIRST_TS) == {"failed": 7}
    vk.faults.plan(VkFault("a_check", "failed", code=1))
    assert await listen(FIRST_TS) == {"failed": 1, "ts": str(FIRST_TS)}


async def test_the_librarys_own_listener_understands_the_events(
    client: Any, vk: VkWorld, group: int
) -> None:
    poll = await asyncio.to_thread(VkBotLongPoll, client, group, 0)
    vk.writes(CLIENT, "вопрос")
    vk.post(CLIENT, -group, text="ответ")
    (asked, answered) = await asyncio.to_thread(poll.check)
    assert (asked.type, asked.message.text, asked.from_user) == (
        VkBotEventType.MESSAGE_NEW,
        "вопрос",
        True,
    )
    assert (answered.type, answered.obj.text) == (VkBotEventType.MESSAGE_REPLY, "ответ")


async def test_events_that_are_switched_off_do_not_come(
    listen: Any, call: Caller, vk: VkWorld, group: int
) -> None:
    await call("groups.setLongPollSettings", group_id=group, message_new=0)
    vk.writes(CLIENT, "раз")
    vk.edits(CLIENT, 1, "два")
    assert [one["type"] for one in (await listen(FIRST_TS))["updates"]] == ["message_edit"]
    vk.settings.long_poll_on = False
    vk.edits(CLIENT, 1, "три")
    assert vk.events.last == FIRST_TS + 1


async def test_event_ids_are_all_different(vk: VkWorld) -> None:
    for number in range(50):
        vk.writes(CLIENT, str(number))
    assert len({one["event_id"] for one in vk.events.kept}) == 50
