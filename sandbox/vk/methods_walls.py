"""Methods about walls: what stands there, and commenting as the community."""

import re

from sandbox.core import NotPossibleError
from sandbox.vk import wall_wire
from sandbox.vk.contents import attachments_of
from sandbox.vk.params import Params
from sandbox.vk.refusals import RefusalError, wrong
from sandbox.vk.registry import offer
from sandbox.vk.tokens import kind_of
from sandbox.vk.wall_state import Comment, Post
from sandbox.vk.walls import COMMENT_LIMIT
from sandbox.vk.world import VkWorld

USUAL_POSTS, USUAL_COMMENTS, MOST, THREAD_MOST = 20, 10, 100, 10
REPEAT_SECONDS = 3600
NO_POST = "post was not found check post_id param"
FILTERS = ("owner", "others", "all", "postponed", "suggests", "archived", "donut")
_LINK = re.compile(r"https?://|\b(?:www|vk)\.\w", re.IGNORECASE)


@offer(
    "wall.get", kinds="user service", optional="owner_id domain offset count filter extended fields"
)
def get_posts(vk: VkWorld, params: Params) -> object:
    """List a wall's posts, the newest first; suggested ones only for the community's editors."""
    owner = _owner(vk, params)
    wanted = params.text("filter", "all")
    if wanted not in FILTERS:
        raise wrong("filter is invalid")
    if wanted == "suggests" and kind_of(vk, params.token) != "user":
        raise RefusalError(15)
    kind = "suggest" if wanted == "suggests" else "post"
    found = [one for one in vk.posts.values() if one.owner == owner and one.kind == kind]
    if wanted in {"owner", "others"}:
        found = [one for one in found if (one.sender == owner) is (wanted == "owner")]
    found.sort(key=lambda one: (one.date, one.id), reverse=True)
    offset = params.within("offset", 0, 10**9)
    page = found[offset : offset + params.within("count", USUAL_POSTS, MOST)]
    answer = {"count": len(found), "items": [wall_wire.listed_post(one) for one in page]}
    if params.flag("extended"):
        return answer | wall_wire.people_of(vk, {one.sender for one in page})
    return answer


@offer(
    "wall.getComments",
    kinds="user service",
    optional="owner_id post_id need_likes start_comment_id offset count sort preview_length "
    "extended fields comment_id thread_items_count",
)
def get_comments(vk: VkWorld, params: Params) -> object:
    """List the comments below a post, or those of one thread (``comment_id``)."""
    post = _post(vk, params)
    root = params.integer("comment_id")
    level = wall_wire.thread_of(post, root) if root else wall_wire.tops(post)
    if params.text("sort") == "desc":
        level = level[::-1]
    start = params.integer("start_comment_id")
    at = next((n for n, one in enumerate(level) if one.id == start), 0) if start else 0
    at += params.within("offset", 0, 10**9)
    page = level[at : at + params.within("count", USUAL_COMMENTS, MOST)]
    below = params.within("thread_items_count", 0, THREAD_MOST)
    answer = {
        "count": len(level) if root else len(post.standing),
        "items": [_listed(vk, post, one, below, bool(root)) for one in page],
        "current_level_count": len(level),
        "can_post": not post.closed,
        "show_reply_button": True,
        "groups_can_post": not post.closed,
    }
    if params.flag("extended"):
        return answer | wall_wire.people_of(vk, {one.sender for one in post.standing})
    return answer


@offer(
    "wall.createComment",
    kinds="group user",
    required="post_id",
    optional="owner_id from_group message reply_to_comment attachments sticker_id guid",
)
def create_comment(vk: VkWorld, params: Params) -> object:
    """Comment as the community; the same ``guid`` within an hour comments once."""
    _need_wall(vk, params)
    post = _post(vk, params)
    if before := _said_before(vk, post, params.text("guid")):
        before.repeats += 1
        return _created(before)
    if post.closed or post.owner != vk.own_wall or post.kind != "post":
        raise RefusalError(213)
    text = params.text("message")
    if post.no_links and _LINK.search(text):
        raise RefusalError(222)
    if len(text) > COMMENT_LIMIT:
        raise wrong("message is too long")
    keys, raw = attachments_of(vk, params.text("attachments"))
    said = Comment(0, vk.own_wall, 0, text, keys, raw, guid=params.text("guid"))
    said.reply_to = params.integer("reply_to_comment") or None
    try:
        return _created(vk.commented_by_program(post, said))
    except NotPossibleError:
        raise wrong(
            "reply_to_comment is invalid" if said.reply_to else "message is empty"
        ) from None


@offer(
    "wall.editComment",
    kinds="user",
    required="comment_id",
    optional="owner_id post_id message attachments",
)
def edit_comment(vk: VkWorld, params: Params) -> object:
    """Change a comment of the community's."""
    post, one = _comment(vk, params)
    if one.sender != vk.own_wall:
        raise RefusalError(211)
    keys, _ = attachments_of(vk, params.text("attachments"))
    one.attachments = keys
    vk.edits_comment(post.owner, post.id, one.id, params.text("message") or one.text)
    return 1


@offer("wall.deleteComment", kinds="user", required="comment_id", optional="owner_id post_id")
def delete_comment(vk: VkWorld, params: Params) -> object:
    """Take away a comment on the community's wall."""
    post, one = _comment(vk, params)
    if post.owner != vk.own_wall:
        raise RefusalError(211)
    vk.deletes_comment(post.owner, post.id, one.id, deleter=100)
    return 1


def _listed(
    vk: VkWorld, post: Post, one: Comment, below: int, in_thread: bool
) -> dict[str, object]:
    if in_thread:
        return wall_wire.comment(vk, post, one)
    return wall_wire.listed(vk, post, one, below)


def _created(one: Comment) -> dict[str, object]:
    return {"comment_id": one.id, "parents_stack": [one.root] if one.root else []}


def _said_before(vk: VkWorld, post: Post, guid: str) -> Comment | None:
    since = vk.world.unix_now() - REPEAT_SECONDS
    every = post.comments.values()
    return next((one for one in every if guid and one.guid == guid and one.date >= since), None)


def _need_wall(vk: VkWorld, params: Params) -> None:
    if kind_of(vk, params.token) == "group" and "wall" not in vk.community.permissions:
        raise RefusalError(15, "no access to call this method")


def _owner(vk: VkWorld, params: Params) -> int:
    owner = params.integer("owner_id")
    if owner is not None:
        return owner
    named = [-one.id for one in vk.elsewhere.values() if one.screen_name == params.text("domain")]
    return named[0] if named else vk.own_wall


def _post(vk: VkWorld, params: Params) -> Post:
    owner, number = params.integer("owner_id", 0), params.integer("post_id", 0)
    found = vk.posts.get(f"{owner}_{number}")
    if found is None:
        raise RefusalError(15, NO_POST)
    return found


def _comment(vk: VkWorld, params: Params) -> tuple[Post, Comment]:
    owner, number = params.integer("owner_id", 0), params.integer("comment_id", 0)
    for post in vk.posts.values():
        one = post.comments.get(number or 0)
        if post.owner == owner and one is not None and not one.deleted:
            return post, one
    raise RefusalError(211)
