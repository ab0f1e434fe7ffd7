"""The world as the page sees it."""

from typing import Any

from sandbox.core import NotPossibleError
from sandbox.state import TELEGRAM, Chat, Message, Person, Topic
from sandbox.text_rules import with_found
from sandbox.world import World

Json = dict[str, Any]
LOST_FILE = "файл не сохранился"


def world_view(world: World) -> Json:
    """Return the bot, the people, the chats, the time, how many updates wait for the bot."""
    return {
        "bot": {"id": world.bot.id, "username": world.bot.username, "name": world.bot.name},
        "people": [_person(one) for one in world.people.values()],
        "chats": [_chat(world, one) for one in world.chats.values() if one.migrated_to is None],
        "now": world.now().isoformat(),
        "moderator_chat": world.moderator_chat.id,
        "waiting": len(world.updates.waiting),
    }


def chat_view(world: World, chat: int, thread: int | None) -> Json:
    """Return a chat's messages, oldest first, and the keyboard under its input field."""
    home = world.chat(chat)
    if thread is not None and thread not in home.topics:
        raise NotPossibleError("такой темы нет")
    shown = world.messages(chat, thread)
    return {"messages": [message_view(world, one) for one in shown], "keyboard": home.keyboard}


def message_view(world: World, one: Message) -> Json:
    """Return one message."""
    text = one.text or ""
    return {
        "id": one.id,
        "chat": one.chat,
        "thread": one.thread,
        "branch": one.branch,
        "from": _sender(world, one.sender),
        "as": _name_of(world, one),
        "forward": one.forward,
        "anonymous": one.anonymous,
        "date": one.date,
        "edited": one.edited,
        "text": None if one.media else one.text,
        "caption": one.text if one.media else None,
        "entities": with_found(text, one.entities),
        "media": _media(world, one),
        "contact": one.contact,
        "album": one.album,
        "reply_to": _reply(world, one),
        "buttons": [[_button(one) for one in row] for row in _rows(one)],
        "reactions": one.reactions,
        "service": one.service,
    }


def _rows(one: Message) -> list[list[Json]]:
    rows: list[list[Json]] = (one.markup or {}).get("inline_keyboard", [])
    return rows


def _button(raw: Json) -> Json:
    return {"text": raw["text"], "data": raw.get("callback_data"), "url": raw.get("url")}


def _person(one: Person) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "username": one.username,
        "role": one.role,
        "position": one.position,
        "started": one.started,
        "blocked": one.blocked,
    }


def _chat(world: World, one: Chat) -> Json:
    title = one.title or world.people[one.id].name
    return {
        "id": one.id,
        "type": one.type,
        "title": title,
        "is_forum": one.is_forum,
        "username": one.username,
        "linked": one.linked,
        "is_open": one.is_open,
        "members": list(one.members),
        "admins": [person for person, status in one.members.items() if status != "member"],
        "topics": _topics(one),
    }


def _topics(chat: Chat) -> list[Json]:
    """The last message and the count come along, so that a page opened anew can sort them."""
    within: dict[int | None, list[Message]] = {}
    for message in chat.messages.values():
        within.setdefault(message.thread, []).append(message)
    return [_topic(one, within.get(one.id, [])) for one in chat.topics.values()]


def _topic(one: Topic, messages: list[Message]) -> Json:
    last = messages[-1] if messages else None
    return {
        "id": one.id,
        "name": one.name,
        "closed": one.closed,
        "messages": len(messages),
        "last_message": last.id if last else None,
        "last_date": last.date if last else None,
    }


def _sender(world: World, number: int) -> Json:
    if number == world.bot.id:
        return {"id": number, "name": world.bot.name, "is_bot": True}
    if number == TELEGRAM:
        return {"id": number, "name": "Telegram", "is_bot": False}
    return {"id": number, "name": world.people[number].name, "is_bot": False}


def _name_of(world: World, one: Message) -> Json | None:
    """In whose name it stands there, when that is a chat's."""
    home = world.chats[one.chat]
    number = home.id if one.anonymous or home.type == "channel" else one.sender_chat
    return None if number is None else {"id": number, "name": world.chats[number].title}


def _media(world: World, one: Message) -> Json | None:
    if one.media is None:
        return None
    stored = world.files.get(one.media.file_id)
    return {
        "kind": one.media.kind,
        "name": stored.name if stored else LOST_FILE,
        "file_id": one.media.file_id,
        "size": stored.size if stored else 0,
        "mime": stored.mime if stored else "",
        "emoji": one.media.emoji,
        "url": f"/api/files/{one.media.file_id}",
    }


def _reply(world: World, one: Message) -> Json | None:
    if one.reply_to is None:
        return None
    original = world.chats[one.chat].messages.get(one.reply_to)
    excerpt = world.excerpt(original) if original else ""
    return {"id": one.reply_to, "excerpt": excerpt}
