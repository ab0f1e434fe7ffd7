"""The switches of the page and of tests: limits, privacy mode, the bot's rights."""

from dataclasses import replace
from typing import Any

from sandbox.core import NotPossibleError
from sandbox.world import World

Json = dict[str, Any]


def settings_of(world: World) -> Json:
    """Return the switches of the world and of the moderator chat."""
    chat = world.moderator_chat
    return {
        "rate_limits": world.settings.rate_limits,
        "privacy_mode": world.settings.privacy_mode,
        "callback_ttl": world.settings.callback_ttl,
        "webhook": world.settings.webhook,
        "is_forum": chat.is_forum,
        "bot_status": chat.bot.status,
        "can_manage_topics": chat.bot.can_manage_topics,
        "can_delete_messages": chat.bot.can_delete_messages,
    }


def change_settings_of(world: World, wanted: Json) -> None:
    """Set the given switches; raises NotPossibleError for an unknown name or a wrong type."""
    known = settings_of(world)
    if unknown := wanted.keys() - known.keys():
        raise NotPossibleError(f"нет такой настройки: {', '.join(sorted(unknown))}")
    if any(type(value) is not type(known[name]) for name, value in wanted.items()):
        raise NotPossibleError("значение настройки не того вида")
    new = known | wanted
    chat = world.moderator_chat
    for name in ("rate_limits", "privacy_mode", "callback_ttl", "webhook"):
        setattr(world.settings, name, new[name])
    rights = replace(
        chat.bot,
        status=new["bot_status"],
        can_manage_topics=new["can_manage_topics"],
        can_delete_messages=new["can_delete_messages"],
    )
    if rights != chat.bot:
        world.sets_bot_rights(chat.id, rights)
    world.becomes_forum(chat.id, is_forum=new["is_forum"])
