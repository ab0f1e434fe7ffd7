"""Who wrote a Telegram message, and whether it concerns the product at all."""

from aiogram.types import Chat, Message, User

from bot.names import clean_name, clean_username
from bot.telegram.described import NAMELESS
from bot.telegram.ours import Ours
from handlers.conversation import Nothing, Person


def author_of(message: Message, ours: Ours) -> Person | Nothing:
    """The author; Nothing with the reason when a program wrote it.

    What is written in the name of the group, or of a channel of the authority's, is somebody's of
    the staff, and nobody knows whose. Other channels' names are those of people who write so: they
    are asked and answered like anybody, but they have no private chat.
    """
    sender, chat, user = message.sender_chat, message.chat, message.from_user
    if chat.type == "channel" or (sender and chat.type == "private" and sender.id != chat.id):
        return Nothing("written in a channel's name")
    if sender and chat.type != "private":
        return _in_name_of(sender, message, ours)
    if user is None:
        return _owner_of(chat)
    if user.is_bot:
        return Nothing("the bot's own message" if user.id == ours.bot else "another bot's message")
    return person_of(user)


def _is_ours(sender: Chat, message: Message, ours: Ours) -> bool:
    """The group itself, a known channel, or visibly the one below whose post this is written."""
    replied = message.reply_to_message
    post = replied if replied is not None and replied.is_automatic_forward else None
    above = post.sender_chat.id if post is not None and post.sender_chat else None
    return sender.id in {message.chat.id, above} or str(sender.id) in ours.chats


def _in_name_of(sender: Chat, message: Message, ours: Ours) -> Person | Nothing:
    if _is_ours(sender, message, ours):
        return Person(str(sender.id), _chat_name(sender), anonymous=True)
    if str(message.chat.id) == ours.moderators:
        return Nothing("written in a channel's name")
    return Person(str(sender.id), _chat_name(sender), clean_username(sender.username))


def person_of(user: User) -> Person:
    """A user with a name that is safe to show among other words."""
    username = clean_username(user.username)
    return Person(str(user.id), _full_name(user, username), username, is_bot=user.is_bot)


def _owner_of(chat: Chat) -> Person | Nothing:
    """In a private chat the chat is the person; elsewhere an author is missing."""
    if chat.type != "private":
        return Nothing("a message without an author")
    username = clean_username(chat.username)
    return Person(str(chat.id), _full_name(chat, username), username)


def _full_name(who: User | Chat, username: str) -> str:
    name = clean_name(" ".join(filter(None, (who.first_name, who.last_name))))
    return name or (f"@{username}" if username else NAMELESS)


def _chat_name(chat: Chat) -> str:
    return clean_name(chat.title or "") or NAMELESS
