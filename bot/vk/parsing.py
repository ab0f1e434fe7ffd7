"""A stored event as something that happened, each validated alone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from appeals.model import Address
from bot.mending import loads, mended_json
from bot.names import clean_name, clean_username
from bot.vk.contents import content_of
from bot.vk.described import NAMELESS
from bot.vk.keyboards import DATA, WORDS, shortened
from bot.vk.raw import CHANNEL, CHATS_FROM, RECEIVED, body_of, press_of
from handlers.conversation import (
    AnsweredElsewhere,
    Edited,
    Incoming,
    LedBy,
    Nothing,
    Person,
    Pressed,
    Reachability,
    Wrote,
)

LONGEST_PAYLOAD = 4096
LARGEST_ID = 2**63
EARLIEST = datetime(2006, 10, 10, tzinfo=UTC)
START, REPORT = "start", "report"
_OPAQUE = re.compile(r"[\w-]{1,100}", re.ASCII)

Json = dict[str, Any]


class Unreadable(Exception):
    """The event breaks VK's own rules. The text names places and rules, no values."""


def parse(raw: str) -> Incoming:
    """What a stored event means to the product. Raises Unreadable, and nothing else."""
    try:
        event = mended_json(loads(raw))
        why = ""
    except (ValueError, RecursionError) as error:
        why = type(error).__name__
    if why:
        raise Unreadable(why)
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
    at, who = _place(message), _person(event, _number(message, "from_id"))
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
        when=_moment(message.get("date"), "date"),
        id=str(_number(message, "conversation_message_id")),
        content=content,
        private=True,
        reply_to=_replied(message),
        led_by=_opaque(message.get("ref")),
    )


def _edit(event: Json) -> Incoming:
    message = body_of(event)
    if other := _foreign(message):
        return other
    return Edited(
        at=_place(message),
        who=_person(event, _number(message, "from_id")),
        when=_moment(message.get("update_time") or message.get("date"), "update_time"),
        id=str(_number(message, "conversation_message_id")),
        content=content_of(message),
        private=True,
    )


def _reply(event: Json) -> Incoming:
    """Only an employee's own words count: what a program sent is known already."""
    message = body_of(event)
    author = message.get("admin_author_id")
    if type(author) is not int or author <= 0:
        return Nothing("sent by a program")
    if not _is_dialog(message):
        return Nothing("not in a dialog with a person")
    person = _person(event, author)
    return AnsweredElsewhere(
        at=_place(message),
        who=Person(f"{CHANNEL}:{person.id}", person.name, person.username),
        when=_moment(message.get("date"), "date"),
        id=str(_number(message, "conversation_message_id")),
        content=content_of(message),
    )


def _press(event: Json) -> Incoming:
    body = body_of(event)
    if not _is_dialog(body):
        return Nothing("not in a dialog with a person")
    data, cmid = payload_of(body.get("payload")).get(DATA), body.get("conversation_message_id")
    return Pressed(
        at=_place(body),
        who=_person(event, _number(body, "user_id")),
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
    who = _person(event, _number(body_of(event), "user_id"))
    return Reachability(Address(CHANNEL, who.id), who, reachable)


def _app(event: Json) -> Incoming:
    body = body_of(event)
    code = _opaque(payload_of(body.get("payload")).get(REPORT))
    if not code:
        return Nothing("an app's payload of another kind")
    who = _person(event, _number(body, "user_id"))
    received = event.get(RECEIVED)
    seconds = received.get("at") if isinstance(received, dict) else None
    return LedBy(Address(CHANNEL, who.id), who, _moment(seconds, RECEIVED), f"{REPORT}_{code}")


_KINDS: dict[str, Callable[[Json], Incoming]] = {
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
    if message.get("out") == 1 or _number(message, "from_id", least=-LARGEST_ID) < 0:
        return Nothing("a community's message")
    if not _is_dialog(message):
        return Nothing("not in a dialog with a person")
    return None


def _is_dialog(body: Json) -> bool:
    return 0 < _number(body, "peer_id", least=-LARGEST_ID) < CHATS_FROM


def _place(body: Json) -> Address:
    return Address(CHANNEL, str(_number(body, "peer_id")))


def _person(event: Json, number: int) -> Person:
    """The person, by the name VK knew when the event came."""
    received = event.get(RECEIVED)
    people = received.get("people") if isinstance(received, dict) else None
    known = people.get(str(number)) if isinstance(people, dict) else None
    about = known if isinstance(known, dict) else {}
    name, username = about.get("name"), about.get("username")
    shown = clean_name(name) if isinstance(name, str) else ""
    handle = clean_username(username) if isinstance(username, str) else ""
    return Person(str(number), shown or NAMELESS, handle)


def _number(body: Json, name: str, least: int = 1) -> int:
    number = body.get(name)
    if type(number) is not int or not least <= number < LARGEST_ID:
        raise Unreadable(f"{name}: no number" if name in body else f"{name}: missing")
    return number


def _moment(seconds: object, name: str) -> datetime:
    """Aware UTC. Raises Unreadable for a moment before VK was there."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC) if type(seconds) is int else EARLIEST
    except (ValueError, OverflowError, OSError):
        moment = EARLIEST
    if moment <= EARLIEST:
        raise Unreadable(f"{name}: out of range")
    return moment


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
