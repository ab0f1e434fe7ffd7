"""One update as it came, with just enough read from it to store it in the right order.

Nothing is validated here: whatever came is stored first and understood later.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from bot.received import Received

CHANNEL = "telegram"
LARGEST_UPDATE_ID = 2**31 - 2
LARGEST_ID = 2**63
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")


def raw_update(value: object) -> Received:
    """Any JSON value that stood in the list of updates, ready to be stored."""
    raw = json.dumps(value, sort_keys=True)
    number = update_id_of(value)
    event_id = f"digest:{hashlib.sha256(raw.encode()).hexdigest()}" if number is None else number
    return Received(
        str(event_id),
        conversation_of(value),
        raw,
        press_of(value),
        data_of(value),
        quoted_in(value),
    )


def update_id_of(value: object) -> int | None:
    """The update's number, or None when it has none that an offset could move past."""
    number = _dict(value).get("update_id")
    if type(number) is not int or not 0 < number <= LARGEST_UPDATE_ID:
        return None
    return number


def next_offset(batch: Sequence[object]) -> str | None:
    """What to ask for once this batch is stored; None when nothing in it has a number.

    The batch alone decides, not the offset before: after a quiet week Telegram begins its numbers
    anew, possibly lower.
    """
    numbers = [number for number in map(update_id_of, batch) if number is not None]
    return str(max(numbers) + 1) if numbers else None


def conversation_of(value: object) -> str:
    """`telegram:<chat>[:<thread>]` as `str(Address)` has it; `telegram:?` when there is no chat."""
    update = _dict(value)
    body = next((_dict(update[kind]) for kind in KINDS if kind in update), {})
    if "callback_query" in update:
        body = _dict(body.get("message"))
    chat = _id(_dict(body.get("chat")).get("id"))
    thread = _id(body.get("message_thread_id")) if body.get("is_topic_message") is True else ""
    return ":".join(filter(None, (CHANNEL, chat or "?", thread)))


def press_of(value: object) -> str:
    """The id of a pressed button's query, empty for everything else."""
    press = _dict(_dict(value).get("callback_query")).get("id")
    return press if isinstance(press, str) else ""


def data_of(value: object) -> str:
    """What the pressed button carries, empty for everything else."""
    data = _dict(_dict(value).get("callback_query")).get("data")
    return data if isinstance(data, str) else ""


def quoted_in(value: object) -> str:
    """The text of the bot's message that a message, or its new version, replies to."""
    update = _dict(value)
    body = _dict(update.get("message") or update.get("edited_message"))
    replied = _dict(body.get("reply_to_message"))
    text = replied.get("text") if _dict(replied.get("from")).get("is_bot") is True else ""
    return text if isinstance(text, str) else ""


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _id(value: object) -> str:
    return str(value) if type(value) is int and 0 < abs(value) < LARGEST_ID else ""
