"""Who wrote a Telegram message, and whether it concerns the product at all."""

from aiogram.types import Chat, Message, User

from bot.names import clean_name, clean_username
from bot.telegram.described import NAMELESS
from handlers.conversation import Nothing, Person


def author_of(message: Message, bot_id: int) -> Person | Nothing:
    """The author; Nothing with the reason when a program or a channel wrote it."""
    sender, chat, user = message.sender_chat, message.chat, message.from_user
    if message.is_automatic_forward:
        return Nothing("a channel's post in its discussion group")
    if chat.type == "channel" or (sender and sender.id != chat.id):
        return Nothing("written in a channel's name")
    if sender and chat.type != "private":
        return Person(str(sender.id), _chat_name(sender), anonymous=True)
    if user is None:
        return _owner_of(chat)
    if user.is_bot:
        return Nothing("the bot's own message" if user.id == bot_id else "another bot's message")
    return person_of(user)


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
