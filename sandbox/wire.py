"""How Telegram writes the world down: users, chats and messages as Bot API objects."""

from typing import TYPE_CHECKING, Any

from sandbox.files import SMALL, StoredFile
from sandbox.state import ANONYMOUS_BOT, CHANNEL_BOT, TELEGRAM, Chat, Media, Message, Person
from sandbox.text_rules import with_found

if TYPE_CHECKING:
    from sandbox.core import Core

Wire = dict[str, Any]
_STAND_INS: dict[int, Wire] = {
    ANONYMOUS_BOT: {
        "id": ANONYMOUS_BOT,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    },
    CHANNEL_BOT: {
        "id": CHANNEL_BOT,
        "is_bot": True,
        "first_name": "Channel",
        "username": "Channel_Bot",
    },
    TELEGRAM: {"id": TELEGRAM, "is_bot": False, "first_name": "Telegram"},
}
_FRAME = {"width": 1280, "height": 720, "duration": 3}
_MORE: dict[str, Wire] = {
    "video": _FRAME,
    "animation": _FRAME,
    "audio": {"duration": 3},
    "voice": {"duration": 3},
    "video_note": {"length": 240, "duration": 3},
}


def person(one: Person) -> Wire:
    """Return a User."""
    first, _, last = one.name.partition(" ")
    user: Wire = {"id": one.id, "is_bot": False, "first_name": first}
    if last:
        user["last_name"] = last
    if one.username:
        user["username"] = one.username
    return {**user, "language_code": "ru"}


def bot(core: "Core") -> Wire:
    """Return the bot as a User."""
    one = core.bot
    return {"id": one.id, "is_bot": True, "first_name": one.name, "username": one.username}


def user(core: "Core", number: int) -> Wire:
    """Return the User of this id: the bot, one that Telegram puts in its place, or a person."""
    if number == core.bot.id:
        return bot(core)
    return _STAND_INS.get(number) or person(core.people[number])


def chat(core: "Core", one: Chat) -> Wire:
    """Return a Chat."""
    if one.type == "private":
        known = person(core.people[one.id])
        names = ("first_name", "last_name", "username")
        return {"id": one.id, "type": "private"} | {
            name: known[name] for name in names if name in known
        }
    result: Wire = {"id": one.id, "type": one.type, "title": one.title}
    if one.username:
        result["username"] = one.username
    return {**result, "is_forum": True} if one.is_forum else result


def message(core: "Core", one: Message, *, with_reply: bool = True) -> Wire:
    """Return a Message; the message it replies to comes along one level deep."""
    home = core.chats[one.chat]
    result: Wire = {"message_id": one.id, **_sender(core, home, one)}
    result |= {"chat": chat(core, home), "date": one.date}
    if one.thread is not None:
        result |= {"message_thread_id": one.thread, "is_topic_message": True}
    elif one.branch is not None:
        result["message_thread_id"] = one.branch
    if one.forward is not None:
        result |= _brought_here(core, one.forward)
    if one.edited is not None:
        result["edit_date"] = one.edited
    if with_reply and (original := _original(home, one)) is not None:
        result["reply_to_message"] = message(core, original, with_reply=False)
    if one.album:
        result["media_group_id"] = one.album
    if one.markup:
        result["reply_markup"] = one.markup
    return result | _content(core, one) | (one.service or {})


def _sender(core: "Core", home: Chat, one: Message) -> Wire:
    """Return who wrote it, or the stand-in and in which chat's name; a post has no person."""
    if home.type == "channel":
        return {"sender_chat": chat(core, home)}
    if one.anonymous:
        return {"from": user(core, ANONYMOUS_BOT), "sender_chat": chat(core, home)}
    if one.sender_chat is None:
        return {"from": user(core, one.sender)}
    stand_in = one.sender if one.sender == TELEGRAM else CHANNEL_BOT
    return {"from": user(core, stand_in), "sender_chat": chat(core, core.chats[one.sender_chat])}


def _brought_here(core: "Core", forward: Wire) -> Wire:
    """Return what tells that Telegram itself has brought a channel's post."""
    channel = core.chats[forward["chat"]]
    origin = {
        "type": "channel",
        "chat": chat(core, channel),
        "message_id": forward["message"],
        "date": forward["date"],
    }
    return {"forward_origin": origin, "is_automatic_forward": True}


def _original(home: Chat, one: Message) -> Message | None:
    if one.reply_to is not None:
        return home.messages.get(one.reply_to)
    if one.thread is not None and one.thread != one.id:
        return home.messages.get(one.thread)
    return None


def _content(core: "Core", one: Message) -> Wire:
    result: Wire = {}
    name = "caption" if one.media else "text"
    if one.text is not None:
        result[name] = one.text
        if entities := with_found(one.text, one.entities):
            result["caption_entities" if one.media else "entities"] = entities
    if one.media:
        result |= media(core, one.media)
    if one.contact:
        result["contact"] = one.contact
    return result


def media(core: "Core", one: Media) -> Wire:
    """Return the field of a Message that carries this file; none when it is no longer known."""
    stored = core.files.get(one.file_id)
    if stored is None:
        return {}
    base: Wire = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
    }
    if one.kind == "photo":
        return {"photo": _photo_sizes(stored)}
    if one.kind == "sticker":
        return {"sticker": base | _sticker(one)}
    if one.kind != "video_note":
        base["mime_type"] = stored.mime
    if one.kind not in {"voice", "video_note"}:
        base["file_name"] = stored.name
    result = {one.kind: base | _MORE.get(one.kind, {})}
    return result | {"document": base} if one.kind == "animation" else result


def _photo_sizes(stored: StoredFile) -> list[Wire]:
    small: Wire = {
        "file_id": stored.file_id + SMALL,
        "file_unique_id": stored.unique_id + SMALL,
        "file_size": max(stored.size // 10, 1),
    }
    large: Wire = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
    }
    return [small | {"width": 90, "height": 60}, large | {"width": 1280, "height": 853}]


def _sticker(one: Media) -> Wire:
    return {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": one.emoji or "👍",
    }
