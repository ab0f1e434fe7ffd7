"""The control API of VK: the page and tests move people and employees, order faults."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sandbox.control_input import body_of, integer, required
from sandbox.core import NotPossibleError
from sandbox.vk.control_input import answered, faults_of, written
from sandbox.vk.people import Pressed
from sandbox.vk.switches import change_settings_of, settings_of
from sandbox.vk.view import dialog_view, message_view, vk_view
from sandbox.vk.wall_control import walls
from sandbox.vk.world import VkWorld

Json = dict[str, Any]
INLINE = ("image/jpeg", "image/png", "image/gif", "image/webp", "video/", "audio/")
ANSWER_SECONDS = 5.0
PREFIX = "/api/vk"


def control_routes(vk: VkWorld) -> list[APIRouter]:
    """Return all routes of the control API."""
    return [looking(vk), users(vk), employees(vk), walls(vk, PREFIX), changing(vk)]


def looking(vk: VkWorld) -> APIRouter:
    """Return the routes that only look."""
    router = APIRouter(prefix=PREFIX)

    @router.get("/world")
    async def look() -> Json:
        return vk_view(vk)

    @router.get("/dialogs/{peer}")
    async def dialog(peer: int) -> Json:
        return dialog_view(vk, peer)

    @router.get("/files/{key}")
    async def file(key: str) -> Response:
        one = vk.attachments.get(key)
        stored = vk.files.get(one.file_id) if one else None
        if one is None or stored is None:
            raise NotPossibleError("такого файла нет")
        try:
            content = vk.files.content(stored)
        except FileNotFoundError:
            raise NotPossibleError("файл не сохранился") from None
        inline = one.mime.startswith(INLINE)
        name = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(one.title)}"
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
        media_type = one.mime if inline else "application/octet-stream"
        return Response(content, media_type=media_type, headers=headers)

    @router.get("/ledger")
    async def ledger(after: int = 0, last: int | None = None) -> list[Json]:
        return vk.ledger.after(after, last)

    @router.get("/sends")
    async def sends() -> list[Json]:
        return [asdict(one) for one in vk.sends]

    return router


def users(vk: VkWorld) -> APIRouter:
    """Return the routes by which users act."""
    router = APIRouter(prefix=f"{PREFIX}/users/{{user}}")

    @router.post("/messages")
    async def write(user: int, request: Request) -> Json:
        sent = vk.writes(user, **await written(request))
        return {"messages": [message_view(vk, one) for one in sent]}

    @router.patch("/messages/{message}")
    async def edit(user: int, message: int, request: Request) -> Json:
        text = str(required(await body_of(request), "text"))
        return {"message": message_view(vk, vk.edits(user, message, text))}

    @router.delete("/messages/{message}")
    async def delete(user: int, message: int) -> Json:
        vk.deletes(user, message)
        return {}

    @router.post("/presses")
    async def press(user: int, request: Request) -> Json:
        body = await body_of(request)
        cmid = integer(body, "message")
        if "payload" in body:
            forged = Pressed(press=vk.press(user, str(body["payload"]), cmid))
            return await _came_of(vk, forged)
        pressed = vk.presses(user, str(required(body, "label")), cmid=cmid)
        return await _came_of(vk, pressed)

    @router.post("/start")
    async def start(user: int) -> Json:
        return {"messages": [message_view(vk, vk.starts(user))]}

    @router.post("/link")
    async def link(user: int, request: Request) -> Json:
        body = await body_of(request)
        vk.opens_link(user, str(required(body, "ref")), str(body.get("ref_source") or ""))
        return {}

    @router.post("/app")
    async def app(user: int, request: Request) -> Json:
        vk.opens_app(user, str(required(await body_of(request), "payload")))
        return {}

    @router.post("/{action}")
    async def act(user: int, action: str) -> Json:
        known = {"allow": vk.allows, "deny": vk.denies, "read": vk.reads, "typing": vk.types}
        if action not in known:
            raise NotPossibleError("такого действия нет")
        known[action](user)
        return {}

    return router


async def _came_of(vk: VkWorld, pressed: Pressed) -> Json:
    messages = [message_view(vk, one) for one in pressed.messages]
    answer = await pressed.press.answered(ANSWER_SECONDS) if pressed.press else None
    return {"answer": answer, "messages": messages, "link": pressed.link or None}


def employees(vk: VkWorld) -> APIRouter:
    """Return the routes by which employees act in VK's own interface."""
    router = APIRouter(prefix=f"{PREFIX}/employees/{{admin}}/dialogs/{{peer}}")

    @router.post("/messages")
    async def answer(admin: int, peer: int, request: Request) -> Json:
        sent = vk.answers(admin, peer, **await answered(request))
        return {"message": message_view(vk, sent)}

    @router.patch("/messages/{message}")
    async def edit(admin: int, peer: int, message: int, request: Request) -> Json:
        text = str(required(await body_of(request), "text"))
        return {"message": message_view(vk, vk.employee_edits(admin, peer, message, text))}

    @router.post("/ban")
    async def ban(admin: int, peer: int, banned: bool = True) -> Json:  # noqa: ARG001 - the address names who bans
        vk.bans(peer, banned=banned)
        return {}

    return router


def changing(vk: VkWorld) -> APIRouter:
    """Return the routes that change settings, the long poll and faults."""
    router = APIRouter(prefix=PREFIX)

    @router.post("/events")
    async def inject(request: Request) -> Json:
        vk.inject(await body_of(request))
        return {"ts": str(vk.events.last)}

    @router.post("/longpoll/{what}")
    async def long_poll(what: str) -> Json:
        known = {
            "forget": vk.events.forget,
            "expire": vk.events.expire_keys,
            "lose": vk.events.lose,
        }
        if what not in known:
            raise NotPossibleError("такого сбоя опроса нет")
        known[what]()
        return {}

    @router.get("/settings")
    async def settings() -> Json:
        return settings_of(vk)

    @router.put("/settings")
    async def change_settings(request: Request) -> Json:
        change_settings_of(vk, await body_of(request))
        return settings_of(vk)

    @router.get("/faults")
    async def faults() -> list[Json]:
        return [asdict(fault) for fault in vk.faults.planned]

    @router.post("/faults")
    async def plan(request: Request) -> Json:
        planned = await faults_of(request)
        for fault in planned:
            vk.faults.plan(fault)
        return {"planned": len(planned)}

    @router.delete("/faults")
    async def clear() -> Json:
        vk.faults.clear()
        return {}

    return router
