"""One event as it came, with just enough read from it to store it in the right order.

Nothing is validated here: whatever came is stored first and understood later. A message is known
by its place in the dialog, a comment by its place on the wall, so that each is stored once whether
the long poll brought it or the history did.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.received import Received
from bot.vk.places import LARGEST_ID, event_id, is_owner, standing

CHANNEL = "vk"
CHATS_FROM = 2_000_000_000
LONGEST_PAYLOAD = 4096
RECEIVED = "received"
_PLACED = {"message_new": "new", "message_reply": "reply", "message_edit": "edit"}
_PEOPLE = ("from_id", "admin_author_id", "user_id")

Json = dict[str, Any]


def raw_event(
    value: object,
    received_at: datetime,
    people: Mapping[int, Json] | None = None,
    about: str = "",
) -> Received:
    """Any JSON value that stood in the list of updates, ready to be stored.

    VK names nobody and dates few events, so what is needed to understand one later is put beside
    it under "received": the moment (Unix seconds), those of `people` whom it concerns, and the
    beginning of what a comment is `about`.
    """
    whole = value
    if isinstance(value, dict):
        known = {str(one): (people or {})[one] for one in people_in(value) if one in (people or {})}
        beside = {"at": int(received_at.timestamp()), "people": known}
        whole = value | {RECEIVED: beside | ({"about": about} if about else {})}
    raw = json.dumps(whole, sort_keys=True)
    return Received(
        event_id_of(value),
        conversation_of(value),
        raw,
        press_of(value),
        data_of(value),
        own=is_own(value),
    )


def message_event(message: Json, group_id: int) -> Json:
    """A message found in the history, in the shape in which the long poll would have brought it."""
    own = message.get("out") == 1
    body: Json = message if own else {"message": message, "client_info": {}}
    kind = "message_reply" if own else "message_new"
    return {"type": kind, "object": body, "group_id": group_id, "event_id": ""}


def edit_event(message: Json, group_id: int) -> Json:
    """A message's latest version found in the history, known by the moment of the change."""
    changed = str(changed_at(message))
    return {"type": "message_edit", "object": message, "group_id": group_id, "event_id": changed}


def changed_at(message: Json) -> int:
    """Unix seconds of the last change; 0 for what is as it was written."""
    moment = message.get("update_time")
    return moment if type(moment) is int and 0 < moment < LARGEST_ID else 0


def event_id_of(value: object) -> str:
    """What makes it the same event again; a digest where VK gives nothing."""
    event, body = _dict(value), body_of(value)
    own = event.get("event_id")
    given = own if isinstance(own, str) else ""
    kind = _PLACED.get(str(event.get("type")), "")
    peer, cmid = _id(body.get("peer_id")), _id(body.get("conversation_message_id"))
    if kind and peer and cmid:
        place = f"{kind}:{peer}:{cmid}"
        return f"{place}:{given}" if kind == "edit" else place
    if found := standing(value):
        return event_id(found, event)
    if given:
        return given
    digest = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
    return f"digest:{digest}"


def conversation_of(value: object) -> str:
    """`vk:<peer>` or `vk:<wall>` as `str(Address)` has it; `vk:?` when it belongs to neither."""
    if found := standing(value):
        return f"{CHANNEL}:{found.place}"
    body = body_of(value)
    return f"{CHANNEL}:{_id(body.get('peer_id')) or _id(body.get('user_id')) or '?'}"


def press_of(value: object) -> str:
    """`<user>:<peer>:<event>` of a pressed button, empty for everything else."""
    body = body_of(value)
    if _dict(value).get("type") != "message_event":
        return ""
    user, peer, event = _id(body.get("user_id")), _id(body.get("peer_id")), body.get("event_id")
    return f"{user}:{peer}:{event}" if user and peer and isinstance(event, str) and event else ""


def data_of(value: object) -> str:
    """What the pressed button carries, empty for everything else; text buttons carry it too."""
    payload = body_of(value).get("payload")
    if isinstance(payload, str) and len(payload) <= LONGEST_PAYLOAD:
        try:
            payload = json.loads(payload)
        except (ValueError, RecursionError):
            return ""
    data = _dict(payload).get("d")
    return data if isinstance(data, str) else ""


def is_own(value: object) -> bool:
    """The community's own message or its new version, written by no employee."""
    if _dict(value).get("type") not in ("message_new", "message_reply", "message_edit"):
        return False
    body = body_of(value)
    author = body.get("from_id")
    ours = body.get("out") == 1 or (type(author) is int and author < 0)
    return ours and not _id(body.get("admin_author_id"))


def unread_place(value: object) -> tuple[int, int] | None:
    """Dialog and number of a person's new message, to be marked as read."""
    if _dict(value).get("type") != "message_new":
        return None
    body = body_of(value)
    peer, cmid = _id(body.get("peer_id")), _id(body.get("conversation_message_id"))
    return (int(peer), int(cmid)) if peer and cmid and int(peer) < CHATS_FROM else None


def date_of(value: object) -> int:
    """Unix seconds at which a message was written; 0 for what is no message."""
    date = body_of(value).get("date")
    return date if type(date) is int and 0 < date < LARGEST_ID else 0


def people_in(value: object) -> Iterator[int]:
    """Ids of the people whose names somebody will want to read; of communities, below zero."""
    body = body_of(value)
    author = body.get("from_id")
    if type(author) is int and author < 0 and is_owner(author) and standing(value):
        yield author
    for name in _PEOPLE:
        if number := _id(body.get(name)):
            yield int(number)


def body_of(value: object) -> Json:
    """The event's object; of a new message the message itself."""
    thing = _dict(_dict(value).get("object"))
    return _dict(thing["message"]) if "message" in thing else thing


def _dict(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _id(value: object) -> str:
    return str(value) if type(value) is int and 0 < value < LARGEST_ID else ""
