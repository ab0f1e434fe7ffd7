"""Where strangers read along in VK: which comment or post an event is about. Pure, never raises.

A place is named as VK itself names it in links: `wall-1_2`, `photo-1_2`, `topic-1_2`. What stands
there is known by place and number, so that it is stored once whether the long poll brought it, the
wall was read, or a search found it.
"""

from dataclasses import dataclass
from typing import Any

LARGEST_ID = 2**63
POST = "post"
"""The number of what stands at the top of a place itself."""
MENTION = "mention_found"
"""Our own kind of event: no such thing comes from VK."""
SITE = "https://vk.com"

Json = dict[str, Any]

_COMMENTS = {
    "wall_reply": ("wall", ("owner_id", "post_owner_id"), ("post_id",)),
    "photo_comment": ("photo", ("photo_owner_id", "owner_id"), ("photo_id", "pid")),
    "video_comment": ("video", ("video_owner_id", "owner_id"), ("video_id",)),
    "market_comment": ("market", ("market_owner_id", "owner_id"), ("item_id", "photo_id")),
    "board_post": ("topic", ("topic_owner_id",), ("topic_id",)),
}
NEW, EDIT, DELETE, RESTORE = "new", "edit", "delete", "restore"
COMMENT_EVENTS = tuple(
    f"{family}_{deed}" for family in _COMMENTS for deed in (NEW, EDIT, DELETE, RESTORE)
)
POST_EVENT = "wall_post_new"


@dataclass(frozen=True, slots=True)
class Standing:
    """What an event is about: `deed` done to the number `id` at a `place` of this `family`.

    `root` is the top of the discussion it belongs to, empty for the top itself.
    """

    family: str
    place: str
    id: str
    deed: str = NEW
    root: str = ""

    @property
    def link(self) -> str:
        """Leads people there."""
        match self.family:
            case "topic":
                return f"{SITE}/{self.place}?post={self.id}"
            case "market":
                item = self.place.removeprefix("market")
                return f"{SITE}/market{item.partition('_')[0]}?w=product{item}"
        thread = f"&thread={self.root}" if self.root else ""
        reply = "" if self.id == POST else f"?reply={self.id}{thread}"
        return f"{SITE}/{self.place}{reply}"


def standing(event: object) -> Standing | None:
    """What it is about; None when it is no comment, post or mention, or does not say which."""
    if not isinstance(event, dict) or not isinstance(event.get("object"), dict):
        return None
    kind, body = event.get("type"), event["object"]
    if kind == MENTION:
        return _mention(body)
    if kind == POST_EVENT:
        place = _joined("wall", _owner(event, body, ("owner_id", "to_id")), body.get("id"))
        return Standing("wall", place, POST) if place else None
    if kind not in COMMENT_EVENTS:
        return None
    named, _, deed = str(kind).rpartition("_")
    family, owners, items = _COMMENTS[named]
    item = next((body[name] for name in items if is_id(body.get(name))), None)
    place = _joined(family, _owner(event, body, owners), item)
    if not place or not is_id(body.get("id")):
        return None
    return Standing(family, place, str(body["id"]), deed, root_of(body))


def event_id(found: Standing, event: Json) -> str:
    """What makes it the same event again. Changes of one thing are told apart by VK's own id."""
    given = event.get("event_id")
    again = f":{given}" if isinstance(given, str) and given else ""
    if event.get("type") == MENTION:
        return f"mention:{found.place}:{found.id}"
    if found.id == POST:
        kind = event["object"].get("post_type")
        return f"post:{found.place}" + (f":{kind}" if kind in {"suggest", "postpone"} else "")
    if found.deed == NEW:
        return f"comment:{found.place}:{found.id}"
    return f"comment-{found.deed}:{found.place}:{found.id}{again}"


def root_of(body: Json) -> str:
    """The comment that a thread began with: VK gives the way up to it, or only what is answered."""
    parents = body.get("parents_stack")
    first = parents[0] if isinstance(parents, list) and parents else body.get("reply_to_comment")
    return str(first) if is_id(first) else ""


def is_id(value: object) -> bool:
    """A number that VK gives to things."""
    return type(value) is int and 0 < value < LARGEST_ID


def is_owner(value: object) -> bool:
    """A person (above zero) or a community (below)."""
    return type(value) is int and value != 0 and abs(value) < LARGEST_ID


def _mention(body: Json) -> Standing | None:
    """A post found elsewhere, or a comment, which a search gives as a post of the kind "reply"."""
    number, owner = body.get("id"), body.get("owner_id")
    if not is_id(number) or not is_owner(owner):
        return None
    above = body.get("post_id")
    if body.get("post_type") == "reply" and is_id(above):
        return Standing("wall", f"wall{owner}_{above}", str(number), root=root_of(body))
    return Standing("wall", f"wall{owner}_{number}", POST)


def _owner(event: Json, body: Json, names: tuple[str, ...]) -> object:
    """VK names a community now with a minus and now without, and sometimes not at all."""
    group = event.get("group_id")
    owner = next((body[name] for name in names if is_owner(body.get(name))), None)
    if is_id(group) and (owner is None or owner == group):
        return -int(str(group))
    return owner


def _joined(family: str, owner: object, item: object) -> str:
    return f"{family}{owner}_{item}" if is_owner(owner) and is_id(item) else ""
