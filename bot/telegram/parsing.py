"""A stored update as something that happened, each validated alone."""

from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    InaccessibleMessage,
    Message,
    Update,
)
from pydantic import ValidationError

from appeals.model import Address
from bot.received import Unreadable, json_of
from bot.telegram.contents import content_of, is_written
from bot.telegram.moments import moment
from bot.telegram.ours import Ours
from bot.telegram.people import author_of, person_of
from bot.telegram.posts import post_of
from bot.telegram.raw import CHANNEL, KINDS
from bot.telegram.spots import about_of, root_of, spot_of
from handlers.conversation import (
    Edited,
    Incoming,
    Moved,
    Nothing,
    Person,
    Posted,
    Pressed,
    Reachability,
    Wrote,
)

LONGEST_WHY = 200
REACHABLE = {"member": True, "kicked": False}

__all__ = ["Unreadable", "parse"]


def parse(raw: str, ours: Ours) -> Incoming:
    """What a stored update means to the product. Raises Unreadable, and nothing else.

    `ours` tells the bot's own messages and those in the authority's name. `when` is the message's
    own date, for an edit the edit's.
    """
    data = json_of(raw)
    if isinstance(data, dict) and "update_id" in data and not any(kind in data for kind in KINDS):
        return Nothing("an update of another kind")
    return _incoming(_validated(data), ours)


def _validated(data: object) -> Update:
    """aiogram's view of it. Raises outside the handler, for its error quotes what people wrote."""
    try:
        return Update.model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
    places = (f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in faults)
    raise Unreadable("; ".join(places)[:LONGEST_WHY])


def _incoming(update: Update, ours: Ours) -> Incoming:
    if update.message:
        return _message(update.message, ours, edited=False)
    if update.edited_message:
        return _message(update.edited_message, ours, edited=True)
    if update.callback_query:
        return _press(update.callback_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    return Nothing("an empty update")


def _message(message: Message, ours: Ours, edited: bool) -> Incoming:
    if message.migrate_to_chat_id:
        return Moved(_chat(message.chat), str(message.migrate_to_chat_id))
    if not is_written(message):
        return Nothing(f"a service message: {message.content_type}")
    if message.is_automatic_forward:
        return Posted(post_of(message))
    who = author_of(message, ours)
    if isinstance(who, Nothing):
        return who
    return _edit(message, who) if edited else _new(message, who, ours)


def _new(message: Message, who: Person, ours: Ours) -> Wrote:
    spot = spot_of(message, ours)
    return Wrote(
        at=_place(message),
        who=who,
        when=moment(message.date),
        id=str(message.message_id),
        content=content_of(message),
        private=message.chat.type == "private",
        reply_to=_replied(message),
        album=message.media_group_id or "",
        spot=spot,
        root=root_of(message) if spot.is_public else "",
        about=about_of(message) if spot.is_public else "",
    )


def _edit(message: Message, who: Person) -> Edited | Nothing:
    if message.location and message.location.live_period:
        return Nothing("a live location moved")
    return Edited(
        at=_place(message),
        who=who,
        when=moment(message.edit_date or message.date),
        id=str(message.message_id),
        content=content_of(message),
        private=message.chat.type == "private",
    )


def _press(press: CallbackQuery) -> Pressed | Nothing:
    message = press.message
    if message is None:
        return Nothing("a press outside the bot's own messages")
    if press.data is None:
        return Nothing("a press without data")
    return Pressed(
        at=_place(message),
        who=person_of(press.from_user),
        id=str(message.message_id),
        data=press.data,
        press_id=press.id,
        private=message.chat.type == "private",
    )


def _membership(change: ChatMemberUpdated) -> Reachability | Nothing:
    reachable = REACHABLE.get(change.new_chat_member.status)
    if change.chat.type != "private" or reachable is None:
        return Nothing(f"the bot is now «{change.new_chat_member.status}» in a {change.chat.type}")
    return Reachability(_chat(change.chat), person_of(change.from_user), reachable)


def _place(message: Message | InaccessibleMessage) -> Address:
    """The chat, and the thread only in a real topic: comments carry a thread id without one."""
    if not isinstance(message, Message) or not message.is_topic_message:
        return _chat(message.chat)
    return Address(CHANNEL, str(message.chat.id), str(message.message_thread_id or ""))


def _chat(chat: Chat) -> Address:
    return Address(CHANNEL, str(chat.id))


def _replied(message: Message) -> str:
    """What it answers; in a topic everything else «answers» the topic's creation, in form only."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created:
        return ""
    if message.is_topic_message and replied.message_id == message.message_thread_id:
        return ""
    return str(replied.message_id)
