"""What stands on walls: posts and the comments below them. Plain data, saved as it is."""

from dataclasses import dataclass, field
from typing import Any

JsonObject = dict[str, Any]
PERSONS_WALL = 303
NEIGHBOUR = 300000002


@dataclass(slots=True)
class Elsewhere:
    """Another community, with a wall of its own."""

    id: int
    name: str
    screen_name: str


@dataclass(slots=True)
class Comment:
    """One comment; ``id`` counts within a wall. ``sender`` is negative for a community.

    ``root`` is the comment its thread began with, ``reply_to`` the one it answers; ``admin`` the
    employee who wrote it in the community's name by hand. Times are Unix seconds.
    """

    id: int
    sender: int
    date: int
    text: str = ""
    attachments: list[str] = field(default_factory=list)
    raw: list[JsonObject] = field(default_factory=list)
    reply_to: int | None = None
    root: int | None = None
    admin: int | None = None
    guid: str = ""
    repeats: int = 0
    deleted: bool = False
    edited: int | None = None


@dataclass(slots=True)
class Post:
    """One post on the wall of ``owner`` (negative: of a community). ``kind``: post or suggest.

    ``closed``: nobody may comment. ``no_links``: VK takes no addresses in comments here.
    """

    owner: int
    id: int
    sender: int
    date: int
    text: str = ""
    kind: str = "post"
    closed: bool = False
    no_links: bool = False
    comments: dict[int, Comment] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name by which links refer to it."""
        return f"{self.owner}_{self.id}"

    @property
    def standing(self) -> list[Comment]:
        """The comments that have not been deleted, oldest first."""
        return [one for one in self.comments.values() if not one.deleted]
