"""Bot API: the bot itself, chats, members, forum topics."""

from typing import Any

from sandbox import wire
from sandbox.groups import administrator_rights, bot_member
from sandbox.params import Params
from sandbox.refusals import bad_request, missing, webhook_active
from sandbox.registry import offer
from sandbox.state import TOPIC_COLOR, BotRights, Chat, Topic
from sandbox.targets import chat_of, may_manage, open_chat_of
from sandbox.text_rules import is_empty
from sandbox.world import World

TOPIC_NAME_LIMIT = 128
ICON_COLORS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})
COMMAND_LIMIT = 100


@offer("getMe")
def get_me(world: World, _params: Params) -> object:
    """Return the bot, with its privacy mode."""
    return wire.bot(world) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.settings.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@offer("getUpdates", optional="offset limit timeout allowed_updates")
async def get_updates(world: World, params: Params) -> object:
    """Return what is not confirmed, waiting for it if asked to."""
    if world.settings.webhook:
        raise webhook_active()
    allowed = params.parsed("allowed_updates", "allowed updates")
    if isinstance(allowed, list):
        world.updates.allowed = [str(kind) for kind in allowed]
    limit = min(max(params.integer("limit") or 100, 1), 100)
    seconds = params.number("timeout", 0)
    return await world.updates.poll(params.integer("offset") or 0, limit, seconds)


@offer("deleteWebhook", optional="drop_pending_updates")
def delete_webhook(world: World, params: Params) -> object:
    """Take the webhook away; pending updates are dropped only if that was asked for."""
    world.settings.webhook = ""
    if params.flag("drop_pending_updates"):
        world.updates.waiting.clear()
    return True


@offer("getWebhookInfo")
def get_webhook_info(world: World, _params: Params) -> object:
    """Return who gets the updates instead of a poller; the address is empty when nobody does."""
    return {
        "url": world.settings.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending()),
    }


@offer("setMyCommands", required="commands", optional="scope language_code")
def set_my_commands(world: World, params: Params) -> object:
    """Remember the list of commands."""
    commands = params.objects("commands", "commands")
    if len(commands) > COMMAND_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        name = str(one.get("command", ""))
        if not name.isascii() or not name.replace("_", "a").isalnum() or name != name.lower():
            raise bad_request("BOT_COMMAND_INVALID")
        if not 0 < len(str(one.get("description", ""))) <= 256:  # noqa: PLR2004 - documented limit
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands = commands
    return True


@offer("getChat", required="chat_id")
def get_chat(world: World, params: Params) -> object:
    """Return all about a chat."""
    chat = chat_of(world, params)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    full = wire.chat(world, chat) | {
        "accent_color_id": 2,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), False),
    }
    if chat.username:
        full["active_usernames"] = [chat.username]
    if chat.linked is not None:
        full["linked_chat_id"] = chat.linked
    return full if chat.reactions else {**full, "available_reactions": []}


@offer("getChatMember", required="chat_id user_id")
def get_chat_member(world: World, params: Params) -> object:
    """Return what somebody is in a chat; "left" for a stranger the bot has met."""
    chat = open_chat_of(world, params)
    user = params.integer("user_id")
    if user is None:
        raise missing("user_id")
    if user == world.bot.id:
        return bot_member(world, chat.bot)
    if user not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return _member(world, chat, user)


@offer("getChatAdministrators", required="chat_id")
def get_chat_administrators(world: World, params: Params) -> object:
    """Return the administrators of a group, the bot included if it is one."""
    chat = open_chat_of(world, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    own = [bot_member(world, chat.bot)] if chat.bot.status == "administrator" else []
    people = [user for user, status in chat.members.items() if status != "member"]
    return [_member(world, chat, user) for user in people] + own


def _member(world: World, chat: Chat, user: int) -> dict[str, Any]:
    status = chat.members.get(user, "member" if chat.id == user else "left")
    base: dict[str, Any] = {"status": status, "user": wire.user(world, user)}
    if status == "creator":
        return {**base, "is_anonymous": False}
    return base | administrator_rights(BotRights()) if status == "administrator" else base


def _forum(world: World, params: Params) -> Chat:
    chat = open_chat_of(world, params)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    return chat


def _managed_forum(world: World, params: Params, refusal: str) -> Chat:
    chat = _forum(world, params)
    if not may_manage(world, chat):
        raise bad_request(refusal)
    return chat


def _managed_topic(world: World, params: Params) -> tuple[Chat, Topic]:
    chat = _managed_forum(world, params, "not enough rights to edit the topic")
    return chat, _topic(params, chat)


def _topic(params: Params, chat: Chat) -> Topic:
    number = params.integer("message_thread_id")
    if number is None:
        raise missing("message_thread_id")
    topic = chat.topics.get(number)
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _name(params: Params) -> str:
    name = params.text("name").strip()
    if is_empty(name):
        raise missing("name")
    if len(name) > TOPIC_NAME_LIMIT:
        raise bad_request("TOPIC_TITLE_TOO_LONG")
    return name


@offer("createForumTopic", required="chat_id name", optional="icon_color icon_custom_emoji_id")
def create_forum_topic(world: World, params: Params) -> object:
    """Create a topic; its id is that of its service message."""
    chat = _managed_forum(world, params, "not enough rights to create a topic")
    color = params.integer("icon_color") or TOPIC_COLOR
    if color not in ICON_COLORS:
        raise bad_request("TOPIC_ICON_COLOR_INVALID")
    topic = world.create_topic(chat, world.bot.id, _name(params), color)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


@offer(
    "editForumTopic",
    required="chat_id message_thread_id",
    optional="name icon_custom_emoji_id",
)
def edit_forum_topic(world: World, params: Params) -> object:
    """Rename a topic."""
    chat, topic = _managed_topic(world, params)
    name = _name(params) if "name" in params else topic.name
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    world.service_message(chat, world.bot.id, {"forum_topic_edited": {"name": name}}, topic.id)
    world.announce("topic", chat.id, topic.id, topic.id)
    return True


def _set_closed(world: World, params: Params, *, closed: bool) -> bool:
    chat, topic = _managed_topic(world, params)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    kind = "forum_topic_closed" if closed else "forum_topic_reopened"
    world.service_message(chat, world.bot.id, {kind: {}}, topic.id)
    world.announce("topic", chat.id, topic.id, topic.id)
    return True


@offer("closeForumTopic", required="chat_id message_thread_id")
def close_forum_topic(world: World, params: Params) -> object:
    """Close a topic."""
    return _set_closed(world, params, closed=True)


@offer("reopenForumTopic", required="chat_id message_thread_id")
def reopen_forum_topic(world: World, params: Params) -> object:
    """Reopen a topic."""
    return _set_closed(world, params, closed=False)


@offer("deleteForumTopic", required="chat_id message_thread_id")
def delete_forum_topic(world: World, params: Params) -> object:
    """Delete a topic with all its messages; needs the right to delete messages."""
    chat = _forum(world, params)
    if chat.bot.status != "administrator" or not chat.bot.can_delete_messages:
        raise bad_request("not enough rights to delete the topic")
    world.deletes_topic(chat.id, _topic(params, chat).id)
    return True
