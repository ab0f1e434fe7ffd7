"""Methods by which the community speaks: send, edit, delete, answer a press, type."""

import json
from typing import Any

from sandbox.vk.contents import content_of
from sandbox.vk.params import INT32, Params
from sandbox.vk.refusals import RefusalError, wrong
from sandbox.vk.registry import offer
from sandbox.vk.state import Message, Sent
from sandbox.vk.targets import check_messages_on, own_message, peers_of, writable
from sandbox.vk.world import VkWorld

REPEAT_SECONDS = 3600.0
EDIT_SECONDS = 24 * 3600
TYPING_SECONDS = 5
SNACKBAR_MOST = 90
DELETE_MOST = 100


@offer(
    "messages.send",
    kinds="group user",
    optional="user_id user_ids random_id peer_id peer_ids domain chat_id message attachment "
    "reply_to forward group_id keyboard payload dont_parse_links disable_mentions",
)
def send(vk: VkWorld, params: Params) -> object:
    """Send a message to one peer (its id) or to several (an answer about each)."""
    check_messages_on(vk, params)
    peers, listed = peers_of(vk, params)
    random_id = params.integer("random_id")
    if random_id is None:
        raise wrong("random_id is a required parameter")
    if random_id not in INT32:
        raise wrong("random_id not integer")
    if not listed:
        return _sent(vk, params, peers[0], random_id).id
    return [_about(vk, params, peer, random_id) for peer in peers]


def _about(vk: VkWorld, params: Params, peer: int, random_id: int) -> dict[str, Any]:
    answer: dict[str, Any] = {"peer_id": peer, "message_id": 0, "conversation_message_id": 0}
    try:
        sent = _sent(vk, params, peer, random_id)
    except RefusalError as refusal:
        if refusal.code in {100, 911, 912, 913, 914, 921}:
            raise
        return answer | {"error": refusal.of_peer()}
    return answer | {"message_id": sent.id, "conversation_message_id": sent.cmid}


def _sent(vk: VkWorld, params: Params, peer: int, random_id: int) -> Sent:
    writable(vk, peer)
    earlier = vk.numbered_sends.get((peer, random_id))
    if earlier is not None and vk.world.now().timestamp() - earlier.at <= REPEAT_SECONDS:
        earlier.repeats += 1
        return earlier
    content = content_of(vk, params, peer)
    if not vk.limits.spend_send(peer, vk.settings.flood_per_minute):
        raise RefusalError(9)
    content["random_id"] = random_id
    return vk.remember_send(vk.post(peer, -vk.community.id, **content))


@offer(
    "messages.edit",
    kinds="group user",
    required="peer_id",
    optional="message attachment message_id cmid conversation_message_id keyboard group_id "
    "keep_forward_messages keep_snippets dont_parse_links disable_mentions",
)
def edit(vk: VkWorld, params: Params) -> object:
    """Change an own message; what is not given again (attachments, keyboard) goes away."""
    check_messages_on(vk, params)
    message = own_message(vk, params)
    if vk.world.unix_now() - message.date > EDIT_SECONDS:
        raise RefusalError(909)
    content = content_of(vk, params, message.peer)
    message.text = content.get("text", "")
    message.attachments = content.get("attachments", [])
    message.raw = content.get("raw", [])
    message.keyboard = content.get("keyboard")
    vk.mark_edited(message)
    return 1


@offer(
    "messages.delete",
    kinds="group user",
    optional="message_ids cmids peer_id delete_for_all spam reason group_id",
)
def delete(vk: VkWorld, params: Params) -> object:
    """Delete messages, for everybody within 24 hours."""
    check_messages_on(vk, params)
    cmids = params.integers("cmids", DELETE_MOST)
    numbers = params.integers("message_ids", DELETE_MOST)
    peer = params.integer("peer_id")
    if not cmids and not numbers:
        raise wrong("message_ids is undefined")
    if cmids and not peer:
        raise wrong("peer_id is undefined")
    every = [one for dialog in vk.dialogs.values() for one in dialog.messages.values()]
    chosen = [one for one in every if one.id in numbers or (one.peer == peer and one.cmid in cmids)]
    return [_deleted(vk, params, one) for one in chosen]


def _deleted(vk: VkWorld, params: Params, one: Message) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "peer_id": one.peer,
        "message_id": one.id,
        "conversation_message_id": one.cmid,
    }
    too_old = vk.world.unix_now() - one.date > EDIT_SECONDS
    if params.flag("delete_for_all") and (one.sender > 0 or too_old):
        return answer | {"response": 0, "error": RefusalError(924).of_peer()}
    vk.remove(one.peer, one.cmid)
    return answer | {"response": 1}


@offer(
    "messages.sendMessageEventAnswer",
    kinds="group",
    required="event_id user_id peer_id",
    optional="event_data",
)
def answer_press(vk: VkWorld, params: Params) -> object:
    """Answer a press of a callback button, once and within a minute."""
    answer = _event_data(params)
    user, peer = params.integer("user_id") or 0, params.integer("peer_id") or 0
    press = vk.press_to_answer(params.text("event_id"), user, peer)
    if press is None:
        raise wrong("event_id is invalid")
    press.settle(answer)
    vk.announce("answer", peer)
    return 1


def _event_data(params: Params) -> dict[str, Any]:
    data = params.parsed("event_data")
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise wrong("event_data is invalid")
    match data.get("type"):
        case "show_snackbar":
            text = data.get("text")
            if not isinstance(text, str) or not text.strip() or len(text) > SNACKBAR_MOST:
                raise wrong(f"event_data.text should be from 1 to {SNACKBAR_MOST} symbols")
        case "open_link":
            if not str(data.get("link", "")).startswith(("http://", "https://")):
                raise wrong("event_data.link is invalid")
        case "open_app":
            if not isinstance(data.get("app_id"), int):
                raise wrong("event_data.app_id is invalid")
        case _:
            raise wrong("event_data.type is invalid")
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]  # a copy of a JSON object


@offer("messages.setActivity", kinds="group user", optional="user_id peer_id type group_id")
def set_activity(vk: VkWorld, params: Params) -> object:
    """Show «печатает…» for a few seconds."""
    check_messages_on(vk, params)
    if params.text("type", "typing") not in {"typing", "audiomessage", "photo", "video", "file"}:
        raise wrong("type is invalid")
    peer = peers_of(vk, params)[0][0]
    writable(vk, peer)
    vk.dialogs[peer].typing_until = vk.world.now().timestamp() + TYPING_SECONDS
    vk.announce("typing", peer)
    return 1
