"""Methods by which the community looks at its dialogs and marks them as read."""

from typing import Any

from sandbox.vk import wire
from sandbox.vk.params import Params
from sandbox.vk.refusals import wrong
from sandbox.vk.registry import offer
from sandbox.vk.state import Dialog, Message
from sandbox.vk.targets import check_messages_on, dialog_of
from sandbox.vk.world import VkWorld

MOST = 200
USUAL = 20
MARKS_MOST = 1000
FILTERS = ("all", "unread", "unanswered", "important", "archive")


@offer(
    "messages.getConversations",
    kinds="group user",
    optional="offset count filter extended start_message_id fields group_id",
)
def get_conversations(vk: VkWorld, params: Params) -> object:
    """List dialogs, the most recent first."""
    check_messages_on(vk, params)
    wanted = params.text("filter", "all")
    if wanted not in FILTERS:
        raise wrong("filter is invalid")
    count = params.within("count", USUAL, MOST)
    offset = params.within("offset", 0, 10**9)
    chosen = sorted(
        (one for one in vk.dialogs.values() if one.last and _is(one, wanted)),
        key=_last_id,
        reverse=True,
    )
    start = params.integer("start_message_id")
    if start:
        chosen = [one for one in chosen if _last_id(one) <= start]
    page = chosen[offset : offset + count]
    items = [
        {"conversation": wire.conversation(vk, one), "last_message": wire.message(vk, one.last)}
        for one in page
        if one.last
    ]
    unread = sum(1 for one in vk.dialogs.values() if wire.unread_count(one))
    answer: dict[str, Any] = {"count": len(chosen), "unread_count": unread, "items": items}
    return answer | _people(vk, params, page)


@offer(
    "messages.getHistory",
    kinds="group user",
    optional="offset count user_id peer_id start_message_id start_cmid rev extended fields "
    "group_id",
)
def get_history(vk: VkWorld, params: Params) -> object:
    """Return a dialog's messages: the newest first, or with ``rev`` the oldest first.

    ``start_message_id`` (or ``start_cmid``) is where the page begins; a negative ``offset`` takes
    in what comes before it.
    """
    check_messages_on(vk, params)
    dialog = dialog_of(vk, params)
    count = params.within("count", USUAL, MOST)
    every = list(dialog.messages.values()) if dialog else []
    ordered = every if params.flag("rev") else every[::-1]
    start = _start(params, ordered) + (params.integer("offset") or 0)
    page = ordered[max(start, 0) : max(start + count, 0)]
    items = [wire.message(vk, one) for one in page]
    shown = [dialog] if dialog else []
    answer: dict[str, Any] = {"count": len(every), "items": items}
    extended = _people(vk, params, shown)
    if extended:
        extended["conversations"] = [wire.conversation(vk, one) for one in shown]
    return answer | extended


def _start(params: Params, ordered: list[Message]) -> int:
    number, cmid = params.integer("start_message_id"), params.integer("start_cmid")
    if not number and not cmid:
        return 0
    rising = params.flag("rev")
    for position, one in enumerate(ordered):
        own, wanted = (one.id, number) if number else (one.cmid, cmid or 0)
        if (own >= wanted) if rising else (own <= wanted):
            return position
    return len(ordered)


@offer(
    "messages.markAsRead",
    kinds="group user",
    optional="message_ids peer_id start_message_id group_id mark_conversation_as_read up_to_cmid",
)
def mark_as_read(vk: VkWorld, params: Params) -> object:
    """Mark a user's messages as read: all, or up to a message."""
    check_messages_on(vk, params)
    numbers = params.integers("message_ids", MARKS_MOST)
    if not params.integer("peer_id") and not numbers:
        raise wrong("peer_id is undefined")
    if numbers:
        every = [one for dialog in vk.dialogs.values() for one in dialog.messages.values()]
        for one in every:
            if one.id in numbers:
                vk.read_by_community(one.peer, one.cmid)
        return 1
    dialog = dialog_of(vk, params)
    if dialog is None:
        raise wrong("peer_id is invalid")
    vk.read_by_community(dialog.peer, _up_to(params, dialog))
    return 1


def _up_to(params: Params, dialog: Dialog) -> int | None:
    cmid = params.integer("up_to_cmid")
    number = params.integer("start_message_id")
    if cmid or not number:
        return cmid or None
    return max((one.cmid for one in dialog.messages.values() if one.id <= number), default=0)


@offer(
    "messages.isMessagesFromGroupAllowed",
    kinds="group user",
    required="group_id user_id",
)
def is_allowed(vk: VkWorld, params: Params) -> object:
    """Tell whether a user lets the community write to them."""
    check_messages_on(vk, params)
    user = vk.users.get(params.integer("user_id") or 0)
    reachable = user is not None and user.allowed and not user.banned and not user.deactivated
    return {"is_allowed": int(reachable)}


def _is(dialog: Dialog, wanted: str) -> bool:
    match wanted:
        case "unread":
            return wire.unread_count(dialog) > 0
        case "unanswered":
            return wire.is_unanswered(dialog)
    return wanted == "all"


def _last_id(dialog: Dialog) -> int:
    return dialog.last.id if dialog.last else 0


def _people(vk: VkWorld, params: Params, dialogs: list[Dialog]) -> dict[str, Any]:
    if not params.flag("extended"):
        return {}
    fields = frozenset(params.text("fields").split(","))
    return {
        "profiles": [wire.user(vk.users[one.peer], fields) for one in dialogs],
        "groups": [wire.group(vk)],
    }
