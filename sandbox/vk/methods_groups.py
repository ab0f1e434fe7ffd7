"""Methods about the community itself, its long poll, and its users."""

import hashlib
from typing import Any

from sandbox.vk import wall_wire, wire
from sandbox.vk.events import TYPES, WALL_TYPES
from sandbox.vk.params import Params
from sandbox.vk.refusals import NO_LONG_POLL, RefusalError, wrong
from sandbox.vk.registry import offer
from sandbox.vk.state import User
from sandbox.vk.world import VkWorld

USERS_MOST = 1000
PERMISSIONS = {"photos": 4, "messages": 4096, "wall": 8192, "docs": 131072, "manage": 262144}
# Events of VK's settings this sandbox never plays; they can be switched all the same.
OTHER_TYPES = (
    "photo_new audio_new video_new wall_repost poll_vote_new group_join group_leave "
    "group_change_settings group_change_photo group_officers_edit user_block user_unblock "
    "like_add like_remove message_reaction_event"
).split()
SWITCHES = (*TYPES, *WALL_TYPES, *OTHER_TYPES)


@offer("groups.getLongPollServer", kinds="group user", required="group_id")
def get_long_poll_server(vk: VkWorld, params: Params) -> object:
    """Return the long poll's address, a new key and the number of the last event."""
    _check_own(vk, params)
    if not vk.settings.long_poll_on:
        raise wrong(NO_LONG_POLL)
    return {
        "key": vk.events.new_key(),
        "server": f"{vk.base}/vk/longpoll/{vk.community.id}",
        "ts": str(vk.events.last),
    }


@offer("groups.getLongPollSettings", kinds="group user", required="group_id")
def get_long_poll_settings(vk: VkWorld, params: Params) -> object:
    """Return which events the long poll carries."""
    _check_own(vk, params)
    events = {name: vk.settings.events.get(name, 0) for name in SWITCHES}
    on = vk.settings.long_poll_on
    return {"api_version": vk.settings.long_poll_version, "is_enabled": on, "events": events}


@offer(
    "groups.setLongPollSettings",
    kinds="group user",
    required="group_id",
    optional=" ".join(("enabled", "api_version", *SWITCHES)),
)
def set_long_poll_settings(vk: VkWorld, params: Params) -> object:
    """Switch the long poll and its events; what is not named stays."""
    _check_own(vk, params)
    _need(vk, "manage")
    if "enabled" in params:
        vk.settings.long_poll_on = params.flag("enabled")
    if "api_version" in params:
        vk.settings.long_poll_version = params.text("api_version")
    for name in SWITCHES:
        if name in params:
            vk.settings.events[name] = int(params.flag(name))
    vk.announce("settings")
    return 1


@offer("groups.getTokenPermissions", kinds="group")
def get_token_permissions(vk: VkWorld, _params: Params) -> object:
    """Return what the community's token may do."""
    granted = {name: PERMISSIONS[name] for name in vk.community.permissions if name in PERMISSIONS}
    listed = [{"name": name, "setting": bit} for name, bit in granted.items()]
    return {"mask": sum(granted.values()), "permissions": listed}


@offer("groups.getById", kinds="group user service", optional="group_ids group_id fields")
def get_by_id(vk: VkWorld, params: Params) -> object:
    """Return communities named by id or short name, or simply the token's own."""
    named = params.text("group_ids") or params.text("group_id") or str(vk.community.id)
    found = [one for name in named.split(",") if (one := _group(vk, name.strip())) is not None]
    if not found:
        raise wrong("group_ids is invalid")
    return {"groups": found, "profiles": []}


def _group(vk: VkWorld, name: str) -> dict[str, Any] | None:
    own = vk.community
    if name in {str(own.id), own.screen_name, f"club{own.id}"}:
        return wire.group(vk)
    others = vk.elsewhere.values()
    known = (one for one in others if name in {str(one.id), one.screen_name, f"club{one.id}"})
    return next((wall_wire.community(vk, one) for one in known), None)


@offer("groups.getCallbackConfirmationCode", kinds="group user", required="group_id")
def get_confirmation_code(vk: VkWorld, params: Params) -> object:
    """Return the code a server of the Callback API confirms itself with."""
    _check_own(vk, params)
    return {"code": hashlib.sha256(str(vk.community.id).encode()).hexdigest()[:8]}


@offer(
    "users.get",
    kinds="group user service",
    optional="user_ids fields name_case from_group_id",
)
def get_users(vk: VkWorld, params: Params) -> object:
    """Return users by id or short name; unknown ones are left out."""
    names = [name.strip() for name in params.text("user_ids").split(",") if name.strip()]
    if len(names) > USERS_MOST:
        raise wrong(f"user_ids should contain at most {USERS_MOST} items")
    fields = frozenset(params.text("fields").replace(" ", "").split(","))
    found = [one for name in names if (one := _user(vk, name)) is not None]
    return [wire.user(one, fields) for one in found]


def _user(vk: VkWorld, name: str) -> User | None:
    number = name.removeprefix("id")
    if number.isdigit():
        return vk.users.get(int(number))
    return next((one for one in vk.users.values() if one.domain == name), None)


def _check_own(vk: VkWorld, params: Params) -> None:
    if params.integer("group_id") != vk.community.id:
        raise RefusalError(203)


def _need(vk: VkWorld, permission: str) -> None:
    if permission not in vk.community.permissions:
        raise RefusalError(15, "no access to call this method")
