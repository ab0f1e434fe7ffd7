"""The authority's own posts, below which people comment; implements `appeals.ports.Posts`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from appeals.model import Address, Post
from storage.db import Db
from storage.tables import posts

KEY = ("channel", "chat", "thread", "root")
AT = select(posts).where(*(posts.c[name] == bindparam(name) for name in KEY))
LATEST = (
    select(posts)
    .where(posts.c.source == bindparam("from_there"))
    .order_by(posts.c.published_at.desc(), posts.c.id.desc())
    .limit(bindparam("most"))
)


class Posts:
    """Posts within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, post: Post) -> None:
        """Remember a post; the same one again refreshes what is known of it."""
        values = _key(post.at, post.root) | {
            "source": post.source,
            "link": post.link,
            "excerpt": post.excerpt,
            "published_at": post.published_at,
        }
        await self._db.put(posts, KEY, values)

    async def at(self, at: Address, root: str) -> Post | None:
        """The post whose comments these are."""
        row = await self._db.first(AT, _key(at, root))
        return None if row is None else _post(row)

    async def latest(self, source: str, limit: int) -> Sequence[Post]:
        """The posts of a channel or wall, newest first."""
        rows = await self._db.all(LATEST, {"from_there": source, "most": limit})
        return [_post(row) for row in rows]


def _key(at: Address, root: str) -> dict[str, Any]:
    return {"channel": at.channel, "chat": at.chat, "thread": at.thread, "root": root}


def _post(row: Row[Any]) -> Post:
    at = Address(row.channel, row.chat, row.thread)
    return Post(at, row.root, row.source, row.link, row.excerpt, row.published_at)
