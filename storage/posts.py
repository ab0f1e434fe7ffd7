"""Posts that wait for approval, and what became of them; implements `appeals.ports.Posts`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from appeals.ports import Post, PostState
from storage.column_types import is_row_id
from storage.db import Db
from storage.tables import is_state, posts

_DRAFT = ("wave", "about", "channel", "chat", "text", "file", "nonce")
_WAITING = (PostState.APPROVED.value, PostState.PUBLISHING.value)


class Posts:
    """Posts within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, draft: Post) -> int | None:
        """A new draft (its `id` is ignored); its id, None when there was one of the kind before."""
        values: dict[str, Any] = {name: getattr(draft, name) for name in _DRAFT}
        rest = {"state": draft.state.value, "why": "", "decided_by": "", "published": ""}
        return await self._db.add_new(posts, values | rest | {"tries": 0})

    async def get(self, post_id: int) -> Post | None:
        """By row id."""
        if not is_row_id(post_id):
            return None
        row = await self._db.first(select(posts).where(posts.c.id == post_id))
        return None if row is None else _post(row)

    async def of(self, wave: str, about: str) -> Sequence[Post]:
        """All posts of a wave about its opening, or about its results."""
        mine = (posts.c.wave == wave) & (posts.c.about == about)
        rows = await self._db.all(select(posts).where(mine).order_by(posts.c.id))
        return [_post(row) for row in rows]

    async def waiting(self) -> Sequence[Post]:
        """What is approved and not published yet, oldest first."""
        mine = select(posts).where(is_state(posts.c.state, *_WAITING)).order_by(posts.c.id)
        return [_post(row) for row in await self._db.all(mine)]

    async def decide(
        self, post: Post, among: Collection[PostState], to: PostState, by: str, at: datetime
    ) -> bool:
        """An employee's decision; False when it stood otherwise meanwhile."""
        return await self._move(post, among, state=to.value, decided_by=by, decided_at=at, why="")

    async def move(
        self, post: Post, to: PostState, *, why: str = "", published: str = "", tries: int = 0
    ) -> bool:
        """What became of it, seen from the state in `post`; False when it stood otherwise."""
        tried = post.tries + tries
        return await self._move(
            post, {post.state}, state=to.value, why=why, published=published, tries=tried
        )

    async def _move(self, post: Post, among: Collection[PostState], **values: object) -> bool:
        states = [one.value for one in among]
        mine = (posts.c.id == post.id) & posts.c.state.in_(states) & (posts.c.tries == post.tries)
        return bool(await self._db.run(update(posts).where(mine).values(**values)))


def _post(row: Row[Any]) -> Post:
    named = {name: getattr(row, name) for name in _DRAFT}
    return Post(
        **named,
        id=row.id,
        state=PostState(row.state),
        why=row.why,
        decided_by=row.decided_by,
        published=row.published,
        tries=row.tries,
    )
