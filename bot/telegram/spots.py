"""In front of whom a message stands: a group, a channel's comments, a mention of the bot."""

from aiogram.enums import MessageEntityType
from aiogram.types import Message, MessageEntity

from appeals.model import IN_PRIVATE, Scene, Spot
from bot.telegram.links import comment_link, message_link
from bot.telegram.ours import Ours
from bot.telegram.posts import beginning, post_link
from bot.telegram.utf16 import Ruler


def spot_of(message: Message, ours: Ours) -> Spot:
    """Who reads along, as far as the message itself tells.

    What answers another comment does not show the post above it: then the scene is the group, and
    the root tells the rest. Nobody reads along in private and among the moderators.
    """
    if message.chat.type == "private" or str(message.chat.id) == ours.moderators:
        return IN_PRIVATE
    if (post := _post_above(message)) is not None:
        return Spot(Scene.COMMENT, comment_link(post_link(post), message.message_id))
    return Spot(Scene.MENTION if _names_us(message, ours) else Scene.GROUP, _link(message))


def root_of(message: Message) -> str:
    """The message with which a public discussion began; empty in a topic and where none is."""
    if message.is_topic_message:
        return ""
    if (post := _post_above(message)) is not None:
        return str(post.message_id)
    thread = message.message_thread_id
    return str(thread) if thread and thread != message.message_id else ""


def about_of(message: Message) -> str:
    """The beginning of what is answered: a post, another person's message; else empty."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created:
        return ""
    return beginning(replied)


def _post_above(message: Message) -> Message | None:
    replied = message.reply_to_message
    return replied if replied is not None and replied.is_automatic_forward else None


def _link(message: Message) -> str:
    chat, thread = message.chat, message.message_thread_id
    return message_link(chat.id, chat.username, message.message_id, thread)


def _names_us(message: Message, ours: Ours) -> bool:
    text = message.text or message.caption or ""
    entities = message.entities if message.text else message.caption_entities
    ruler = Ruler(text)
    return any(_is_us(entity, text, ruler, ours) for entity in entities or ())


def _is_us(entity: MessageEntity, text: str, ruler: Ruler, ours: Ours) -> bool:
    if entity.type == MessageEntityType.TEXT_MENTION:
        return entity.user is not None and entity.user.id == ours.bot
    start = ruler.characters(entity.offset)
    end = ruler.characters(entity.offset + entity.length)
    return entity.type == MessageEntityType.MENTION and ours.is_named(text[start:end])
