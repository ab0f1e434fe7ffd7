"""Posts that wait for approval, and what became of them; see `appeals.ports.Announcements`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from appeals.ports import Announcement, DraftState
from storage.column_types import is_row_id
from storage.db import Db
from storage.tables import announcements, is_state

_DRAFT = ("wave", "about", "channel", "chat", "text", "file", "nonce")
_WAITING = (DraftState.APPROVED.value, DraftState.PUBLISHING.value)


class Announcements:
    """Announcements within one unit of work."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, draft: Announcement) -> int | None:
        """A new draft (its `id` is ignored); its id, None when there was one of the kind before."""
        values: dict[str, Any] = {name: getattr(draft, name) for name in _DRAFT}
        rest = {"state": draft.state.value, "why": "", "decided_by": "", "published": ""}
        return await self._db.add_new(announcements, values | rest | {"tries": 0})

    async def get(self, post_id: int) -> Announcement | None:
        """By row id."""
        if not is_row_id(post_id):
            return None
        row = await self._db.first(select(announcements).where(announcements.c.id == post_id))
        return None if row is None else _post(row)

    async def of(self, wave: str, about: str) -> Sequence[Announcement]:
        """All posts of a wave about its opening, or about its results."""
        mine = (announcements.c.wave == wave) & (announcements.c.about == about)
        rows = await self._db.all(select(announcements).where(mine).order_by(announcements.c.id))
        return [_post(row) for row in rows]

    async def waiting(self) -> Sequence[Announcement]:
        """What is approved and not published yet, oldest first."""
        mine = (
            select(announcements)
            .where(is_state(announcements.c.state, *_WAITING))
            .order_by(announcements.c.id)
        )
        return [_post(row) for row in await self._db.all(mine)]

    async def decide(
        self,
        post: Announcement,
        among: Collection[DraftState],
        to: DraftState,
        by: str,
        at: datetime,
    ) -> bool:
        """An employee's decision; False when it stood otherwise meanwhile."""
        return await self._move(post, among, state=to.value, decided_by=by, decided_at=at, why="")

    async def move(
        self,
        post: Announcement,
        to: DraftState,
        *,
        why: str = "",
        published: str = "",
        tries: int = 0,
    ) -> bool:
        """What became of it, seen from the state in `post`; False when it stood otherwise."""
        tried = post.tries + tries
        return await self._move(
            post, {post.state}, state=to.value, why=why, published=published, tries=tried
        )

    async def _move(
        self, post: Announcement, among: Collection[DraftState], **values: object
    ) -> bool:
        states = [one.value for one in among]
        mine = (
            (announcements.c.id == post.id)
            & announcements.c.state.in_(states)
            & (announcements.c.tries == post.tries)
        )
        return bool(await self._db.run(update(announcements).where(mine).values(**values)))


def _post(row: Row[Any]) -> Announcement:
    named = {name: getattr(row, name) for name in _DRAFT}
    return Announcement(
        **named,
        id=row.id,
        state=DraftState(row.state),
        why=row.why,
        decided_by=row.decided_by,
        published=row.published,
        tries=row.tries,
    )
