"""What users and employees do, and what the community's program learns of it."""

import json
from typing import Any

import pytest

from sandbox.core import NotPossibleError
from sandbox.files import Upload
from sandbox.vk.state import User
from sandbox.vk.world import VkWorld, seeded
from sandbox.world import World
from tests.sandbox.clock import MovableClock
from tests.sandbox.vk.calling import CLIENT, OTHER, STAFF


@pytest.fixture
def vk(clock: MovableClock) -> VkWorld:
    return seeded(World(now=clock.now, monotonic=clock.monotonic))


def events(vk: VkWorld) -> list[Any]:
    return [(one["type"], one["object"]) for one in vk.events.kept]


def last_message(vk: VkWorld) -> Any:
    return vk.events.kept[-1]["object"]["message"]


def test_a_message_becomes_an_event(vk: VkWorld, clock: MovableClock) -> None:
    (sent,) = vk.writes(CLIENT, "вопрос")
    event = vk.events.kept[-1]
    assert (event["type"], event["group_id"], event["v"]) == (
        "message_new",
        vk.community.id,
        "5.199",
    )
    message = event["object"]["message"]
    assert (message["text"], message["from_id"], message["peer_id"]) == ("вопрос", CLIENT, CLIENT)
    assert (message["conversation_message_id"], message["id"]) == (sent.cmid, sent.id)
    assert message["date"] == int(clock.now().timestamp())
    assert "callback" in event["object"]["client_info"]["button_actions"]


def test_messages_count_by_dialog_and_over_all(vk: VkWorld) -> None:
    sent = [vk.writes(user, "x")[0] for user in (CLIENT, OTHER, CLIENT)]
    assert [(one.id, one.cmid) for one in sent] == [(1, 1), (2, 1), (3, 2)]


def test_the_start_button_carries_its_payload_and_the_link(vk: VkWorld) -> None:
    vk.opens_link(CLIENT, "report_quota", "site")
    vk.starts(CLIENT)
    message = last_message(vk)
    assert (message["text"], message["payload"]) == ("Начать", '{"command":"start"}')
    assert (message["ref"], message["ref_source"]) == ("report_quota", "site")
    vk.writes(CLIENT, "дальше")
    assert "ref" not in last_message(vk)


def test_writing_lets_the_community_answer(vk: VkWorld) -> None:
    assert not vk.user(CLIENT).allowed
    vk.writes(CLIENT, "вопрос")
    assert vk.user(CLIENT).allowed


