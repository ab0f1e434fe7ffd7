"""Events on their way into the inbox: stored once, in order, whatever they look like."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vk.raw import (
    changed_at,
    conversation_of,
    data_of,
    date_of,
    edit_event,
    event_id_of,
    is_own,
    message_event,
    people_in,
    press_of,
    raw_event,
    unread_place,
)
from tests.bot.vk.samples import (
    GROUP,
    IRINA,
    MARIA,
    MOMENT,
    PEOPLE,
    RECEIVED,
    event,
    message,
    press,
)
from tests.bot.vk.samples import new as new_message

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON | st.fixed_dictionaries({"type": JSON, "object": JSON, "event_id": JSON}))
def test_whatever_comes_can_be_stored(value: Any) -> None:
    stored = raw_event(value, RECEIVED, PEOPLE)
    assert stored.event_id
    assert stored.conversation.startswith("vk:")
    json.loads(stored.raw)


def test_a_change_is_known_by_its_moment() -> None:
    changed = edit_event(message() | {"update_time": 1700000500}, GROUP)
    assert event_id_of(changed) == f"edit:{MARIA}:5:1700000500"
    assert changed_at(message()) == 0


def test_a_message_is_the_same_whether_the_long_poll_or_the_history_brought_it() -> None:
    from_history = message_event(message(), GROUP)
    assert event_id_of(from_history) == event_id_of(new_message()) == f"new:{MARIA}:5"
    reply = message(out=1, from_id=-GROUP, admin_author_id=IRINA)
    brought = event("message_reply", reply, "e7")
    assert event_id_of(message_event(reply, GROUP)) == event_id_of(brought) == f"reply:{MARIA}:5"


def test_each_edit_of_a_message_is_an_event_of_its_own() -> None:
    first, second = event("message_edit", message(), "e1"), event("message_edit", message(), "e2")
    assert event_id_of(first) == f"edit:{MARIA}:5:e1"
    assert event_id_of(first) != event_id_of(second)


def test_without_an_id_the_whole_event_is_its_id() -> None:
    one, same, other = {"type": "x"}, {"type": "x"}, {"type": "y"}
    assert event_id_of(one) == event_id_of(same) != event_id_of(other)
    assert event_id_of("text").startswith("digest:")


@pytest.mark.parametrize(
    ("value", "conversation"),
    [
        (new_message(), f"vk:{MARIA}"),
        (event("message_reply", message(out=1)), f"vk:{MARIA}"),
        (press(), f"vk:{MARIA}"),
        (event("message_allow", {"user_id": MARIA}), f"vk:{MARIA}"),
        (event("wall_post_new", {"id": 1}), f"vk:wall-{GROUP}_1"),
        (event("photo_new", {"id": 1}), "vk:?"),
        (new_message(peer_id="301"), "vk:?"),
        (new_message(peer_id=10**30), "vk:?"),
        ([], "vk:?"),
    ],
)
def test_events_of_a_dialog_stand_in_one_line(value: object, conversation: str) -> None:
    assert conversation_of(value) == conversation


def test_a_press_says_what_its_answer_needs() -> None:
    assert press_of(press()) == f"{MARIA}:{MARIA}:p1"
    assert press_of(press(event_id=None)) == ""
    assert press_of(press(user_id="x")) == ""
    assert press_of(new_message()) == ""


def test_names_and_the_moment_are_stored_beside_the_event() -> None:
    stored = json.loads(raw_event(new_message(), RECEIVED, PEOPLE).raw)
    assert stored["received"] == {"at": MOMENT + 5, "people": {str(MARIA): PEOPLE[MARIA]}}
    assert stored["object"]["message"]["text"] == "Добрый день"
    reply = event("message_reply", message(from_id=-GROUP, admin_author_id=IRINA))
    assert list(people_in(reply)) == [IRINA]


def test_a_message_says_when_it_was_written_and_what_is_to_be_marked_as_read() -> None:
    assert date_of(new_message()) == MOMENT
    assert date_of(event("message_allow", {"user_id": MARIA})) == 0
    assert unread_place(new_message()) == (MARIA, 5)
    assert unread_place(event("message_reply", message())) is None
    assert unread_place(new_message(peer_id=2_000_000_001)) is None


@pytest.mark.parametrize("payload", [{"d": "s:a"}, '{"d": "s:a"}'])
def test_what_a_button_carries_is_seen_before_anything_is_stored(payload: object) -> None:
    assert data_of({"type": "message_event", "object": {"payload": payload}}) == "s:a"


@pytest.mark.parametrize("payload", [None, "", "[", [], {"d": 1}, "9" * 5000, "[" * 4000])
def test_a_payload_of_anybody_elses_carries_nothing(payload: object) -> None:
    assert data_of({"type": "message_event", "object": {"payload": payload}}) == ""


@pytest.mark.parametrize(
    ("kind", "body", "own"),
    [
        ("message_reply", {"from_id": -GROUP}, True),
        ("message_edit", {"from_id": -GROUP}, True),
        ("message_new", {"message": {"from_id": MARIA, "out": 1}}, True),
        ("message_reply", {"from_id": -GROUP, "admin_author_id": MARIA}, False),
        ("message_new", {"message": {"from_id": MARIA}}, False),
        ("message_edit", {"from_id": MARIA}, False),
        ("message_event", {"from_id": -GROUP}, False),
    ],
)
def test_the_programs_own_words_are_told_from_an_employees(
    kind: str, body: dict[str, Any], own: bool
) -> None:
    assert is_own({"type": kind, "object": body}) is own
