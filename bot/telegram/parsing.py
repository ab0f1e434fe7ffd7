"""A stored update as something that happened, each validated alone."""

from datetime import UTC, datetime

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
from bot.mending import loads, mended_json
from bot.telegram.contents import content_of, is_written
from bot.telegram.people import author_of, person_of
from bot.telegram.raw import CHANNEL, KINDS
from handlers.conversation import (
    Edited,
    Incoming,
    Moved,
    Nothing,
    Person,
    Pressed,
    Reachability,
    Wrote,
)

LONGEST_WHY = 200
EARLIEST = datetime(2013, 8, 14, tzinfo=UTC)
REACHABLE = {"member": True, "kicked": False}


class Unreadable(Exception):
    """The update breaks the Bot API's own rules. The text names places and rules, no values."""


def parse(raw: str, bot_id: int) -> Incoming:
    """What a stored update means to the product. Raises Unreadable, and nothing else.

    `bot_id` tells the bot's own messages. `when` is the message's own date, for an edit the edit's.
    """
    try:
        data = mended_json(loads(raw))
        why = ""
    except (ValueError, RecursionError) as error:
        why = type(error).__name__
    if why:
        raise Unreadable(why)
    if isinstance(data, dict) and "update_id" in data and not any(kind in data for kind in KINDS):
        return Nothing("an update of another kind")
    return _incoming(_validated(data), bot_id)


def _validated(data: object) -> Update:
    """aiogram's view of it. Raises outside the handler, for its error quotes what people wrote."""
    try:
        return Update.model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
    places = (f"{'.'.join(map(str, fault['loc']))}: {fault['type']}" for fault in faults)
    raise Unreadable("; ".join(places)[:LONGEST_WHY])


def _incoming(update: Update, bot_id: int) -> Incoming:
    if update.message:
        return _message(update.message, bot_id, edited=False)
    if update.edited_message:
        return _message(update.edited_message, bot_id, edited=True)
    if update.callback_query:
        return _press(update.callback_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    return Nothing("an empty update")


def _message(message: Message, bot_id: int, edited: bool) -> Incoming:
    if message.migrate_to_chat_id:
        return Moved(_chat(message.chat), str(message.migrate_to_chat_id))
    if not is_written(message):
        return Nothing(f"a service message: {message.content_type}")
    who = author_of(message, bot_id)
    if isinstance(who, Nothing):
        return who
    return _edit(message, who) if edited else _new(message, who)


def _new(message: Message, who: Person) -> Wrote:
    return Wrote(
        at=_place(message),
        who=who,
        when=_moment(message.date),
        id=str(message.message_id),
        content=content_of(message),
        private=message.chat.type == "private",
        reply_to=_replied(message),
        album=message.media_group_id or "",
    )


def _edit(message: Message, who: Person) -> Edited | Nothing:
    if message.location and message.location.live_period:
        return Nothing("a live location moved")
    return Edited(
        at=_place(message),
        who=who,
        when=_moment(message.edit_date or message.date),
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


def _moment(when: datetime | int) -> datetime:
    """Aware UTC. Raises Unreadable for a moment before Telegram was there."""
    try:
        moment = datetime.fromtimestamp(when, UTC) if isinstance(when, int) else when
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        moment = EARLIEST
    if moment <= EARLIEST:
        raise Unreadable("date: out of range")
    return moment
