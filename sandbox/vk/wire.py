"""VK's own JSON: messages, conversations, users, files as the API and its events show them."""

from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sandbox.vk.state import Attachment, Dialog, Message, User

if TYPE_CHECKING:
    from sandbox.vk.core import VkCore

Json = dict[str, Any]
CLIENT_INFO: Json = {
    "button_actions": [
        "text",
        "vkpay",
        "open_app",
        "location",
        "open_link",
        "open_photo",
        "callback",
        "intent_subscribe",
        "intent_unsubscribe",
    ],
    "keyboard": True,
    "inline_keyboard": True,
    "carousel": True,
    "lang_id": 0,
}
PHOTO_ALBUM = -64
_DOC_TYPES = {
    "text/": 1,
    "application/zip": 2,
    "image/gif": 3,
    "image/": 4,
    "audio/": 5,
    "video/": 6,
}
OTHER_DOC = 8


def new_message(vk: "VkCore", one: Message) -> Json:
    """Return the object of a message_new event."""
    return {"message": message(vk, one), "client_info": CLIENT_INFO}


def message(vk: "VkCore", one: Message) -> Json:
    """Return a message."""
    body: Json = {
        "id": one.id,
        "conversation_message_id": one.cmid,
        "peer_id": one.peer,
        "from_id": one.sender,
        "date": one.date,
        "out": 0 if one.sender > 0 else 1,
        "text": one.text,
        "attachments": attachments(vk, one),
        "fwd_messages": forwarded(vk, one),
        "important": False,
        "is_hidden": False,
        "random_id": one.random_id,
        "version": 10_000_000 + one.id,
    }
    if one.reply_to is not None and (original := reply(vk, one)):
        body["reply_message"] = original
    optional = {
        "payload": one.payload,
        "keyboard": keyboard(vk, one),
        "geo": one.geo,
        "admin_author_id": one.admin,
        "ref": one.ref or None,
        "ref_source": one.ref_source or None,
        "update_time": one.edited,
    }
    return body | {name: value for name, value in optional.items() if value is not None}


def keyboard(vk: "VkCore", one: Message) -> Json | None:
    """Return a message's keyboard, with its author, when it hangs on the message itself."""
    if one.keyboard is None or not one.keyboard.get("inline"):
        return None
    return {**one.keyboard, "author_id": -vk.community.id}


def quoted(vk: "VkCore", one: Message) -> Json:
    """Return a message as it stands within another one."""
    return {
        "id": one.id,
        "conversation_message_id": one.cmid,
        "peer_id": one.peer,
        "from_id": one.sender,
        "date": one.date,
        "text": one.text,
        "attachments": attachments(vk, one),
    }


def reply(vk: "VkCore", one: Message) -> Json | None:
    """Return the message this one answers, or None when it is gone."""
    original = vk.dialogs[one.peer].messages.get(one.reply_to or 0)
    return quoted(vk, original) if original else None


def forwarded(vk: "VkCore", one: Message) -> list[Json]:
    """Return the forwarded messages that are still there."""
    known = vk.dialogs[one.peer].messages
    return [quoted(vk, known[cmid]) for cmid in one.forwarded if cmid in known]


def attachments(vk: "VkCore", one: Message) -> list[Json]:
    """Return a message's attachments."""
    files = [vk.attachments[key] for key in one.attachments]
    return [{"type": file.kind, file.kind: attachment(vk, file)} for file in files] + one.raw


