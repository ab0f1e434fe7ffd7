"""What a message says: its text, attachments, quotation and keyboard, refused as VK does."""

import re

from sandbox.vk.keyboards import keyboard_of
from sandbox.vk.params import Params
from sandbox.vk.people import FILES_MOST, TEXT_LIMIT
from sandbox.vk.refusals import RefusalError, wrong
from sandbox.vk.state import Content
from sandbox.vk.world import VkWorld

FORWARDS_MOST = 100
EMPTY = "message is empty or invalid"
PAYLOAD_MOST = 1000
_ATTACHMENT = re.compile(
    r"(photo|video|audio|doc|wall|market|poll|audio_message)(-?\d+)_(\d+)(?:_(\w+))?"
)
_STORED = frozenset({"photo", "doc", "audio_message"})


def content_of(vk: VkWorld, params: Params, peer: int) -> Content:
    """Return what a send or an edit says.

    Raises the refusals of an empty or long text, a wrong attachment, quotation or keyboard.
    """
    text = params.text("message")
    if len(text) > TEXT_LIMIT:
        raise RefusalError(914)
    keys, raw = attachments_of(vk, params.text("attachment"))
    content = Content(text=text, attachments=keys, raw=raw)
    content |= _quotation(vk, params, peer)
    if not (text.strip() or keys or raw or content.get("forwarded")):
        raise wrong(EMPTY)
    if params.text("keyboard"):
        if not vk.community.bot_features:
            raise RefusalError(912)
        content["keyboard"] = keyboard_of(params.text("keyboard"))
    if params.text("payload"):
        params.parsed("payload")
        if len(params.text("payload")) > PAYLOAD_MOST:
            raise wrong("payload is too long")
        content["payload"] = params.text("payload")
    return content


def attachments_of(vk: VkWorld, text: str) -> tuple[list[str], list[dict[str, object]]]:
    """Return the stored files and the other things that a list of attachments names."""
    keys: list[str] = []
    raw: list[dict[str, object]] = []
    names = [name.strip() for name in text.split(",") if name.strip()]
    if len(names) > FILES_MOST:
        raise wrong("too many attachments")
    for name in names:
        found = _ATTACHMENT.fullmatch(name)
        if found is None:
            raise wrong("attachment is invalid")
        kind, owner, number, access_key = found.groups()
        if kind not in _STORED:
            raw.append({"type": kind, kind: {"owner_id": int(owner), "id": int(number)}})
            continue
        keys.append(_stored_key(vk, kind, f"{owner}_{number}", access_key))
    return keys, raw


def _stored_key(vk: VkWorld, kind: str, number: str, access_key: str | None) -> str:
    """A voice message may be named a doc; what belongs to others needs its access key."""
    kinds = (kind, "audio_message") if kind == "doc" else (kind,)
    one = next((vk.attachments[k + number] for k in kinds if k + number in vk.attachments), None)
    if one is None or (one.owner != -vk.community.id and access_key != one.access_key):
        raise wrong("attachment is invalid")
    return one.key


def _quotation(vk: VkWorld, params: Params, peer: int) -> Content:
    forward = params.parsed("forward")
    if forward is None:
        number = params.integer("reply_to")
        if not number:
            return Content()
        known = vk.dialogs[peer].messages.values()
        return Content(reply_to=_existing([one.cmid for one in known if one.id == number]))
    if not isinstance(forward, dict):
        raise wrong("forward is invalid")
    cmids = forward.get("conversation_message_ids") or forward.get("cmids") or []
    if not isinstance(cmids, list) or not all(isinstance(one, int) for one in cmids):
        raise wrong("forward is invalid")
    if len(cmids) > FORWARDS_MOST:
        raise RefusalError(913)
    if forward.get("peer_id", peer) != peer:
        raise RefusalError(921)
    known_cmids = vk.dialogs[peer].messages
    if not cmids or any(cmid not in known_cmids for cmid in cmids):
        raise RefusalError(921)
    if not forward.get("is_reply"):
        return Content(forwarded=cmids)
    if len(cmids) > 1:
        raise RefusalError(921)
    return Content(reply_to=cmids[0])


def _existing(cmids: list[int]) -> int:
    if not cmids:
        raise RefusalError(921)
    return cmids[0]