def test_who_writes_has_read_what_was_written_before(vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    vk.answers(STAFF, CLIENT, "ответ")
    assert vk.dialogs[CLIENT].out_read == 1
    vk.writes(CLIENT, "спасибо")
    assert vk.dialogs[CLIENT].out_read == 3


def test_several_files_stand_in_one_message(vk: VkWorld) -> None:
    photo = Upload("1.jpg", b"1", "image/jpeg")
    voice = Upload("2.ogg", b"2", "audio/ogg", kind="voice")
    doc = Upload("Справка.pdf", b"3", "application/pdf")
    vk.writes(CLIENT, "подпись", files=[photo, voice, doc])
    message = last_message(vk)
    kinds = [one["type"] for one in message["attachments"]]
    assert (message["text"], kinds) == ("подпись", ["photo", "audio_message", "doc"])
    assert message["attachments"][2]["doc"]["title"] == "Справка.pdf"


def test_anything_else_can_be_attached_as_vk_words_it(vk: VkWorld) -> None:
    sticker = {"type": "sticker", "sticker": {"sticker_id": 9}}
    vk.writes(CLIENT, raw=[sticker], geo={"type": "point"})
    assert (last_message(vk)["attachments"], last_message(vk)["geo"]) == (
        [sticker],
        {"type": "point"},
    )


def test_a_long_text_is_sent_in_parts_with_the_files_last(vk: VkWorld) -> None:
    sent = vk.writes(CLIENT, "x" * 5000, files=[Upload("1.txt", b"1")])
    assert [(len(one.text), len(one.attachments)) for one in sent] == [(4096, 0), (904, 1)]


def test_messages_quote_and_forward(vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    vk.answers(STAFF, CLIENT, "ответ")
    vk.writes(CLIENT, "не понял", reply_to=2)
    assert last_message(vk)["reply_message"]["text"] == "ответ"
    vk.writes(CLIENT, forwards=[1, 2])
    assert [one["text"] for one in last_message(vk)["fwd_messages"]] == ["вопрос", "ответ"]
    vk.remove(CLIENT, 2)
    vk.edits(CLIENT, 3, "понял")
    assert "reply_message" not in vk.events.kept[-1]["object"]


def test_an_edit_becomes_an_event(vk: VkWorld) -> None:
    vk.writes(CLIENT, "раз")
    vk.edits(CLIENT, 1, "два")
    kind, message = events(vk)[-1]
    assert (kind, message["text"], message["conversation_message_id"]) == ("message_edit", "два", 1)
    assert message["update_time"] == vk.world.unix_now()


def test_a_deleted_message_is_told_to_nobody(vk: VkWorld) -> None:
    vk.writes(CLIENT, "раз")
    vk.deletes(CLIENT, 1)
    assert (len(vk.events.kept), vk.dialogs[CLIENT].messages) == (1, {})
    (again,) = vk.writes(CLIENT, "два")
    assert again.cmid == 2


def test_permission_is_given_and_taken(vk: VkWorld) -> None:
    vk.allows(CLIENT, "key")
    vk.denies(CLIENT)
    assert events(vk) == [
        ("message_allow", {"user_id": CLIENT, "key": "key"}),
        ("message_deny", {"user_id": CLIENT}),
    ]
    assert not vk.user(CLIENT).allowed


def test_typing_reading_and_the_mini_app_become_events(vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    vk.answers(STAFF, CLIENT, "ответ")
    vk.events.forget()
    vk.types(CLIENT)
    vk.reads(CLIENT)
    vk.reads(CLIENT)
    vk.opens_app(CLIENT, '{"report": "quota"}')
    typing, read, app = events(vk)
    assert typing[1] == {"state": "typing", "from_id": CLIENT, "to_id": -vk.community.id}
    assert (read[1]["read_message_id"], read[1]["conversation_message_id"]) == (2, 2)
    assert (app[0], app[1]["payload"]) == ("app_payload", '{"report": "quota"}')


def show_buttons(vk: VkWorld, *, inline: bool, one_time: bool = False) -> int:
    actions = [
        {"type": "text", "label": "Меню", "payload": '{"d": "menu"}'},
        {"type": "callback", "label": "Да", "payload": {"d": "yes"}},
        {"type": "open_link", "label": "Сайт", "link": "https://a.ru"},
        {"type": "location"},
        {"type": "open_app", "label": "Приложение"},
    ]
    rows = [[{"action": action}] for action in actions]
    keyboard = {"inline": inline, "one_time": one_time, "buttons": rows}
    return vk.post(CLIENT, -vk.community.id, text="кнопки", keyboard=keyboard).cmid


def test_a_text_button_writes_its_label(vk: VkWorld) -> None:
    show_buttons(vk, inline=False)
    vk.presses(CLIENT, "Меню")
    message = last_message(vk)
    assert (message["text"], message["payload"]) == ("Меню", '{"d": "menu"}')
    assert vk.dialogs[CLIENT].keyboard is not None


def test_a_one_time_keyboard_goes_after_the_press(vk: VkWorld) -> None:
    show_buttons(vk, inline=False, one_time=True)
    vk.presses(CLIENT, "Меню")
    assert vk.dialogs[CLIENT].keyboard is None


async def test_a_callback_button_becomes_an_event_and_turns(vk: VkWorld) -> None:
    cmid = show_buttons(vk, inline=True)
    pressed = vk.presses(CLIENT, "Да", cmid=cmid)
    kind, event = events(vk)[-1]
    assert (kind, event["payload"], event["conversation_message_id"]) == (
        "message_event",
        {"d": "yes"},
        cmid,
    )
    assert pressed.press is not None
    assert event["event_id"] == pressed.press.id
    assert await pressed.press.answered(0.01) is None
    pressed.press.settle({})
    assert await pressed.press.answered() == {}


def test_a_payload_may_be_forged(vk: VkWorld) -> None:
    for payload, seen in ((None, {}), ("[1]", [1]), ("{", "{")):
        vk.press(CLIENT, payload)
        assert events(vk)[-1][1]["payload"] == seen


def test_a_link_only_opens(vk: VkWorld) -> None:
    cmid = show_buttons(vk, inline=True)
    assert vk.presses(CLIENT, "Сайт", cmid=cmid).link == "https://a.ru"


@pytest.mark.parametrize("label", ["Нет", "Приложение"])
def test_no_other_buttons_are_pressed(vk: VkWorld, label: str) -> None:
    cmid = show_buttons(vk, inline=True)
    with pytest.raises(NotPossibleError):
        vk.presses(CLIENT, label, cmid=cmid)


def test_an_answer_by_hand_names_the_employee(vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    vk.answers(STAFF, CLIENT, "ответ", reply_to=1, files=[Upload("1.txt", b"1")])
    kind, message = events(vk)[-1]
    assert (kind, message["admin_author_id"], message["from_id"]) == (
        "message_reply",
        STAFF,
        -vk.community.id,
    )
    assert (message["random_id"], message["reply_message"]["text"]) == (0, "вопрос")
    assert message["attachments"][0]["doc"]["owner_id"] == -vk.community.id
    assert vk.dialogs[CLIENT].in_read == 1
    assert vk.sends == []


def test_an_employee_corrects_an_answer(vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    vk.answers(STAFF, CLIENT, "ответ")
    vk.employee_edits(STAFF, CLIENT, 2, "исправлено")
    kind, message = events(vk)[-1]
    assert (kind, message["text"], message["out"]) == ("message_edit", "исправлено", 1)


def refuse_everything(vk: VkWorld) -> list[Any]:
    vk.add_user(User(9, "Удалённый", "", deactivated="deleted"))
    vk.bans(OTHER)
    vk.writes(CLIENT, "вопрос")
    long, eleven = "x" * 4097, [Upload("1.txt", b"1")] * 11
    return [
        lambda: vk.writes(999, "x"),
        lambda: vk.writes(9, "x"),
        lambda: vk.writes(OTHER, "x"),
        lambda: vk.writes(CLIENT, " "),
        lambda: vk.writes(CLIENT, files=eleven),
        lambda: vk.writes(CLIENT, "x", reply_to=9),
        lambda: vk.edits(CLIENT, 1, " "),
        lambda: vk.edits(CLIENT, 9, "x"),
        lambda: vk.deletes(CLIENT, 9),
        lambda: vk.answers(CLIENT, CLIENT, "x"),
        lambda: vk.answers(STAFF, 303, "x"),
        lambda: vk.answers(STAFF, CLIENT, " "),
        lambda: vk.answers(STAFF, CLIENT, long),
        lambda: vk.answers(STAFF, CLIENT, "x", reply_to=9),
        lambda: vk.employee_edits(STAFF, CLIENT, 1, "x"),
        lambda: vk.presses(CLIENT, "Меню"),
    ]


@pytest.mark.parametrize("number", range(16))
def test_what_vks_own_client_does_not_let_happen(vk: VkWorld, number: int) -> None:
    tried = refuse_everything(vk)
    assert len(tried) == 16
    before = json.dumps(events(vk))
    with pytest.raises(NotPossibleError):
        tried[number]()
    assert json.dumps(events(vk)) == before


def test_nobody_writes_to_a_community_without_messages(vk: VkWorld) -> None:
    vk.community.messages_on = False
    with pytest.raises(NotPossibleError):
        vk.writes(CLIENT, "вопрос")


def test_nobody_edits_what_the_community_wrote(vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    vk.answers(STAFF, CLIENT, "ответ")
    with pytest.raises(NotPossibleError):
        vk.edits(CLIENT, 2, "x")
