"""Whose token a call carries, and whether the method takes that kind: errors 5, 27, 28, 15."""

from sandbox.vk.params import Params
from sandbox.vk.refusals import (
    NO_TOKEN,
    NO_VERSION,
    OLD_VERSION,
    WITHOUT_GROUP,
    WITHOUT_SERVICE,
    WITHOUT_USER,
    WRONG_TOKEN,
    RefusalError,
)
from sandbox.vk.registry import Method
from sandbox.vk.world import VkWorld

OLDEST = (5, 81)


def checked_kind(vk: VkWorld, method: Method, params: Params) -> str:
    """Return the token's kind: group, service or user.

    Raises RefusalError for a missing or wrong token, version, or a kind the method refuses.
    """
    _check_version(params.text("v"))
    if not params.token:
        raise RefusalError(5, NO_TOKEN)
    kind = kind_of(vk, params.token)
    if kind is None:
        raise RefusalError(5, WRONG_TOKEN)
    if kind in method.kinds:
        _check_permission(vk, method, kind)
        return kind
    match kind:
        case "group":
            raise RefusalError(27, WITHOUT_GROUP)
        case "service":
            raise RefusalError(28, WITHOUT_SERVICE)
    raise RefusalError(15, WITHOUT_USER)


def kind_of(vk: VkWorld, token: str) -> str | None:
    """Return the kind of a token, or None for one nobody has given out."""
    given = {
        vk.community.group_token: "group",
        vk.community.service_token: "service",
        vk.community.user_token: "user",
    }
    return given.get(token)


def _check_permission(vk: VkWorld, method: Method, kind: str) -> None:
    """A community's token has the rights it was made with."""
    about_messages = method.name.startswith("messages.")
    if kind == "group" and about_messages and "messages" not in vk.community.permissions:
        raise RefusalError(15, WITHOUT_USER)


def _check_version(version: str) -> None:
    if not version:
        raise RefusalError(8, NO_VERSION)
    parts = version.split(".")
    if not all(part.isdigit() for part in parts) or tuple(map(int, parts)) < OLDEST:
        raise RefusalError(8, OLD_VERSION)
