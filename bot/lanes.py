"""Lanes of the outbox: what is meant for one conversation goes out one after another."""

from dataclasses import dataclass, replace

from appeals.model import Address
from appeals.ports import Topics
from handlers.channels import is_public
from handlers.conversation import ModeratorChat, Place, Priority, TopicOf

MODERATORS = "moderators"
ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Lane:
    """Where an outbox row stands in line and where it goes; the outbox's own fields."""

    name: str
    channel: str
    place: str
    chat: str = ""
    thread: str = ""
    appeal_id: int | None = None


async def lane_of(
    place: Place,
    topics: Topics,
    moderators: Address,
    priority: Priority = Priority.ACKNOWLEDGEMENT,
) -> Lane:
    """The lane of a place. An address in the moderator chat shares the lane of its topic.

    Where many ask at once answers have a lane of their own: they need not wait until everybody has
    heard that the question was received.
    """
    if isinstance(place, ModeratorChat) or place == moderators:
        return Lane(MODERATORS, moderators.channel, "moderators")
    if isinstance(place, TopicOf):
        return _topic(place.appeal_id, moderators)
    topic = await topics.at(place) if place.thread else None
    if topic is not None:
        return _topic(topic.appeal_id, moderators)
    apart = priority is Priority.ANSWER and is_public(place, moderators)
    name = f"{place}:{ANSWERS}" if apart else str(place)
    return Lane(name, place.channel, "address", place.chat, place.thread)


def beside(lane: Lane) -> Lane:
    """Another lane to the same place: what is said to many does not hold up what is said to one."""
    return replace(lane, name=f"{lane.name}|aside")


def _topic(appeal_id: int, moderators: Address) -> Lane:
    return Lane(f"topic:{appeal_id}", moderators.channel, "topic", appeal_id=appeal_id)
