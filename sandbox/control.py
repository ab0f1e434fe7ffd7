"""The control API: the page and tests move people, look at chats, order faults."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox.child import Child
from sandbox.control_input import body_of, faults_of, integer, required, written
from sandbox.core import NotPossibleError
from sandbox.settings import change_settings_of, settings_of
from sandbox.stream import events
from sandbox.view import chat_view, message_view, world_view
from sandbox.world import World

Json = dict[str, Any]
INLINE = ("image/jpeg", "image/png", "image/gif", "image/webp", "video/", "audio/")
ANSWER_SECONDS = 5.0


def world_routes(world: World) -> APIRouter:
    """Return the routes that only look."""
    router = APIRouter(prefix="/api")

    @router.get("/world")
    async def look() -> Json:
        return world_view(world)

    @router.get("/chats/{chat}/messages")
    async def messages(chat: int, thread: int | None = None) -> Json:
        return chat_view(world, chat, thread)

    @router.get("/files/{file_id}")
    async def file(file_id: str) -> Response:
        stored = world.files.get(file_id)
        if stored is None:
            raise NotPossibleError("такого файла нет")
        try:
            content = world.files.content(stored)
        except FileNotFoundError:
            raise NotPossibleError("файл не сохранился") from None
        inline = stored.mime.startswith(INLINE)
        name = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(stored.name)}"
        headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
        media_type = stored.mime if inline else "application/octet-stream"
        return Response(content, media_type=media_type, headers=headers)

    @router.get("/ledger")
    async def ledger(after: int = 0, last: int | None = None) -> list[Json]:
        return world.ledger.after(after, last)

    @router.get("/stream")
    async def stream() -> StreamingResponse:
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(events(world), media_type="text/event-stream", headers=headers)

    return router


def people_routes(world: World) -> APIRouter:
    """Return the routes by which people act."""
    router = APIRouter(prefix="/api")

    @router.post("/people/{person}/messages")
    async def write(person: int, request: Request) -> Json:
        sent = world.writes(person, **await written(request))
        return {"messages": [message_view(world, one) for one in sent]}

    @router.patch("/people/{person}/messages/{message}")
    async def edit(person: int, message: int, request: Request) -> Json:
        body = await body_of(request)
        edited = world.edits(
            person, message, str(required(body, "text")), chat=integer(body, "chat")
        )
        return {"message": message_view(world, edited)}

    @router.delete("/people/{person}/messages/{message}")
    async def delete(person: int, message: int, chat: int | None = None) -> Json:
        world.deletes(person, message, chat=chat)
        return {}

    @router.post("/people/{person}/presses")
    async def press(person: int, request: Request) -> Json:
        body = await body_of(request)
        required(body, "message")
        pressed = world.presses(
            person,
            str(required(body, "data")),
            message=integer(body, "message") or 0,
            chat=integer(body, "chat"),
        )
        return {"answer": await pressed.answered(ANSWER_SECONDS)}

    @router.post("/people/{person}/start")
    async def start(person: int, payload: str | None = None) -> Json:
        return {"messages": [message_view(world, world.starts(person, payload))]}

    @router.post("/people/{person}/block")
    async def block(person: int) -> Json:
        world.blocks(person)
        return {}

    @router.post("/people/{person}/unblock")
    async def unblock(person: int) -> Json:
        world.unblocks(person)
        return {}

    return router


def world_changing_routes(world: World) -> APIRouter:
    """Return the routes that change chats, settings and faults."""
    router = APIRouter(prefix="/api")

    @router.delete("/chats/{chat}/topics/{topic}")
    async def delete_topic(chat: int, topic: int) -> Json:
        world.deletes_topic(chat, topic)
        return {}

    @router.post("/chats/{chat}/upgrade")
    async def upgrade(chat: int) -> Json:
        return {"chat": world.upgrades(chat).id}

    @router.post("/updates")
    async def inject(request: Request) -> Json:
        return {"update_id": world.inject(await body_of(request))}

    @router.get("/settings")
    async def settings() -> Json:
        return settings_of(world)

    @router.put("/settings")
    async def change_settings(request: Request) -> Json:
        change_settings_of(world, await body_of(request))
        return settings_of(world)

    @router.get("/faults")
    async def faults() -> list[Json]:
        return [asdict(fault) for fault in world.faults.planned]

    @router.post("/faults")
    async def plan(request: Request) -> Json:
        planned = await faults_of(request)
        for fault in planned:
            world.faults.plan(fault)
        return {"planned": len(planned)}

    @router.delete("/faults")
    async def clear() -> Json:
        world.faults.clear()
        return {}

    return router


def bot_routes(child: Child | None) -> APIRouter:
    """Return the routes about the bot's own process."""
    router = APIRouter(prefix="/api/bot")

    def existing() -> Child:
        if child is None:
            raise NotPossibleError("песочница запущена без бота")
        return child

    @router.get("")
    async def state() -> Json:
        nobody: Json = {"running": False, "pid": None, "restarts": 0, "last_lines": []}
        return nobody if child is None else child.state()

    @router.post("/kill")
    async def kill() -> Json:
        await existing().kill()
        return existing().state()

    @router.post("/start")
    async def start() -> Json:
        await existing().start()
        return existing().state()

    return router
