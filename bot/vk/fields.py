"""Single fields of an event, each validated alone."""

from datetime import UTC, datetime
from typing import Any

from bot.names import clean_name, clean_username
from bot.received import Unreadable
from bot.vk.described import NAMELESS
from bot.vk.raw import RECEIVED
from handlers.conversation import Person

LARGEST_ID = 2**63
EARLIEST = datetime(2006, 10, 10, tzinfo=UTC)

Json = dict[str, Any]


def number_of(body: Json, name: str, least: int = 1) -> int:
    """A whole number that must be there. Raises Unreadable."""
    number = body.get(name)
    if type(number) is not int or not least <= number < LARGEST_ID:
        raise Unreadable(f"{name}: no number" if name in body else f"{name}: missing")
    return number


def moment_of(seconds: object, name: str) -> datetime:
    """Aware UTC. Raises Unreadable for a moment before VK was there."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC) if type(seconds) is int else EARLIEST
    except (ValueError, OverflowError, OSError):
        moment = EARLIEST
    if moment <= EARLIEST:
        raise Unreadable(f"{name}: out of range")
    return moment


def received_at(event: Json) -> datetime:
    """When it came, for events that VK dates with nothing. Raises Unreadable."""
    return moment_of(received(event).get("at"), RECEIVED)


def received(event: Json) -> Json:
    """What was put beside the event when it came."""
    beside = event.get(RECEIVED)
    return beside if isinstance(beside, dict) else {}


def person_of(event: Json, number: int) -> Person:
    """The person (or, below zero, the community), by the name VK knew when the event came."""
    people = received(event).get("people")
    known = people.get(str(number)) if isinstance(people, dict) else None
    about = known if isinstance(known, dict) else {}
    name, username = about.get("name"), about.get("username")
    shown = clean_name(name) if isinstance(name, str) else ""
    handle = clean_username(username) if isinstance(username, str) else ""
    return Person(str(number), shown or NAMELESS, handle)
