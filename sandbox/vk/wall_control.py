"""The control API of the walls: people and employees post, comment, edit, delete."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

from sandbox.control_input import body_of, integer, required
from sandbox.core import NotPossibleError
from sandbox.vk.control_input import fields_of
from sandbox.vk.wall_view import comment_view, post_view, wall_view, walls_view
from sandbox.vk.world import VkWorld

Json = dict[str, Any]
COMMENT = "/walls/{owner}/posts/{post}/comments/{comment}"


def walls(vk: VkWorld, prefix: str) -> APIRouter:
    """Return the routes of all walls."""
    router = APIRouter(prefix=prefix)

    @router.get("/walls")
    async def look() -> list[Json]:
        return walls_view(vk)

    @router.get("/walls/{owner}")
    async def wall(owner: int) -> Json:
        return wall_view(vk, owner)

    @router.post("/walls/{owner}/posts")
    async def publish(owner: int, request: Request) -> Json:
        """``user`` posts, or without one the wall's owner; ``suggest`` offers it to the editors."""
        body = await body_of(request)
        text, user = str(required(body, "text")), integer(body, "user")
        if body.get("suggest") and user:
            return post_view(vk, vk.suggests(user, text))
        return post_view(vk, vk.publishes(text, owner=owner, sender=user))

    @router.post("/walls/{owner}/posts/{post}/comments")
    async def comment(owner: int, post: int, request: Request) -> Json:
        """``user`` comments, or ``admin`` in the community's name."""
        fields, files = await fields_of(request)
        text, reply_to = str(fields.get("text") or ""), integer(fields, "reply_to")
        if admin := integer(fields, "admin"):
            said = vk.employee_comments(admin, post, text, owner=owner, reply_to=reply_to)
        else:
            user = integer(fields, "user") or 0
            said = vk.comments(user, post, text, owner=owner, reply_to=reply_to, files=files)
        return comment_view(vk, said)

    @router.post("/walls/{owner}/posts/{post}/{what}")
    async def let(owner: int, post: int, what: str) -> Json:
        if what not in {"close", "open"}:
            raise NotPossibleError("такого действия нет")
        vk.closes_comments(owner, post, closed=what == "close")
        return post_view(vk, vk.find_post(owner, post))

    @router.post("/beside/{family}/{item}/comments")
    async def beside(family: str, item: int, request: Request) -> Json:
        body = await body_of(request)
        user, text = integer(body, "user") or 0, str(required(body, "text"))
        return vk.comments_beside(family, item, user, text)

    _changing(router, vk)
    return router


def _changing(router: APIRouter, vk: VkWorld) -> None:
    @router.patch(COMMENT)
    async def edit(owner: int, post: int, comment: int, request: Request) -> Json:
        text = str(required(await body_of(request), "text"))
        return comment_view(vk, vk.edits_comment(owner, post, comment, text))

    @router.delete(COMMENT)
    async def delete(owner: int, post: int, comment: int) -> Json:
        vk.deletes_comment(owner, post, comment)
        return {}

    @router.post(COMMENT + "/restore")
    async def restore(owner: int, post: int, comment: int) -> Json:
        return comment_view(vk, vk.restores_comment(owner, post, comment))
