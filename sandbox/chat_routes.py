"""The control API of single chats: what the bot may do there, whether people may react."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

from sandbox.control_input import body_of
from sandbox.core import NotPossibleError
from sandbox.state import BotRights, Chat
from sandbox.world import World

Json = dict[str, Any]
STATUSES = frozenset({"administrator", "member", "left", "kicked"})


def chat_routes(world: World) -> APIRouter:
    """Return the routes that change one chat."""
    router = APIRouter(prefix="/api/chats")

    @router.get("/{chat}")
    async def look(chat: int) -> Json:
        return _chat(world.chat(chat))

    @router.put("/{chat}")
    async def change(chat: int, request: Request) -> Json:
        wanted = await body_of(request)
        home = world.chat(chat)
        rights = BotRights(**_changed(asdict(home.bot), wanted.pop("bot", {})))
        if rights.status not in STATUSES:
            raise NotPossibleError("бот в чате: administrator, member, left или kicked")
        home.reactions = _changed({"reactions": home.reactions}, wanted)["reactions"]
        if rights != home.bot:
            world.sets_bot_rights(chat, rights)
        world.announce("settings", chat)
        return _chat(home)

    return router


def _chat(chat: Chat) -> Json:
    return {"bot": asdict(chat.bot), "reactions": chat.reactions}


def _changed(known: Json, wanted: object) -> Json:
    """Return the known values with the wanted ones among them, names and types checked."""
    if not isinstance(wanted, dict) or wanted.keys() - known.keys():
        raise NotPossibleError("у чата нет такой настройки")
    if any(type(value) is not type(known[name]) for name, value in wanted.items()):
        raise NotPossibleError("значение настройки не того вида")
    return known | wanted
