"""Raw updates as Telegram sends them, to be bent by the tests."""

import json
from typing import Any

from bot.telegram.ours import Ours
from bot.telegram.parsing import parse
from handlers.conversation import Incoming

BOT = 7000000001
FORUM = -1001000000001
MOMENT = 1_790_000_000
OURS = Ours(BOT, "otklik_sandbox_bot", str(FORUM))

Json = dict[str, Any]


def user(**changes: object) -> Json:
    return {
        "id": 101,
        "is_bot": False,
        "first_name": "Ольга",
        "last_name": "Смирнова",
        "username": "olga_hr",
    } | changes


def private() -> Json:
    return {"id": 101, "type": "private", "first_name": "Ольга", "username": "olga_hr"}


def forum() -> Json:
    return {"id": FORUM, "type": "supergroup", "title": "Модераторы", "is_forum": True}


def message(**changes: object) -> Json:
    """A text in a private chat; a change to None leaves the field out."""
    plain = {"message_id": 5, "date": MOMENT, "chat": private(), "from": user(), "text": "Привет"}
    return {key: value for key, value in (plain | changes).items() if value is not None}


def in_topic(**changes: object) -> Json:
    place: Json = {"chat": forum(), "message_thread_id": 77, "is_topic_message": True}
    return message(**(place | changes))


GROUP = -1001700000001
CHANNEL = -1001800000001
DISCUSSION = -1001900000001


def group(**changes: object) -> Json:
    """A supergroup without topics."""
    return {"id": GROUP, "type": "supergroup", "title": "Вопросы трудоустройства"} | changes


def channel(**changes: object) -> Json:
    return {"id": CHANNEL, "type": "channel", "title": "Новости", "username": "nso_news"} | changes


def discussion() -> Json:
    return {"id": DISCUSSION, "type": "supergroup", "title": "Новости: обсуждение"}


def in_group(**changes: object) -> Json:
    return message(**({"chat": group()} | changes))


def forward(**changes: object) -> Json:
    """A channel's post as it comes into the discussion group by itself."""
    origin = {"type": "channel", "chat": channel(), "message_id": 31, "date": MOMENT - 3}
    plain: Json = {
        "message_id": 40,
        "chat": discussion(),
        "from": user(id=777000, first_name="Telegram", last_name=None, username=None),
        "sender_chat": channel(),
        "forward_origin": origin,
        "is_automatic_forward": True,
        "text": "С 1 декабря меняется порядок приёма.",
    }
    return message(**(plain | changes))


def comment(**changes: object) -> Json:
    """An answer to the post itself; Telegram gives the thread, and no topic."""
    place: Json = {
        "message_id": 41,
        "chat": discussion(),
        "message_thread_id": 40,
        "reply_to_message": forward(),
    }
    return message(**(place | changes))


def update(kind: str, body: object, number: object = 500) -> Json:
    return {"update_id": number, kind: body}


def press(**changes: object) -> Json:
    return {
        "id": "4000",
        "from": user(id=201, first_name="Мария", last_name=None, username=None),
        "chat_instance": "1",
        "data": "take:7:1",
        "message": in_topic(**{"from": user(id=BOT, is_bot=True), "message_id": 9}),
    } | changes


def read(kind: str, body: object, ours: Ours = OURS) -> Incoming:
    """What the parser makes of it, by way of the stored text."""
    return parse(json.dumps(update(kind, body)), ours)
