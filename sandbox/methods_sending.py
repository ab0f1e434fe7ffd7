"""Bot API: sending texts, files and albums, copying."""

from typing import Any, Unpack

from sandbox import wire
from sandbox.attachments import attachment
from sandbox.markup import apply_keyboard, inline_only, markup_of
from sandbox.params import Params
from sandbox.refusals import bad_request
from sandbox.registry import Run, offer
from sandbox.state import Content, Message
from sandbox.targets import chat_of, message_of, open_chat_of, reply_of, thread_of
from sandbox.texts import caption_of, text_of
from sandbox.world import World

COMMON = (
    "message_thread_id reply_parameters reply_markup "
    "disable_notification protect_content allow_paid_broadcast"
)
CAPTION = "caption parse_mode caption_entities"
ALBUM_LEAST, ALBUM_MOST = 2, 10
ALONE = frozenset({"document", "audio"})


def _send(world: World, params: Params, **content: Unpack[Content]) -> Message:
    chat = open_chat_of(world, params)
    thread = thread_of(world, params, chat)
    original = reply_of(params, chat)
    markup = markup_of(params)
    place = Content(
        thread=original.thread if original is not None and thread is None else thread,
        reply_to=original.id if original else None,
        markup=inline_only(markup),
    )
    message = world.post(chat, world.bot.id, **(content | place))
    apply_keyboard(chat, markup)
    world.publish(message)
    return message


@offer(
    "sendMessage",
    required="chat_id text",
    optional=f"parse_mode entities link_preview_options {COMMON}",
)
def send_message(world: World, params: Params) -> object:
    """Send a text."""
    open_chat_of(world, params)
    text, entities = text_of(params)
    return wire.message(world, _send(world, params, text=text, entities=entities))


def _sender(kind: str) -> Run:
    def send(world: World, params: Params) -> object:
        _check_target(world, params)
        text, entities = caption_of(params)
        media = attachment(world, params, kind)
        sent = _send(world, params, text=text, entities=entities, media=media)
        return wire.message(world, sent)

    return send


def _check_target(world: World, params: Params) -> None:
    """Refuse before a file is stored, so that a refused call leaves nothing behind."""
    chat = open_chat_of(world, params)
    thread_of(world, params, chat)
    reply_of(params, chat)
    markup_of(params)


for _method, _kind, _more in (
    ("sendPhoto", "photo", f"{CAPTION} show_caption_above_media has_spoiler"),
    ("sendDocument", "document", f"{CAPTION} thumbnail disable_content_type_detection"),
    ("sendVideo", "video", f"{CAPTION} duration width height thumbnail supports_streaming"),
    ("sendAnimation", "animation", f"{CAPTION} duration width height thumbnail"),
    ("sendAudio", "audio", f"{CAPTION} duration performer title thumbnail"),
    ("sendVoice", "voice", f"{CAPTION} duration"),
    ("sendVideoNote", "video_note", "duration length thumbnail"),
    ("sendSticker", "sticker", "emoji"),
):
    offer(_method, required=f"chat_id {_kind}", optional=f"{_more} {COMMON}")(_sender(_kind))


@offer(
    "sendMediaGroup",
    required="chat_id media",
    optional=COMMON.replace("reply_markup ", ""),
)
def send_media_group(world: World, params: Params) -> object:
    """Send an album of 2 to 10 files: all of it or nothing."""
    _check_target(world, params)
    items = _album(params)
    captions = [caption_of(Params(item, {})) for item in items]
    media = [attachment(world, params, item["type"], str(item.get("media"))) for item in items]
    album = world.next_album_id()
    return [
        wire.message(
            world, _send(world, params, album=album, media=one, text=text, entities=entities)
        )
        for one, (text, entities) in zip(media, captions, strict=True)
    ]


def _album(params: Params) -> list[dict[str, Any]]:
    items = params.objects("media", "media")
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > ALBUM_MOST:
        raise bad_request("too many messages to send as an album")
    if len(items) < ALBUM_LEAST:
        raise bad_request("too few messages to send as an album")
    kinds = {str(item.get("type")) for item in items}
    if not kinds <= {"photo", "video", "document", "audio"}:
        raise bad_request("can't parse InputMedia: invalid type")
    if len(kinds) > 1 and (mixed := kinds & ALONE):
        raise bad_request(f"{min(mixed)} can't be mixed with other media types")
    return items


@offer(
    "copyMessage",
    required="chat_id from_chat_id message_id",
    optional=f"{CAPTION} {COMMON}",
)
def copy_message(world: World, params: Params) -> object:
    """Copy a message; a given caption replaces the original's one."""
    _check_target(world, params)
    source = message_of(params, chat_of(world, params, "from_chat_id"), "message to copy not found")
    if source.service is not None:
        raise bad_request("message can't be copied")
    text, entities = source.text, source.entities
    if source.media is not None and "caption" in params:
        text, entities = caption_of(params)
    copied = Content(text=text, entities=entities, media=source.media, contact=source.contact)
    return {"message_id": _send(world, params, **copied).id}


@offer("sendChatAction", required="chat_id action", optional="message_thread_id")
def send_chat_action(world: World, params: Params) -> object:
    """Show "typing…"; nothing stays of it."""
    chat = open_chat_of(world, params)
    thread_of(world, params, chat)
    actions = {"typing", "choose_sticker", "find_location"}
    uploads = {"photo", "video", "voice", "document", "video_note"}
    known = actions | {f"{do}_{what}" for do in ("upload", "record") for what in uploads}
    if params.text("action") not in known:
        raise bad_request("wrong parameter action in request")
    return True
