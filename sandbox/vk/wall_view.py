"""The walls of this VK as the page sees them."""

from typing import Any

from sandbox.vk.state import Attachment
from sandbox.vk.view import file_view
from sandbox.vk.wall_state import Comment, Post
from sandbox.vk.world import VkWorld

Json = dict[str, Any]


def walls_view(vk: VkWorld) -> list[Json]:
    """Return whose walls there are: the community's first, then all that somebody posted on."""
    owners = dict.fromkeys([vk.own_wall, *(post.owner for post in vk.posts.values())])
    return [{"owner": one, "name": name_of(vk, one), "own": one == vk.own_wall} for one in owners]


def wall_view(vk: VkWorld, owner: int) -> Json:
    """Return a wall with its posts, the newest first, and the comments, the oldest first."""
    posts = [one for one in vk.posts.values() if one.owner == owner]
    shown = [post_view(vk, one) for one in reversed(posts)]
    return {"owner": owner, "name": name_of(vk, owner), "own": owner == vk.own_wall, "posts": shown}


def post_view(vk: VkWorld, one: Post) -> Json:
    """Return a post with everything below it."""
    return {
        "id": one.id,
        "owner": one.owner,
        "from": author_view(vk, one.sender),
        "date": one.date,
        "text": one.text,
        "kind": one.kind,
        "closed": one.closed,
        "no_links": one.no_links,
        "comments": [comment_view(vk, comment) for comment in one.comments.values()],
    }


def comment_view(vk: VkWorld, one: Comment) -> Json:
    """Return a comment; a deleted one without its words."""
    admin = vk.users.get(one.admin or 0)
    files: list[Attachment] = [vk.attachments[key] for key in one.attachments]
    return {
        "id": one.id,
        "from": author_view(vk, one.sender),
        "admin": f"{admin.first_name} {admin.last_name}" if admin else None,
        "date": one.date,
        "text": "" if one.deleted else one.text,
        "attachments": [file_view(file) for file in files],
        "reply_to": one.reply_to,
        "root": one.root,
        "deleted": one.deleted,
        "edited": one.edited,
    }


def author_view(vk: VkWorld, sender: int) -> Json:
    """Return who wrote it."""
    return {"id": sender, "name": name_of(vk, sender), "own": sender == vk.own_wall}


def name_of(vk: VkWorld, owner: int) -> str:
    """Return the name of a person or community."""
    if owner == vk.own_wall:
        return vk.community.name
    if owner < 0:
        other = vk.elsewhere.get(-owner)
        return other.name if other else f"club{-owner}"
    user = vk.users.get(owner)
    return f"{user.first_name} {user.last_name}" if user else f"id{owner}"
