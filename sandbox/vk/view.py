"""This VK as the page sees it."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from sandbox.vk import wire
from sandbox.vk.state import Attachment, Dialog, Message, User
from sandbox.vk.world import VkWorld

Json = dict[str, Any]
EXCERPT = 80


def vk_view(vk: VkWorld) -> Json:
    """Return the community, its people, the dialogs in short, the time, how many events wait."""
    one = vk.community
    return {
        "community": {"id": one.id, "name": one.name, "screen_name": one.screen_name},
        "users": [_user(one) for one in vk.users.values()],
        "dialogs": [_dialog(one) for one in vk.dialogs.values()],
        "now": vk.world.now().isoformat(),
        "waiting": vk.events.waiting(),
    }


def dialog_view(vk: VkWorld, peer: int) -> Json:
    """Return a dialog's messages, oldest first, its keyboard and its marks."""
    dialog = vk.dialog(peer)
    return {
        "messages": [message_view(vk, one) for one in dialog.messages.values()],
        "keyboard": dialog.keyboard and _keyboard(dialog.keyboard),
        "typing": dialog.typing_until > vk.world.now().timestamp(),
        "in_read": dialog.in_read,
        "out_read": dialog.out_read,
        "user": _user(vk.user(peer)),
    }


def message_view(vk: VkWorld, one: Message) -> Json:
    """Return one message."""
    inline = one.keyboard if one.keyboard and one.keyboard.get("inline") else None
    return {
        "id": one.cmid,
        "peer": one.peer,
        "from": _sender(vk, one),
        "date": one.date,
        "edited": one.edited,
        "text": one.text,
        "attachments": [file_view(vk.attachments[key]) for key in one.attachments],
        "others": one.raw,
        "geo": one.geo,
        "reply_to": _reply(vk, one),
        "forwarded": one.forwarded,
        "buttons": _keyboard(inline)["rows"] if inline else [],
        "payload": one.payload,
        "ref": one.ref,
    }


def _sender(vk: VkWorld, one: Message) -> Json:
    if one.sender > 0:
        author = vk.users[one.sender]
        return {"id": author.id, "name": f"{author.first_name} {author.last_name}", "out": False}
    admin = vk.users.get(one.admin or 0)
    by_hand = f"{admin.first_name} {admin.last_name}" if admin else None
    return {"id": one.sender, "name": vk.community.name, "out": True, "admin": by_hand}


def _user(one: User) -> Json:
    return asdict(one) | {"name": f"{one.first_name} {one.last_name}"}


def _dialog(one: Dialog) -> Json:
    last = one.last
    return {
        "peer": one.peer,
        "messages": len(one.messages),
        "last_message": last.cmid if last else None,
        "last_date": last.date if last else None,
        "unread": wire.unread_count(one),
        "unanswered": wire.is_unanswered(one),
    }


def _keyboard(raw: Json) -> Json:
    rows = [[_button(one) for one in row] for row in raw["buttons"]]
    return {"one_time": raw["one_time"], "rows": rows}


def _button(raw: Json) -> Json:
    action = raw["action"]
    return {
        "label": action.get("label", ""),
        "kind": action["type"],
        "color": raw.get("color"),
        "link": action.get("link"),
    }


def file_view(one: Attachment) -> Json:
    """Return a file and where the page finds it."""
    return {
        "kind": one.kind,
        "name": one.title,
        "size": one.size,
        "mime": one.mime,
        "key": one.key,
        "url": f"/api/vk/files/{quote(one.key)}",
    }


def _reply(vk: VkWorld, one: Message) -> Json | None:
    if one.reply_to is None:
        return None
    original = vk.dialogs[one.peer].messages.get(one.reply_to)
    text = original.text if original else ""
    return {"id": one.reply_to, "excerpt": text if len(text) <= EXCERPT else f"{text[:79]}…"}
