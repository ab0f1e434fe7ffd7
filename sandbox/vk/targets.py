"""Where a message goes: the peers of a call, and whether the community may write to them."""

from sandbox.vk.params import Params
from sandbox.vk.refusals import MESSAGES_OFF, RefusalError, wrong
from sandbox.vk.state import CHATS_FROM, Dialog, Message, User
from sandbox.vk.world import VkWorld

PEERS_MOST = 100
NO_TARGET = "you should specify peer_id, user_id, domain, chat_id or user_ids param"


def check_messages_on(vk: VkWorld, params: Params) -> None:
    """Refuse when the community's messages are off or it is another community."""
    group = params.integer("group_id")
    if group is not None and group != vk.community.id:
        raise RefusalError(15, "group_id is not the token's group")
    if not vk.community.messages_on:
        raise RefusalError(15, MESSAGES_OFF)


def peers_of(vk: VkWorld, params: Params) -> tuple[list[int], bool]:
    """Return the peers of a send, and whether they were named as a list."""
    for name in ("peer_ids", "user_ids"):
        if name in params:
            peers = params.integers(name, PEERS_MOST)
            if not peers:
                raise wrong(f"{name} is empty")
            return list(dict.fromkeys(peers)), True
    if "domain" in params:
        named = [one.id for one in vk.users.values() if one.domain == params.text("domain")]
        if not named:
            raise wrong("domain is invalid")
        return named, False
    chat = params.integer("chat_id")
    peer = params.integer("peer_id") or params.integer("user_id")
    if chat is not None:
        peer = CHATS_FROM + chat
    if not peer:
        raise wrong(NO_TARGET)
    return [peer], False


def writable(vk: VkWorld, peer: int) -> User:
    """Return the user behind a peer; refuses whom the community can't write to."""
    if peer > CHATS_FROM:
        raise RefusalError(917)
    if peer < 0:
        raise RefusalError(932)
    user = vk.users.get(peer)
    if user is None:
        raise RefusalError(901)
    if user.deactivated:
        raise RefusalError(18)
    if user.banned:
        raise RefusalError(900)
    if user.closed:
        raise RefusalError(902)
    if not user.allowed:
        raise RefusalError(901)
    return user


def dialog_of(vk: VkWorld, params: Params) -> Dialog | None:
    """Return the dialog a call reads; None where nothing was ever said."""
    peer = params.integer("peer_id") or params.integer("user_id")
    if not peer:
        raise wrong("peer_id is undefined")
    if peer > CHATS_FROM:
        raise RefusalError(917)
    if peer < 0:
        raise RefusalError(936)
    return vk.dialogs.get(peer)


def own_message(vk: VkWorld, params: Params) -> Message:
    """Return the community's message a call changes; refuses what it may not change."""
    dialog = dialog_of(vk, params)
    cmid = params.integer("cmid") or params.integer("conversation_message_id")
    number = params.integer("message_id")
    if not cmid and not number:
        raise wrong("message_id is undefined")
    known = dialog.messages.values() if dialog else []
    found = next((one for one in known if cmid == one.cmid or number == one.id), None)
    if found is None:
        raise wrong("message not found")
    if found.sender > 0:
        raise RefusalError(15)
    return found
