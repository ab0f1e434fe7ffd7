"""Methods by which files come into messages: an address to upload to, then saving."""

import json
from typing import Any

from sandbox.vk import wire
from sandbox.vk.params import Params
from sandbox.vk.refusals import RefusalError, wrong
from sandbox.vk.registry import offer
from sandbox.vk.state import CHATS_FROM
from sandbox.vk.targets import check_messages_on
from sandbox.vk.uploading import NOTHING, SERVER, upload_hash
from sandbox.vk.wire import PHOTO_ALBUM
from sandbox.vk.world import VkWorld

DOC_TYPES = ("doc", "audio_message", "graffiti")


@offer("photos.getMessagesUploadServer", kinds="group user", optional="peer_id group_id")
def photo_server(vk: VkWorld, params: Params) -> object:
    """Return where a photo for a message is uploaded."""
    _check_peer(vk, params, "photos")
    return {
        "album_id": PHOTO_ALBUM,
        "upload_url": f"{vk.base}/vk/upload/photo",
        "user_id": 0,
        "group_id": vk.community.id,
    }


@offer("photos.saveMessagesPhoto", kinds="group user", required="photo", optional="server hash")
def save_photo(vk: VkWorld, params: Params) -> object:
    """Turn uploaded photos into attachments."""
    _need(vk, "photos")
    photo = params.text("photo")
    if photo == NOTHING:
        raise wrong("photos_list is invalid")
    if params.integer("server") != SERVER:
        raise RefusalError(118)
    if params.text("hash") != upload_hash(photo):
        raise RefusalError(121)
    try:
        names = [one["photo"] for one in json.loads(photo)]
    except (ValueError, KeyError, TypeError):
        raise RefusalError(129) from None
    return [_photo(vk, name) for name in names]


def _photo(vk: VkWorld, name: str) -> dict[str, Any]:
    key = vk.uploaded.get(name)
    if key is None:
        raise RefusalError(129)
    return wire.attachment(vk, vk.attachments[key])


@offer("docs.getMessagesUploadServer", kinds="group user", optional="type peer_id group_id")
def doc_server(vk: VkWorld, params: Params) -> object:
    """Return where a document or a voice message is uploaded."""
    kind = params.text("type", "doc") or "doc"
    if kind not in DOC_TYPES:
        raise wrong("type is invalid")
    if not params.integer("peer_id"):
        raise wrong("peer_id is undefined")
    _check_peer(vk, params, "docs")
    return {"upload_url": f"{vk.base}/vk/upload/{kind}"}


@offer("docs.getWallUploadServer", kinds="group user", optional="group_id")
def wall_doc_server(vk: VkWorld, _params: Params) -> object:
    """Return where a document for a wall is uploaded."""
    _need(vk, "docs")
    return {"upload_url": f"{vk.base}/vk/upload/doc"}


@offer("docs.save", kinds="group user", required="file", optional="title tags return_tags")
def save_doc(vk: VkWorld, params: Params) -> object:
    """Turn an uploaded document into an attachment, with the given title."""
    _need(vk, "docs")
    key = vk.uploaded.get(params.text("file"))
    if key is None:
        raise RefusalError(105)
    saved = vk.attachments[key]
    saved.title = params.text("title") or saved.title
    return {"type": saved.kind, saved.kind: wire.attachment(vk, saved)}


def _check_peer(vk: VkWorld, params: Params, permission: str) -> None:
    check_messages_on(vk, params)
    _need(vk, permission)
    peer = params.integer("peer_id")
    if peer and peer < CHATS_FROM:
        user = vk.users.get(peer)
        if user is None or not user.allowed:
            raise RefusalError(901)


def _need(vk: VkWorld, permission: str) -> None:
    if permission not in vk.community.permissions:
        raise RefusalError(15, "no access to call this method")
