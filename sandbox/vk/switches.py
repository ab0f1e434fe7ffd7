"""The switches of this VK for the page and tests: limits, memory, rights, what is turned off."""

from dataclasses import asdict, fields
from typing import Any

from sandbox.core import NotPossibleError
from sandbox.vk.state import Community, VkSettings
from sandbox.vk.world import VkWorld

Json = dict[str, Any]
_OF_COMMUNITY = ("name", "messages_on", "bot_features", "permissions")
_OF_SETTINGS = tuple(one.name for one in fields(VkSettings))


def settings_of(vk: VkWorld) -> Json:
    """Return every switch."""
    community = asdict(vk.community)
    return asdict(vk.settings) | {name: community[name] for name in _OF_COMMUNITY}


def change_settings_of(vk: VkWorld, wanted: Json) -> None:
    """Set the given switches; raises NotPossibleError for an unknown name or a wrong type."""
    known = settings_of(vk)
    if unknown := wanted.keys() - known.keys():
        raise NotPossibleError(f"нет такой настройки: {', '.join(sorted(unknown))}")
    for name, value in wanted.items():
        right = type(known[name])
        if type(value) is not right and not (right is float and type(value) is int):
            raise NotPossibleError("значение настройки не того вида")
    for name, value in wanted.items():
        owner: Community | VkSettings = vk.settings if name in _OF_SETTINGS else vk.community
        setattr(owner, name, value)
    vk.announce("settings")