def attachment(vk: "VkCore", one: Attachment) -> Json:
    """Return a photo, a document or a voice message."""
    known = {"id": one.id, "owner_id": one.owner, "access_key": one.access_key}
    url = file_url(vk, one)
    match one.kind:
        case "photo":
            sizes = [("s", 75), ("m", 130), ("x", 604), ("w", max(one.width, 1))]
            return known | {
                "album_id": PHOTO_ALBUM,
                "date": one.date,
                "text": "",
                "has_tags": False,
                "sizes": [_size(one, url, kind, width) for kind, width in sizes],
            }
        case "audio_message":
            links = {"link_ogg": url, "link_mp3": url}
            return known | {"duration": 1 + one.size // 4000, "waveform": [1, 5, 9, 5, 1], **links}
    return known | {
        "title": one.title,
        "size": one.size,
        "ext": extension(vk, one),
        "date": one.date,
        "type": next((n for kind, n in _DOC_TYPES.items() if one.mime.startswith(kind)), OTHER_DOC),
        "url": url,
    }


def _size(one: Attachment, url: str, kind: str, width: int) -> Json:
    width = min(width, max(one.width, 1))
    height = max(1, one.height * width // max(one.width, 1))
    return {"type": kind, "width": width, "height": height, "url": f"{url}?size={kind}"}


def extension(vk: "VkCore", one: Attachment) -> str:
    """Return a document's extension: of its title, or of the file when the title has none."""
    stored = vk.files.get(one.file_id)
    names = (one.title, stored.name if stored else "")
    found = (PurePath(name).suffix.removeprefix(".").lower() for name in names)
    return next(filter(None, found), "")


def file_url(vk: "VkCore", one: Attachment) -> str:
    """Return the address of a file's bytes."""
    return f"{vk.base}/vk/files/{one.key}/{one.access_key}/{quote(one.title or one.kind)}"


def conversation(vk: "VkCore", dialog: Dialog) -> Json:
    """Return a conversation with its marks."""
    last = dialog.last
    unread = unread_count(dialog)
    body: Json = {
        "peer": {"id": dialog.peer, "type": "user", "local_id": dialog.peer},
        "last_message_id": last.id if last else 0,
        "last_conversation_message_id": last.cmid if last else 0,
        "in_read": _message_id(dialog, dialog.in_read),
        "out_read": _message_id(dialog, dialog.out_read),
        "in_read_cmid": dialog.in_read,
        "out_read_cmid": dialog.out_read,
        "sort_id": {"major_id": 0, "minor_id": last.id if last else 0},
        "is_marked_unread": False,
        "important": False,
        "unanswered": is_unanswered(dialog),
        "can_write": {"allowed": vk.users[dialog.peer].allowed},
        "version": 10_000_000 + dialog.last_cmid,
    }
    if dialog.keyboard is not None:
        body["current_keyboard"] = {**dialog.keyboard, "author_id": -vk.community.id}
    return body | ({"unread_count": unread} if unread else {})


def unread_count(dialog: Dialog) -> int:
    """Count the user's messages the community has not read."""
    return sum(
        1 for one in dialog.messages.values() if one.sender > 0 and one.cmid > dialog.in_read
    )


def is_unanswered(dialog: Dialog) -> bool:
    """Tell whether the last word is the user's."""
    return dialog.last is not None and dialog.last.sender > 0


def _message_id(dialog: Dialog, cmid: int) -> int:
    return max((one.id for one in dialog.messages.values() if one.cmid <= cmid), default=0)


def user(one: User, fields: frozenset[str] = frozenset()) -> Json:
    """Return a user with the asked for fields."""
    body: Json = {"id": one.id, "first_name": one.first_name, "last_name": one.last_name}
    if one.deactivated:
        body["deactivated"] = one.deactivated
    else:
        body |= {"can_access_closed": True, "is_closed": False}
    more: Json = {"domain": one.domain or f"id{one.id}", "screen_name": one.domain or f"id{one.id}"}
    more |= {"sex": one.sex}
    return body | {name: value for name, value in more.items() if name in fields}


def group(vk: "VkCore") -> Json:
    """Return the community."""
    one = vk.community
    photos = {f"photo_{side}": f"{vk.base}/favicon.ico" for side in (50, 100, 200)}
    return {
        "id": one.id,
        "name": one.name,
        "screen_name": one.screen_name,
        "is_closed": 0,
        "type": "group",
        **photos,
    }
