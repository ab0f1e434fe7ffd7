"""A stored event as something that happened, each validated alone."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from appeals.model import Address
from bot.mending import loads
from bot.received import Unreadable, json_of
from bot.vk.comments import COMMENTS
from bot.vk.contents import content_of
from bot.vk.fields import LARGEST_ID, moment_of, number_of, person_of, received_at
from bot.vk.keyboards import DATA, WORDS, shortened
from bot.vk.raw import CHANNEL, CHATS_FROM, body_of, press_of
from handlers.conversation import (
    AnsweredElsewhere,
    Edited,
    EditedElsewhere,
    Incoming,
    LedBy,
    Nothing,
    Person,
    Pressed,
    Reachability,
    Wrote,
)

LONGEST_PAYLOAD = 4096
START, REPORT = "start", "report"
__all__ = ["Unreadable", "parse", "payload_of"]
_OPAQUE = re.compile(r"[\w-]{1,100}", re.ASCII)

Json = dict[str, Any]


def parse(raw: str) -> Incoming:
    """What a stored event means to the product. Raises Unreadable, and nothing else."""
    event = json_of(raw)
    if not isinstance(event, dict):
        raise Unreadable("no object")
    kind = event.get("type")
    if not isinstance(kind, str):
        raise Unreadable("type: missing")
    read = _KINDS.get(kind)
    return read(event) if read else Nothing("an event of another kind")


def payload_of(value: object) -> Json:
    """A payload as a dictionary, empty for whatever else somebody made of it."""
    if isinstance(value, str) and len(value) <= LONGEST_PAYLOAD:
        try:
            value = loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}


def _new(event: Json) -> Incoming:
    message = body_of(event)
    if other := _foreign(message):
        return other
    if message.get("action"):
        return Nothing("a service message")
    payload = payload_of(message.get("payload"))
    at, who = _place(message), person_of(event, number_of(message, "from_id"))
    plain = not message.get("attachments") and not message.get("fwd_messages")
    if plain and isinstance(payload.get(DATA), str):
        return Pressed(at, who, id="", data=payload[DATA], press_id="", private=True)
    content = content_of(message)
    if plain and payload.get("command") == START:
        content = content.with_text(f"/{START}")
    elif plain and _is_cut(content.text, payload.get(WORDS)):
        content = content.with_text(payload[WORDS])
    return Wrote(
        at=at,
        who=who,
        when=moment_of(message.get("date"), "date"),
        id=str(number_of(message, "conversation_message_id")),
        content=content,
        private=True,
        reply_to=_replied(message),
        led_by=_opaque(message.get("ref")),
    )


def _edit(event: Json) -> Incoming:
    message = body_of(event)
    if employee := _employee(event, message):
        return EditedElsewhere(
            at=_place(message),
            who=employee,
            when=_changed(message),
            id=str(number_of(message, "conversation_message_id")),
            content=content_of(message),
        )
    if other := _foreign(message):
        return other
    return Edited(
        at=_place(message),
        who=person_of(event, number_of(message, "from_id")),
        when=_changed(message),
        id=str(number_of(message, "conversation_message_id")),
        content=content_of(message),
        private=True,
    )


def _reply(event: Json) -> Incoming:
    """Only an employee's own words count: what a program sent is known already."""
    message = body_of(event)
    if not _is_dialog(message):
        return Nothing("not in a dialog with a person")
    employee = _employee(event, message)
    if employee is None:
        return Nothing("sent by a program")
    return AnsweredElsewhere(
        at=_place(message),
        who=employee,
        when=moment_of(message.get("date"), "date"),
        id=str(number_of(message, "conversation_message_id")),
        content=content_of(message),
    )


def _employee(event: Json, message: Json) -> Person | None:
    """Who wrote for the community by hand, in a dialog with a person; a program has no name."""
    author = message.get("admin_author_id")
    if type(author) is not int or author <= 0 or not _is_dialog(message):
        return None
    person = person_of(event, author)
    return Person(f"{CHANNEL}:{person.id}", person.name, person.username)


def _press(event: Json) -> Incoming:
    body = body_of(event)
    if not _is_dialog(body):
        return Nothing("not in a dialog with a person")
    data, cmid = payload_of(body.get("payload")).get(DATA), body.get("conversation_message_id")
    return Pressed(
        at=_place(body),
        who=person_of(event, number_of(body, "user_id")),
        id=str(cmid) if type(cmid) is int else "",
        data=data if isinstance(data, str) else "",
        press_id=press_of(event),
        private=True,
    )


def _allowed(event: Json) -> Incoming:
    return _reachability(event, reachable=True)


def _denied(event: Json) -> Incoming:
    return _reachability(event, reachable=False)


def _reachability(event: Json, *, reachable: bool) -> Incoming:
    who = person_of(event, number_of(body_of(event), "user_id"))
    return Reachability(Address(CHANNEL, who.id), who, reachable)


def _app(event: Json) -> Incoming:
    body = body_of(event)
    code = _opaque(payload_of(body.get("payload")).get(REPORT))
    if not code:
        return Nothing("an app's payload of another kind")
    who = person_of(event, number_of(body, "user_id"))
    return LedBy(Address(CHANNEL, who.id), who, received_at(event), f"{REPORT}_{code}")


_KINDS: dict[str, Callable[[Json], Incoming]] = {
    **COMMENTS,
    "app_payload": _app,
    "message_allow": _allowed,
    "message_deny": _denied,
    "message_edit": _edit,
    "message_event": _press,
    "message_new": _new,
    "message_reply": _reply,
}


def _foreign(message: Json) -> Nothing | None:
    """What no person wrote to the community in a dialog of their own."""
    if message.get("out") == 1 or number_of(message, "from_id", least=-LARGEST_ID) < 0:
        return Nothing("a community's message")
    if not _is_dialog(message):
        return Nothing("not in a dialog with a person")
    return None


def _is_dialog(body: Json) -> bool:
    return 0 < number_of(body, "peer_id", least=-LARGEST_ID) < CHATS_FROM


def _place(body: Json) -> Address:
    return Address(CHANNEL, str(number_of(body, "peer_id")))


def _changed(message: Json) -> datetime:
    return moment_of(message.get("update_time") or message.get("date"), "update_time")


def _replied(message: Json) -> str:
    replied = message.get("reply_message")
    cmid = replied.get("conversation_message_id") if isinstance(replied, dict) else None
    return str(cmid) if type(cmid) is int and cmid > 0 else ""


def _is_cut(text: str, whole: object) -> bool:
    """The text is a button's label that was too long to be shown whole."""
    return isinstance(whole, str) and whole != text and shortened(whole) == text


def _opaque(value: object) -> str:
    """A word of the product's own kind; whatever else somebody put there is left out."""
    return value if isinstance(value, str) and _OPAQUE.fullmatch(value) else ""
