"""What storage tests start from."""

from datetime import UTC, datetime, timedelta
from typing import Any

from appeals.model import (
    SYSTEM,
    Address,
    Appeal,
    Change,
    Event,
    Fate,
    Message,
    MessageRef,
    Side,
    State,
    What,
)
from appeals.words import Content
from storage.outbox import Order
from storage.store import Unit

NOW = datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=UTC)
CHAT = Address("telegram", "501")


async def put_event(unit: Unit, event_id: str, conversation: str = "", raw: str = "{}") -> bool:
    """An event received NOW; by default in a conversation of its own."""
    return await unit.inbox.put("telegram", event_id, conversation or event_id, raw, NOW)


async def a_client(unit: Unit, external_id: str = "501") -> int:
    """The id of a client met in Telegram."""
    return (await unit.clients.met("telegram", external_id, "Анна", "anna")).id


async def an_appeal(unit: Unit, **changes: object) -> Appeal:
    """A stored new appeal; `changes` are its fields."""
    fields: dict[str, Any] = {
        "id": 0,
        "number": changes.get("number") or await unit.appeals.next_number(2026),
        "kind": "consultation",
        "place": CHAT,
        "client_id": changes.get("client_id") or await a_client(unit),
        "state": State.NEW,
        "subject": "Вопрос о квоте",
        "published_at": NOW,
        "registered_at": NOW,
        "due_at": NOW + timedelta(hours=24),
        "question": MessageRef(CHAT, "17"),
    }
    event = Event(What.REGISTERED, NOW, SYSTEM)
    return await unit.appeals.add(Change(Appeal(**(fields | changes)), (event,)))


async def a_message(unit: Unit, external_id: str, text: str, **changes: object) -> Message:
    """A stored message of a client."""
    fields: dict[str, Any] = {
        "appeal_id": None,
        "side": Side.CLIENT,
        "author": "",
        "ref": MessageRef(CHAT, external_id),
        "content": Content(text),
        "at": NOW,
        "fate": Fate.KEPT,
    }
    return await unit.messages.add(**(fields | changes))


def an_order(lane: str = "telegram:501", **changes: object) -> Order:
    """Something to say, due NOW."""
    fields: dict[str, Any] = {
        "lane": lane,
        "channel": "telegram",
        "job": "say",
        "payload": {"text": "Здравствуйте"},
        "priority": 1,
        "not_before": NOW,
        "place": "address",
        "chat": "501",
    }
    return Order(**(fields | changes))
