"""VK's own JSON for walls: posts, comments, what events say of them."""

from typing import TYPE_CHECKING, Any

from sandbox.vk import wire
from sandbox.vk.wall_state import Comment, Elsewhere, Post

if TYPE_CHECKING:
    from sandbox.vk.walls import VkWalls

Json = dict[str, Any]


def comment(vk: "VkWalls", post: Post, one: Comment) -> Json:
    """Return a comment as events and lists show it."""
    body: Json = {
        "id": one.id,
        "from_id": one.sender,
        "date": one.date,
        "text": "" if one.deleted else one.text,
        "post_id": post.id,
        "owner_id": post.owner,
        "parents_stack": [one.root] if one.root else [],
    }
    files = [{"type": f.kind, f.kind: wire.attachment(vk, f)} for f in _files(vk, one)]
    if files or one.raw:
        body["attachments"] = files + one.raw
    if one.deleted:
        return body | {"deleted": True}
    if one.reply_to and (answered := post.comments.get(one.reply_to)):
        body |= {"reply_to_comment": answered.id, "reply_to_user": answered.sender}
    return body


def listed(vk: "VkWalls", post: Post, one: Comment, thread_items: int) -> Json:
    """Return a top comment with the beginning of its thread."""
    below = thread_of(post, one.id)
    thread: Json = {
        "count": len(below),
        "items": [comment(vk, post, reply) for reply in below[:thread_items]],
        "can_post": not post.closed,
        "show_reply_button": True,
        "groups_can_post": not post.closed,
    }
    return comment(vk, post, one) | {"thread": thread}


def thread_of(post: Post, root: int) -> list[Comment]:
    """Return the comments of a thread without its top, oldest first."""
    return [one for one in post.standing if one.root == root]


def tops(post: Post) -> list[Comment]:
    """Return the top comments; a deleted one stays as long as its thread stands."""
    every = post.comments.values()
    return [
        one for one in every if one.root is None and (not one.deleted or thread_of(post, one.id))
    ]


def deleted(post: Post, one: Comment, deleter: int) -> Json:
    """Return what an event says of a deleted comment."""
    return {"owner_id": post.owner, "id": one.id, "deleter_id": deleter, "post_id": post.id}


def event_post(post: Post) -> Json:
    """Return a post as its event shows it."""
    return {
        "inner_type": "wall_wallpost",
        "id": post.id,
        "owner_id": post.owner,
        "from_id": post.sender,
        "date": post.date,
        "text": post.text,
        "post_type": post.kind,
        "attachments": [],
    }


def listed_post(post: Post) -> Json:
    """Return a post as lists show it."""
    free = int(not post.closed)
    comments = {
        "count": len(post.standing),
        "can_post": free,
        "can_view": 1,
        "groups_can_post": bool(free),
    }
    return event_post(post) | {"comments": comments}


def found_comment(vk: "VkWalls", post: Post, one: Comment) -> Json:
    """Return a comment as a search gives it: a post of the kind "reply"."""
    del vk
    return {
        "inner_type": "wall_wallpost",
        "id": one.id,
        "owner_id": post.owner,
        "from_id": one.sender,
        "date": one.date,
        "text": one.text,
        "post_type": "reply",
        "post_id": post.id,
        "parents_stack": [one.root] if one.root else [],
    }


def community(vk: "VkWalls", one: Elsewhere) -> Json:
    """Return another community."""
    body = wire.group(vk)
    return body | {"id": one.id, "name": one.name, "screen_name": one.screen_name}


def people_of(vk: "VkWalls", senders: set[int]) -> Json:
    """Return the profiles and groups that an extended answer carries."""
    others = [vk.elsewhere[-one] for one in senders if -one in vk.elsewhere]
    groups = [community(vk, one) for one in others]
    if -vk.community.id in senders:
        groups.append(wire.group(vk))
    known = [vk.users[one] for one in sorted(senders) if one in vk.users]
    fields = frozenset({"screen_name"})
    return {"profiles": [wire.user(one, fields) for one in known], "groups": groups}


def _files(vk: "VkWalls", one: Comment) -> list[Any]:
    return [vk.attachments[key] for key in one.attachments]
