"""Raw events as VK sends them, to be bent by the tests."""

import json
from datetime import UTC, datetime
from typing import Any

from bot.vk.parsing import parse
from bot.vk.raw import raw_event
from handlers.conversation import Incoming

GROUP = 200000001
MARIA, IRINA = 301, 401
MOMENT = 1_790_000_000
RECEIVED = datetime.fromtimestamp(MOMENT + 5, UTC)
PEOPLE: dict[int, dict[str, Any]] = {
    MARIA: {"name": "Мария Кузнецова", "username": "maria_k"},
    IRINA: {"name": "Ирина Лебедева", "username": ""},
}

Json = dict[str, Any]


def message(**changes: object) -> Json:
    """A text in a dialog; a change to None leaves the field out."""
    plain: Json = {
        "id": 12,
        "conversation_message_id": 5,
        "peer_id": MARIA,
        "from_id": MARIA,
        "date": MOMENT,
        "out": 0,
        "text": "Добрый день",
        "attachments": [],
        "fwd_messages": [],
        "random_id": 0,
    }
    return {key: value for key, value in (plain | changes).items() if value is not None}


def event(kind: str, body: object, event_id: str = "e1") -> Json:
    return {"type": kind, "object": body, "group_id": GROUP, "event_id": event_id, "v": "5.199"}


def new(**changes: object) -> Json:
    return event("message_new", {"message": message(**changes), "client_info": {}})


def press(**changes: object) -> Json:
    body = {
        "user_id": MARIA,
        "peer_id": MARIA,
        "event_id": "p1",
        "payload": {"d": "menu:1"},
        "conversation_message_id": 9,
    } | changes
    return event("message_event", {key: one for key, one in body.items() if one is not None})


def stored(value: object) -> str:
    """As it stands in the inbox."""
    return raw_event(value, RECEIVED, PEOPLE).raw


def read(value: object) -> Incoming:
    """What the parser makes of it, by way of the stored text."""
    return parse(stored(value))


def bare(value: object) -> Incoming:
    """The same without anything put beside it."""
    return parse(json.dumps(value))
