"""A channel's post as its discussion group shows it, and what it links to."""

from aiogram.types import Message, MessageOriginChannel

from appeals.model import Address, Post
from bot.telegram.described import described
from bot.telegram.links import message_link
from bot.telegram.moments import moment
from bot.telegram.raw import CHANNEL

LONGEST_EXCERPT = 200


def post_of(message: Message) -> Post:
    """The post whose automatic forward this is; people comment on it by answering the forward."""
    origin = message.forward_origin
    dated = origin.date if isinstance(origin, MessageOriginChannel) else message.date
    return Post(
        at=Address(CHANNEL, str(message.chat.id)),
        root=str(message.message_id),
        source=_source(message),
        link=post_link(message),
        excerpt=beginning(message),
        published_at=moment(dated),
    )


def post_link(message: Message) -> str:
    """Where the post stands in its channel; its forward in the group when nobody says."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        return message_link(origin.chat.id, origin.chat.username, origin.message_id)
    return message_link(message.chat.id, message.chat.username, message.message_id)


def beginning(message: Message) -> str:
    """The first words of a message in one line; what it is when it has none."""
    words = " ".join((message.text or message.caption or described(message)).split())
    return words if len(words) <= LONGEST_EXCERPT else f"{words[: LONGEST_EXCERPT - 1]}…"


def _source(message: Message) -> str:
    """The channel; it forwards in its own name."""
    return str(message.sender_chat.id) if message.sender_chat else ""
