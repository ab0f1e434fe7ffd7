"""Stored events as what happened to people."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Address
from bot.vk.keyboards import shortened
from bot.vk.parsing import Unreadable, parse, payload_of
from handlers.conversation import (
    AnsweredElsewhere,
    Edited,
    LedBy,
    Nothing,
    Person,
    Pressed,
    Reachability,
    Wrote,
)
from tests.bot.vk.samples import GROUP, IRINA, MARIA, MOMENT, bare, event, message, press, read
from tests.bot.vk.samples import new as new_message
from tests.bot.vk.test_raw import JSON

WHEN = datetime.fromtimestamp(MOMENT, UTC)
DIALOG = Address("vk", str(MARIA))
PERSON = Person(str(MARIA), "Мария Кузнецова", "maria_k")
SECRET = "очень личные слова"


def wrote(**changes: object) -> Wrote:
    incoming = read(new_message(**changes))
    assert isinstance(incoming, Wrote), incoming
    return incoming


def pressed(**changes: object) -> Pressed:
    incoming = read(press(**changes))
    assert isinstance(incoming, Pressed), incoming
    return incoming


def test_a_message_is_written_by_somebody_somewhere_at_some_time() -> None:
    one = wrote(reply_message={"conversation_message_id": 3, "text": "Ответ"})
    assert (one.at, one.who, one.when, one.id) == (DIALOG, PERSON, WHEN, "5")
    assert (one.content.text, one.private, one.reply_to) == ("Добрый день", True, "3")


def test_without_an_answer_about_names_a_person_has_none() -> None:
    incoming = bare(new_message())
    assert isinstance(incoming, Wrote)
    assert incoming.who == Person(str(MARIA), "Без имени")


def test_the_start_button_is_the_start_command_and_tells_what_led_here() -> None:
    started = wrote(text="Начать", payload='{"command":"start"}', ref="report_roads")
    assert (started.content.text, started.led_by) == ("/start", "report_roads")
    assert wrote(ref="report_roads").content.text == "Добрый день"


@pytest.mark.parametrize("ref", ["<script>", "а" * 20, "x" * 300, 5, {"a": 1}, "", "a b"])
def test_a_link_that_is_none_of_ours_led_nobody(ref: object) -> None:
    assert wrote(ref=ref).led_by == ""


@pytest.mark.parametrize(
    "payload",
    [
        "не JSON",
        "[1, 2]",
        "{}",
        '"d"',
        "null",
        '{"d": 5}',
        "[" * 3000,
        "x" * 100_000,
        None,
        7,
        '{"command": "stop"}',
        '{"text": "чужое"}',
        '{"text": 5}',
    ],
)
def test_a_forged_payload_changes_nothing_that_was_written(payload: object) -> None:
    assert wrote(payload=payload).content.text == "Добрый день"


def test_a_button_of_a_client_without_callbacks_is_a_press() -> None:
    incoming = read(new_message(text="Взять", payload='{"d":"take:7:1"}'))
    assert incoming == Pressed(DIALOG, PERSON, "", "take:7:1", "", private=True)


def test_a_payload_never_hides_a_file() -> None:
    doc = {"type": "doc", "doc": {"id": 1, "owner_id": MARIA, "title": "a.pdf", "url": "https://f"}}
    assert wrote(payload='{"d":"take:7:1"}', attachments=[doc]).content.attachments


def test_a_menu_line_that_was_cut_comes_back_whole() -> None:
    label = "Сообщить о проблеме с оплатой проезда и парковкой"
    payload = json.dumps({"text": label})
    assert wrote(text=shortened(label), payload=payload).content.text == label


def test_a_press_carries_what_an_answer_needs() -> None:
    one = pressed()
    assert (one.at, one.who, one.id, one.data) == (DIALOG, PERSON, "9", "menu:1")
    assert one.press_id == f"{MARIA}:{MARIA}:p1"


@pytest.mark.parametrize(
    "payload", ["menu:1", "не JSON", [], [{"d": 1}], 5, None, {"d": ["menu:1"]}, {"x": 1}, "[" * 99]
)
def test_a_forged_press_carries_nothing(payload: object) -> None:
    assert pressed(payload=payload).data == ""


def test_a_press_below_the_input_field_belongs_to_no_message() -> None:
    assert pressed(conversation_message_id=None).id == ""


def test_an_edit_is_the_whole_new_version_and_has_its_own_time() -> None:
    edit = read(event("message_edit", message(text="Исправлено", update_time=MOMENT + 60)))
    assert isinstance(edit, Edited)
    assert (edit.content.text, edit.id) == ("Исправлено", "5")
    assert edit.when == datetime.fromtimestamp(MOMENT + 60, UTC)


def test_an_employees_own_answer_in_vk_counts() -> None:
    own = message(from_id=-GROUP, out=1, text="Ответили", admin_author_id=IRINA)
    incoming = read(event("message_reply", own))
    assert isinstance(incoming, AnsweredElsewhere)
    assert incoming.who == Person(f"vk:{IRINA}", "Ирина Лебедева")
    assert (incoming.at, incoming.content.text, incoming.id) == (DIALOG, "Ответили", "5")


@pytest.mark.parametrize("admin", [None, 0, "401", -5])
def test_what_a_program_sent_is_known_already(admin: object) -> None:
    own = message(from_id=-GROUP, out=1, admin_author_id=admin)
    assert isinstance(read(event("message_reply", own)), Nothing)


@pytest.mark.parametrize(("kind", "reachable"), [("message_allow", True), ("message_deny", False)])
def test_people_allow_and_forbid(kind: str, reachable: bool) -> None:
    incoming = read(event(kind, {"user_id": MARIA, "key": ""}))
    assert incoming == Reachability(DIALOG, PERSON, reachable)


def test_a_mini_app_leads_to_a_category() -> None:
    body = {"user_id": MARIA, "app_id": 1, "payload": '{"report":"roads"}'}
    incoming = read(event("app_payload", body))
    assert isinstance(incoming, LedBy)
    assert (incoming.at, incoming.led_by) == (DIALOG, "report_roads")
    assert incoming.when == datetime.fromtimestamp(MOMENT + 5, UTC)


@pytest.mark.parametrize("payload", ["", "x", "[]", '{"report": 5}', '{"report": "a b"}', None])
def test_an_app_that_says_something_else_leads_nowhere(payload: object) -> None:
    body = {"user_id": MARIA, "app_id": 1, "payload": payload}
    assert isinstance(read(event("app_payload", body)), Nothing)


@pytest.mark.parametrize(
    "value",
    [
        event("message_typing_state", {"from_id": MARIA}),
        event("message_read", {"from_id": MARIA}),
        event("like_add", {"liker_id": MARIA}),
        event("a_kind_of_tomorrow", {"anything": [1, 2]}),
        event("a_kind_of_tomorrow", None),
        new_message(peer_id=2_000_000_001),
        new_message(peer_id=-5),
        new_message(from_id=-GROUP),
        new_message(out=1),
        new_message(action={"type": "chat_kick_user"}),
        event("message_edit", message(from_id=-GROUP)),
        press(peer_id=2_000_000_001),
    ],
)
def test_what_concerns_nobody_here_is_nothing(value: object) -> None:
    assert isinstance(read(value), Nothing)


@pytest.mark.parametrize(
    "value",
    [
        [],
        7,
        {"object": {}},
        {"type": 5},
        new_message(from_id=None),
        new_message(from_id="301"),
        new_message(peer_id=None),
        new_message(conversation_message_id=None),
        new_message(date=0),
        new_message(date="вчера"),
        new_message(date=10**18),
        new_message(date=10**40),
        new_message(text=SECRET, date=None),
        event("message_allow", {}),
        event("message_new", SECRET),
        press(user_id=None),
    ],
)
def test_what_breaks_vks_rules_is_unreadable_and_quotes_nobody(value: object) -> None:
    with pytest.raises(Unreadable) as broken:
        read(value)
    assert SECRET not in str(broken.value)
    assert broken.value.__context__ is None


@pytest.mark.parametrize("raw", ["", "{", "[" * 100_000])
def test_what_is_no_json_is_unreadable(raw: str) -> None:
    with pytest.raises(Unreadable):
        parse(raw)


@given(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(
                [
                    "message_new",
                    "message_reply",
                    "message_edit",
                    "message_event",
                    "message_allow",
                    "app_payload",
                ]
            ),
            "object": st.fixed_dictionaries(
                {},
                optional={
                    name: JSON | st.just(MARIA)
                    for name in (
                        "message",
                        "peer_id",
                        "from_id",
                        "user_id",
                        "date",
                        "payload",
                        "attachments",
                        "text",
                        "fwd_messages",
                        "geo",
                        "conversation_message_id",
                        "admin_author_id",
                        "reply_message",
                    )
                },
            ),
        },
        optional={"received": JSON},
    )
)
def test_no_event_does_more_than_being_unreadable(value: Any) -> None:
    try:
        read(value)
        bare(value)
    except Unreadable:
        pass


def test_half_a_character_does_not_keep_words_back() -> None:
    assert wrote(text="да\ud83d\x00").content.text == "да\ufffd\ufffd"


def test_payloads_are_dictionaries_or_nothing() -> None:
    assert payload_of('{"d": "x"}') == payload_of({"d": "x"}) == {"d": "x"}
    assert payload_of(None) == payload_of(5) == payload_of([]) == {}
