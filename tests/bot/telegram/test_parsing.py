"""What an update means to the product."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appeals.model import Address
from appeals.words import Attachment, Mark, MediaKind, Style
from bot.telegram.parsing import Unreadable, parse
from bot.telegram.raw import conversation_of
from handlers.conversation import (
    Edited,
    Incoming,
    Moved,
    Nothing,
    Person,
    Pressed,
    Reachability,
    Wrote,
)
from tests.bot.telegram.samples import (
    BOT,
    FORUM,
    MOMENT,
    OURS,
    channel,
    comment,
    forum,
    forward,
    in_group,
    in_topic,
    message,
    press,
    private,
    read,
    update,
    user,
)

WHEN = datetime.fromtimestamp(MOMENT, UTC)
TOPIC = Address("telegram", str(FORUM), "77")


def wrote(**changes: object) -> Wrote:
    incoming = read("message", message(**changes))
    assert isinstance(incoming, Wrote), incoming
    return incoming


def file(**more: object) -> dict[str, Any]:
    return {"file_id": "F1", "file_unique_id": "U1", "file_size": 900} | more


# ---- messages -------------------------------------------------------------------------------


def test_a_private_message_has_its_author_and_its_own_time() -> None:
    assert wrote() == Wrote(
        at=Address("telegram", "101"),
        who=Person("101", "Ольга Смирнова", "olga_hr"),
        when=WHEN,
        id="5",
        content=wrote().content,
        private=True,
    )
    assert wrote().content.text == "Привет"


def test_a_message_in_a_topic_stands_in_its_thread() -> None:
    incoming = read("message", in_topic())
    assert isinstance(incoming, Wrote)
    assert incoming.at == TOPIC
    assert not incoming.private


def test_a_comment_with_a_thread_id_that_is_no_topic_stands_in_the_chat() -> None:
    incoming = read("message", in_topic(is_topic_message=None))
    assert isinstance(incoming, Wrote)
    assert incoming.at == Address("telegram", str(FORUM))


def test_the_queue_and_the_parser_name_the_same_conversation() -> None:
    for body in (message(), in_topic(), in_topic(is_topic_message=None)):
        incoming = read("message", body)
        assert isinstance(incoming, Wrote)
        assert str(incoming.at) == conversation_of(update("message", body))


def test_a_reply_names_what_it_answers() -> None:
    assert wrote(reply_to_message=message(message_id=3)).reply_to == "3"


@pytest.mark.parametrize(
    "root",
    [
        {"message_id": 77},
        {"message_id": 78, "forum_topic_created": {"name": "№ 1", "icon_color": 1}},
    ],
)
def test_the_topics_own_creation_is_no_reply(root: dict[str, Any]) -> None:
    incoming = read("message", in_topic(reply_to_message=in_topic(text=None, **root)))
    assert isinstance(incoming, Wrote)
    assert incoming.reply_to == ""


def test_an_edit_is_dated_by_its_own_time() -> None:
    incoming = read("edited_message", message(edit_date=MOMENT + 60, text="Точнее"))
    assert isinstance(incoming, Edited)
    assert (incoming.when.timestamp(), incoming.content.text) == (MOMENT + 60, "Точнее")


def test_entities_become_styles_by_characters() -> None:
    incoming = wrote(
        text="👍 да",
        entities=[
            {"type": "bold", "offset": 3, "length": 2},
            {"type": "text_link", "offset": 3, "length": 90, "url": "https://a.example"},
            {"type": "mention", "offset": 0, "length": 1},
        ],
    )
    assert incoming.content.marks == (
        Mark(Style.BOLD, 2, 2),
        Mark(Style.LINK, 2, 2, "https://a.example"),
    )


# ---- files ----------------------------------------------------------------------------------


def test_of_a_photo_the_largest_size_is_taken_with_its_caption() -> None:
    sizes = [file(file_id=name, width=w, height=w) for name, w in (("s", 90), ("l", 900))]
    incoming = wrote(
        text=None,
        photo=[*sizes, file(file_id="m", width=300, height=300)],
        caption="Справка",
        caption_entities=[{"type": "italic", "offset": 0, "length": 7}],
        media_group_id="A9",
    )
    assert incoming.content.attachments == (
        Attachment(MediaKind.PHOTO, "l", size=900, origin="telegram"),
    )
    assert incoming.content.text == "Справка"
    assert incoming.content.marks == (Mark(Style.ITALIC, 0, 7),)
    assert incoming.album == "A9"


SIZED = {"width": 4, "height": 4, "duration": 3}
FILES: list[tuple[str, dict[str, Any], MediaKind, str]] = [
    ("document", file(file_name="a/б.pdf"), MediaKind.DOCUMENT, "a_б.pdf"),
    ("video", file(**SIZED, file_name="v.mp4"), MediaKind.VIDEO, "v.mp4"),
    ("animation", file(**SIZED), MediaKind.ANIMATION, ""),
    ("audio", file(duration=3), MediaKind.AUDIO, ""),
    ("voice", file(duration=3), MediaKind.VOICE, ""),
    ("video_note", file(length=4, duration=3), MediaKind.VIDEO_NOTE, ""),
    (
        "sticker",
        file(type="regular", width=4, height=4, is_animated=False, is_video=False),
        MediaKind.STICKER,
        "",
    ),
]


@pytest.mark.parametrize(("field", "body", "kind", "name"), FILES)
def test_every_kind_of_file_arrives(
    field: str, body: dict[str, Any], kind: MediaKind, name: str
) -> None:
    incoming = wrote(text=None, **{field: body})
    assert incoming.content.attachments == (Attachment(kind, "F1", name, 900, origin="telegram"),)
    assert incoming.content.text == ""


def test_an_animation_is_not_taken_for_the_document_it_also_is() -> None:
    incoming = wrote(text=None, animation=file(**SIZED), document=file(file_name="x.gif"))
    assert [file.kind for file in incoming.content.attachments] == [MediaKind.ANIMATION]


# ---- boxes that become words ----------------------------------------------------------------

POINT = {"latitude": 55.0302, "longitude": 82.9204}
BOXES: list[tuple[str, object, str]] = [
    (
        "contact",
        {"phone_number": "+79130000000", "first_name": "Пётр", "last_name": "Ким"},
        "Контакт: Пётр Ким, +79130000000",
    ),
    ("location", POINT, "Место на карте: 55.0302, 82.9204"),
    (
        "venue",
        {"location": POINT, "title": "Центр занятости", "address": "ул. Ленина, 1"},
        "Место на карте: Центр занятости, ул. Ленина, 1 (55.0302, 82.9204)",
    ),
    (
        "poll",
        {
            "id": "1",
            "question": "Когда?",
            "options": [
                {"persistent_id": "a", "text": "Завтра", "voter_count": 0},
                {"persistent_id": "b", "text": "Позже", "voter_count": 0},
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        },
        "Опрос: Когда?\n– Завтра\n– Позже",
    ),
    ("dice", {"emoji": "🎲", "value": 4}, "Бросок 🎲: 4"),
    ("story", {"chat": private(), "id": 3}, "История, которая открывается только в Telegram"),
    ("something_of_next_year", {"a": 1}, "Сообщение, которое открывается только в Telegram"),
]


@pytest.mark.parametrize(("field", "body", "line"), BOXES, ids=[box[0] for box in BOXES])
def test_what_has_no_text_is_put_into_words(field: str, body: object, line: str) -> None:
    assert wrote(text=None, **{field: body}).content.text == line


def test_in_a_group_a_kind_nobody_knows_concerns_nobody() -> None:
    assert isinstance(read("message", in_topic(text=None, something_new={})), Nothing)


def test_a_moving_live_location_is_no_edit() -> None:
    body = message(text=None, edit_date=MOMENT + 5, location=POINT | {"live_period": 900})
    assert isinstance(read("edited_message", body), Nothing)


# ---- people ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "username", "shown"),
    [
        ("Анна", "<b>Ко</b> & Со", None, "Анна <b>Ко</b> & Со"),
        ("\u202eаглО", "\u200b", None, "аглО"),
        ("\u3164", None, "olga_hr", "@olga_hr"),
        ("", None, None, "Без имени"),
        ("Я" * 500, None, None, "Я" * 64),
    ],
)
def test_names_are_shown_harmless(
    first: str, last: str | None, username: str | None, shown: str
) -> None:
    sender = user(first_name=first, last_name=last, username=username)
    assert wrote(**{"from": sender}).who.name == shown


def test_an_anonymous_admin_is_marked_as_such() -> None:
    sender = user(id=1087968824, is_bot=True, first_name="Group", username="GroupAnonymousBot")
    incoming = read("message", in_topic(sender_chat=forum(), **{"from": sender}))
    assert isinstance(incoming, Wrote)
    assert incoming.who == Person(str(FORUM), "Модераторы", anonymous=True)


def test_a_private_message_without_an_author_is_the_chats_owners() -> None:
    assert wrote(**{"from": None}).who == Person("101", "Ольга", "olga_hr")


CHANNEL = {"id": -100200, "type": "channel", "title": "Новости"}


@pytest.mark.parametrize(
    "body",
    [
        message(**{"from": user(id=BOT, is_bot=True)}),
        message(**{"from": user(id=9, is_bot=True)}),
        in_topic(**{"from": None}),
        in_topic(sender_chat=CHANNEL),
        message(chat=CHANNEL, sender_chat=CHANNEL, **{"from": None}),
        message(text=None, pinned_message=message()),
        in_topic(text=None, forum_topic_created={"name": "№ 1", "icon_color": 1}),
        in_topic(text=None, new_chat_members=[user()]),
        in_topic(text=None, migrate_from_chat_id=-44),
    ],
)
def test_programs_channels_and_service_messages_concern_nobody(body: dict[str, Any]) -> None:
    incoming = read("message", body)
    assert isinstance(incoming, Nothing)
    assert incoming.why


# ---- other updates --------------------------------------------------------------------------


def test_a_group_that_became_a_supergroup_has_moved() -> None:
    group = {"id": -44, "type": "group", "title": "Модераторы"}
    incoming = read("message", message(text=None, chat=group, migrate_to_chat_id=FORUM))
    assert incoming == Moved(Address("telegram", "-44"), str(FORUM))


def test_a_press_names_who_where_and_what() -> None:
    assert read("callback_query", press()) == Pressed(
        at=TOPIC,
        who=Person("201", "Мария"),
        id="9",
        data="take:7:1",
        press_id="4000",
        private=False,
    )


def test_a_press_under_a_message_too_old_to_be_shown_still_counts() -> None:
    old = {"chat": forum(), "message_id": 9, "date": 0}
    incoming = read("callback_query", press(message=old))
    assert isinstance(incoming, Pressed)
    assert (incoming.at, incoming.id) == (Address("telegram", str(FORUM)), "9")


@pytest.mark.parametrize(
    "changes", [{"message": None, "inline_message_id": "x"}, {"data": None}, {"message": None}]
)
def test_presses_elsewhere_concern_nobody(changes: dict[str, Any]) -> None:
    assert isinstance(read("callback_query", press(**changes)), Nothing)


@pytest.mark.parametrize(("status", "reachable"), [("kicked", False), ("member", True)])
def test_blocking_and_unblocking_is_heard(status: str, reachable: bool) -> None:
    incoming = read("my_chat_member", membership(private(), status))
    assert isinstance(incoming, Reachability)
    assert (incoming.at, incoming.reachable) == (Address("telegram", "101"), reachable)


def test_the_bots_place_in_a_group_is_no_reachability() -> None:
    assert isinstance(read("my_chat_member", membership(forum(), "kicked")), Nothing)


def membership(chat: dict[str, Any], status: str) -> dict[str, Any]:
    bot = user(id=BOT, is_bot=True)
    return {
        "chat": chat,
        "from": user(),
        "date": MOMENT,
        "old_chat_member": {"status": "left", "user": bot},
        "new_chat_member": {"status": status, "user": bot, "until_date": 0},
    }


def test_an_update_of_another_kind_concerns_nobody() -> None:
    assert isinstance(parse('{"update_id": 5, "poll": "?", "next_year": {}}', OURS), Nothing)


# ---- bad input ------------------------------------------------------------------------------


def test_a_text_of_a_hundred_kilobytes_is_read_whole() -> None:
    assert len(wrote(text="Ж👍" * 50_000).content.text) == 100_000


def test_half_characters_and_nuls_become_storable() -> None:
    incoming = wrote(text="a\ud83dб\x00", entities=[{"type": "bold", "offset": 2, "length": 1}])
    assert incoming.content.text == "a�б�"
    assert incoming.content.marks == (Mark(Style.BOLD, 2, 1),)


@pytest.mark.parametrize(
    "body",
    [
        message(chat=None),
        message(date=-5),
        message(date=0),
        message(date=None),
        message(date=10**30),
        message(date="вчера"),
        message(message_id="пять"),
        message(**{"from": "Ольга"}),
        message(**{"from": {"id": "secret words"}}),
        message(text=["secret words"]),
        message(entities=[{"type": "bold", "offset": "secret words", "length": 1}]),
        "secret words",
        [],
    ],
)
def test_a_malformed_message_is_unreadable_and_its_words_are_not_repeated(body: object) -> None:
    with pytest.raises(Unreadable) as caught:
        read("message", body)
    assert "secret" not in str(caught.value)
    assert caught.value.__context__ is None


def test_an_impossible_edit_date_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read("edited_message", message(edit_date=10**20))


@pytest.mark.parametrize(
    "raw",
    [
        *("", "{", "[]", "null", "17", '"text"', "{}", "[" * 100_000, "\ud800"),
        '{"update_id": ' + "9" * 5000 + ', "message": {}}',
    ],
)
def test_what_is_no_update_is_unreadable(raw: str) -> None:
    with pytest.raises(Unreadable):
        parse(raw, OURS)


def test_an_endless_chain_of_replies_is_unreadable_or_read() -> None:
    raw = json.dumps(message())
    for _ in range(400):
        raw = json.dumps(message())[:-1] + f', "reply_to_message": {raw}}}'
    outcome(f'{{"update_id": 5, "message": {raw}}}')


def outcome(raw: str) -> Incoming | None:
    try:
        return parse(raw, OURS)
    except Unreadable:
        return None


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
BODIES: list[tuple[str, dict[str, Any]]] = [
    ("message", message()),
    ("message", in_topic(reply_to_message=message())),
    ("message", forward()),
    ("message", comment(entities=[{"type": "mention", "offset": 0, "length": 6}])),
    ("message", in_group(sender_chat=channel())),
    ("message", message(text=None, **{field: body for field, body, *_ in FILES})),
    ("message", message(text=None, **{field: body for field, body, _ in BOXES})),
    ("edited_message", message(edit_date=MOMENT)),
    ("callback_query", press()),
    ("my_chat_member", membership(private(), "member")),
]


def bent(data: st.DataObject, body: dict[str, Any]) -> dict[str, Any]:
    """The body with one field, here or deeper, replaced by anything."""
    key = data.draw(st.sampled_from([*body, "entities", "photo", "sender_chat", "new_field"]))
    inner = body.get(key)
    deeper = isinstance(inner, dict) and inner and data.draw(st.booleans())
    return body | {key: bent(data, inner) if deeper and inner else data.draw(VALUES)}


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_whatever_comes_only_an_incoming_or_unreadable_comes_out(data: st.DataObject) -> None:
    kind, body = data.draw(st.sampled_from(BODIES))
    for _ in range(data.draw(st.integers(1, 3))):
        body = bent(data, body)
    incoming = outcome(json.dumps(update(kind, body)))
    if isinstance(incoming, Wrote | Edited):
        assert incoming.when.tzinfo is UTC
        assert incoming.content.text.encode() is not None
        for mark in incoming.content.marks:
            assert 0 <= mark.offset < mark.offset + mark.length <= len(incoming.content.text)


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_any_json_is_survived(value: object) -> None:
    outcome(json.dumps(value))
    outcome(json.dumps({"update_id": 5, "message": value}))
