"""What is read from an update before it is stored."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.raw import (
    conversation_of,
    data_of,
    next_offset,
    press_of,
    quoted_in,
    raw_update,
)
from tests.bot.telegram.samples import FORUM, in_topic, message, press, update, user

MALFORMED: list[object] = [
    "text",
    None,
    [],
    17,
    {},
    {"update_id": "7"},
    {"update_id": True},
    {"update_id": 2**40},
    {"update_id": -3},
    {"update_id": 1e9},
]


@pytest.mark.parametrize(
    ("kind", "body", "conversation"),
    [
        ("message", message(), "telegram:101"),
        ("edited_message", message(), "telegram:101"),
        ("message", in_topic(), f"telegram:{FORUM}:77"),
        ("message", in_topic(is_topic_message=None), f"telegram:{FORUM}"),
        ("callback_query", press(), f"telegram:{FORUM}:77"),
        ("callback_query", press(message=None), "telegram:?"),
        ("my_chat_member", {"chat": {"id": 101, "type": "private"}}, "telegram:101"),
        ("message", message(chat=None), "telegram:?"),
        ("message", message(chat={"id": "101"}), "telegram:?"),
        ("message", message(chat={"id": 10**400}), "telegram:?"),
        ("message", "text", "telegram:?"),
        ("poll", {"id": "1"}, "telegram:?"),
    ],
)
def test_a_conversation_is_chat_and_real_topic(kind: str, body: object, conversation: str) -> None:
    assert conversation_of(update(kind, body)) == conversation


def test_an_update_with_a_number_is_known_by_it() -> None:
    assert raw_update(update("message", message(), 612)).event_id == "612"


@pytest.mark.parametrize("value", MALFORMED)
def test_a_malformed_update_is_known_by_its_digest_and_moves_no_offset(value: object) -> None:
    stored = raw_update(value)
    assert stored.event_id.startswith("digest:")
    assert stored.event_id == raw_update(value).event_id
    assert json.loads(stored.raw) == value
    assert next_offset([value]) is None


def test_the_offset_follows_the_batch_even_when_numbers_begin_anew_lower() -> None:
    assert next_offset([{"update_id": 8}, "rubbish", {"update_id": 5}]) == "9"


def test_half_a_character_is_stored_escaped() -> None:
    stored = raw_update(update("message", message(text="я \ud83d")))
    assert stored.raw.encode()
    assert json.loads(stored.raw)["message"]["text"] == "я \ud83d"


def test_the_id_to_answer_a_press_with_comes_along() -> None:
    assert raw_update(update("callback_query", press())).press == "4000"
    assert press_of(update("message", message())) == ""
    assert press_of(update("callback_query", {"id": 4, "from": user()})) == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["update_id", "message", "chat", "id", "callback_query", "message"])
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_anything_can_be_stored(value: object) -> None:
    stored = raw_update(value)
    assert stored.event_id
    assert stored.conversation.startswith("telegram:")
    json.loads(stored.raw.encode().decode())


def test_what_a_button_carries_is_seen_before_anything_is_stored() -> None:
    assert raw_update(update("callback_query", press(data="s:a.1.n.0"))).data == "s:a.1.n.0"
    assert data_of(update("message", message())) == ""


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_which_message_of_the_bot_is_replied_to_is_seen_too(kind: str) -> None:
    ours = message(text="Ответ", **{"from": user(is_bot=True)})
    assert quoted_in(update(kind, message(reply_to_message=ours))) == "Ответ"
    theirs = message(text="Ответ", **{"from": user()})
    assert quoted_in(update(kind, message(reply_to_message=theirs))) == ""
    assert quoted_in("malformed") == ""
