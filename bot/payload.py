"""What an outbox row carries: a rendered message and whose copy it is, as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from appeals.model import Address, MessageRef
from appeals.words import Content
from handlers.conversation import Rendered
from storage.codec import content_from_json, content_to_json

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a `Say`.

    `owners` are the stored messages whose copies the platform's messages are, one for each file (or
    one for the text); `ends` those owners of whom nothing more follows; `goes_on`: an earlier row
    carries the beginning.
    """

    message: Rendered
    owners: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    goes_on: bool = False


def part_payload(part: Part) -> Payload:
    """For the outbox."""
    return {
        "message": message_payload(part.message),
        "owners": list(part.owners),
        "ends": list(part.ends),
        "goes_on": part.goes_on,
    }


def read_part(payload: Mapping[str, Any]) -> Part:
    """From the outbox."""
    return Part(
        read_message(payload["message"]),
        tuple(payload["owners"]),
        tuple(payload["ends"]),
        bool(payload["goes_on"]),
    )


def shared(
    messages: Sequence[Content], owners: Sequence[int], text_owner: int | None
) -> list[Part]:
    """Split messages with those whose copies they are: `owners` has one id for each file."""
    if text_owner is None:
        return [Part(Rendered(message)) for message in messages]
    files = iter(owners)
    own = [
        tuple(islice(files, len(message.attachments))) if message.attachments else (text_owner,)
        for message in messages
    ]
    parts = []
    for number, (message, here) in enumerate(zip(messages, own, strict=True)):
        later = {owner for rest in own[number + 1 :] for owner in rest}
        ends = tuple(owner for owner in dict.fromkeys(here) if owner not in later)
        parts.append(Part(Rendered(message), here, ends, goes_on=number > 0))
    return parts


def message_payload(message: Rendered) -> Payload:
    """A rendered message as plain lists, strings and numbers."""
    return {
        "content": content_to_json(message.content),
        "buttons": [[list(button) for button in row] for row in message.buttons],
        "menu": message.menu,
        "reply_to": message.reply_to,
    }


def read_message(payload: Mapping[str, Any]) -> Rendered:
    """The message again."""
    return Rendered(
        content_from_json(payload["content"]),
        tuple(tuple((text, data, url) for text, data, url in row) for row in payload["buttons"]),
        payload["menu"],
        payload["reply_to"],
    )


def ref_payload(ref: MessageRef) -> Payload:
    """A message's place; the chat as it was named when this was written."""
    return {"channel": ref.at.channel, "chat": ref.at.chat, "thread": ref.at.thread, "id": ref.id}


def read_ref(payload: Mapping[str, str]) -> MessageRef:
    """The place again."""
    at = Address(payload["channel"], payload["chat"], payload["thread"])
    return MessageRef(at, payload["id"])
