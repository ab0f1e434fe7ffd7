"""Where a call is aimed at: the chat, topic and message it names, or Telegram's refusal."""

from sandbox.channels import refusal_to_post
from sandbox.params import Params
from sandbox.refusals import bad_request, forbidden, migrated, missing
from sandbox.state import Chat, Message, Topic
from sandbox.world import World


def chat_of(world: World, params: Params, name: str = "chat_id") -> Chat:
    """Return the chat a parameter names; raises "chat not found" and the like."""
    params.demand((name,))
    raw = params.text(name).strip()
    if not raw:
        raise missing(name)
    try:
        number = int(raw)
    except ValueError:
        raise bad_request("chat not found") from None
    chat = world.chats.get(number)
    if chat is None or (chat.type == "private" and not _known(world, number)):
        raise bad_request("chat not found")
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to)
    return chat


def open_chat_of(world: World, params: Params, name: str = "chat_id") -> Chat:
    """Return a chat the bot may write to; raises 403 where people have not let it in."""
    chat = chat_of(world, params, name)
    if chat.type == "private":
        person = world.people[chat.id]
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    kind = chat.type
    if chat.bot.status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if chat.bot.status == "left":
        raise forbidden(f"bot is not a member of the {kind} chat")
    if refusal := refusal_to_post(chat):
        raise refusal
    return chat


def thread_of(world: World, params: Params, chat: Chat) -> int | None:
    """Return the topic to write to; raises "message thread not found" or TOPIC_CLOSED."""
    thread = params.integer("message_thread_id")
    if thread is None:
        return None
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed and not may_manage(world, chat, topic):
        raise bad_request("TOPIC_CLOSED")
    return thread


def may_manage(world: World, chat: Chat, topic: Topic | None = None) -> bool:
    """Tell whether the bot may manage topics here (its own one always)."""
    own = topic is not None and topic.created_by == world.bot.id
    return own or (chat.bot.status == "administrator" and chat.bot.can_manage_topics)


def message_of(params: Params, chat: Chat, refusal: str, name: str = "message_id") -> Message:
    """Return the message a parameter names; raises 400 with ``refusal`` when it is gone."""
    number = params.integer(name)
    if number is None:
        raise missing(name)
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(refusal)
    return message


def reply_of(params: Params, chat: Chat) -> Message | None:
    """Return the message this one replies to, or None; raises when it is gone and must not be."""
    reply = params.object("reply_parameters", "reply parameters")
    if not reply:
        return None
    original = chat.messages.get(Params(reply, {}).integer("message_id") or 0)
    if original is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return original


def _known(world: World, person: int) -> bool:
    """Tell whether the bot has met this person: in their own chat or in a common group."""
    return world.people[person].started or any(
        person in chat.members and chat.bot.status in {"administrator", "member"}
        for chat in world.chats.values()
    )
