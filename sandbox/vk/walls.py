"""What people and employees do on walls: post, comment, edit, delete, close the comments."""

import re
from collections.abc import Sequence
from typing import Any

from sandbox.core import Core, NotPossibleError
from sandbox.files import FileStore, Upload
from sandbox.vk import wall_wire
from sandbox.vk.employees import VkEmployees
from sandbox.vk.storing import kind_of, stored
from sandbox.vk.wall_state import Comment, Elsewhere, Post

COMMENT_LIMIT = 16_384
_AT = re.compile(r"(?<![\w|\[])@([A-Za-z][\w.]{2,})")
_BESIDE = {
    "photo_comment": {"item": "photo_id", "owner": "photo_owner_id"},
    "video_comment": {"item": "video_id", "owner": "video_owner_id"},
    "market_comment": {"item": "item_id", "owner": "market_owner_id"},
    "board_post": {"item": "topic_id", "owner": "topic_owner_id"},
}


class VkWalls(VkEmployees):
    """A VK with walls: the community's own, people's, and other communities'.

    The community's program learns of its own wall only; the rest is there for those who search.
    """

    def __init__(self, world: Core, files: FileStore | None = None) -> None:
        super().__init__(world, files)
        self.posts: dict[str, Post] = {}
        self.elsewhere: dict[int, Elsewhere] = {}
        self.wall_numbers: dict[int, int] = {}

    @property
    def own_wall(self) -> int:
        """The owner of the community's wall."""
        return -self.community.id

    def find_post(self, owner: int, post: int) -> Post:
        """Return a post; raises NotPossibleError when it is not there."""
        found = self.posts.get(f"{owner}_{post}")
        if found is None:
            raise NotPossibleError(f"на стене {owner} нет записи {post}")
        return found

    def find_comment(self, owner: int, post: int, comment: int) -> tuple[Post, Comment]:
        """Return a comment and its post; raises NotPossibleError when it is not there."""
        where = self.find_post(owner, post)
        if comment not in where.comments:
            raise NotPossibleError(f"под записью {where.key} нет комментария {comment}")
        return where, where.comments[comment]

    def publishes(self, text: str, owner: int | None = None, sender: int | None = None) -> Post:
        """Put a post on a wall in its owner's name or ``sender``'s; the community's by default.

        What somebody else puts on the community's wall is there at once.
        """
        wall = self.own_wall if owner is None else owner
        return self._posted(Post(wall, 0, sender or wall, 0, self._linked(text)))

    def put_up(self, owner: int, text: str) -> Post:
        """Let a post stand there as if it always had: nobody is told."""
        post = Post(owner, self._next_number(owner), owner, self.world.unix_now(), text)
        self.posts[post.key] = post
        return post

    def suggests(self, user: int, text: str) -> Post:
        """Offer the community a post, which only its editors see."""
        self.user(user)
        return self._posted(Post(self.own_wall, 0, user, 0, self._linked(text), "suggest"))

    def comments(
        self,
        user: int,
        post: int,
        text: str = "",
        *,
        owner: int | None = None,
        reply_to: int | None = None,
        files: Sequence[Upload] = (),
        raw: Sequence[dict[str, Any]] = (),
    ) -> Comment:
        """Comment as a user; ``reply_to`` is the comment answered, in its thread."""
        self.user(user)
        where = self.find_post(self.own_wall if owner is None else owner, post)
        keys = [stored(self, one, kind_of(one), user).key for one in files]
        said = Comment(0, user, 0, text, keys, list(raw), reply_to)
        return self._commented(where, said)

    def employee_comments(
        self,
        admin: int,
        post: int,
        text: str,
        *,
        owner: int | None = None,
        reply_to: int | None = None,
    ) -> Comment:
        """Comment in the community's name, by hand; no event says who of the employees it was."""
        self._employee(admin)
        where = self.find_post(self.own_wall if owner is None else owner, post)
        return self._commented(
            where, Comment(0, self.own_wall, 0, text, reply_to=reply_to, admin=admin)
        )

    def edits_comment(self, owner: int, post: int, comment: int, text: str) -> Comment:
        """Change a comment, whoever wrote it."""
        where, one = self.find_comment(owner, post, comment)
        if one.deleted or not text.strip():
            raise NotPossibleError("изменить так комментарий нельзя")
        one.text, one.edited = self._linked(text), self.world.unix_now()
        self._tell("wall_reply_edit", where, wall_wire.comment(self, where, one))
        return one

    def deletes_comment(self, owner: int, post: int, comment: int, deleter: int = 0) -> None:
        """Take a comment away."""
        where, one = self.find_comment(owner, post, comment)
        if one.deleted:
            raise NotPossibleError("комментарий уже удалён")
        one.deleted = True
        gone = wall_wire.deleted(where, one, deleter or one.sender)
        self._tell("wall_reply_delete", where, gone)

    def restores_comment(self, owner: int, post: int, comment: int) -> Comment:
        """Put a deleted comment back."""
        where, one = self.find_comment(owner, post, comment)
        if not one.deleted:
            raise NotPossibleError("комментарий на месте")
        one.deleted = False
        self._tell("wall_reply_restore", where, wall_wire.comment(self, where, one))
        return one

    def closes_comments(self, owner: int, post: int, *, closed: bool = True) -> None:
        """Let nobody comment any more, or everybody again; the program is not told, as in VK."""
        self.find_post(owner, post).closed = closed
        self.announce("wall")

    def comments_beside(self, family: str, item: int, user: int, text: str) -> dict[str, Any]:
        """Comment a photo, video, product or topic of the community: an event and nothing more."""
        self.user(user)
        if family not in _BESIDE:
            raise NotPossibleError("такого места для комментариев нет")
        names = _BESIDE[family]
        thing: dict[str, Any] = {
            "id": self._next_number(self.own_wall),
            "from_id": user,
            "date": self.world.unix_now(),
            "text": text,
            names["item"]: item,
            names["owner"]: self.own_wall,
        }
        self.emit(f"{family}_new", thing)
        return thing

    def commented_by_program(self, where: Post, said: Comment) -> Comment:
        """What ``wall.createComment`` does once it has let a comment through."""
        return self._commented(where, said, checked=True)

    def _posted(self, post: Post) -> Post:
        if not post.text.strip():
            raise NotPossibleError("пустая запись не публикуется")
        if post.owner > 0:
            self.user(post.owner)
        elif -post.owner not in {self.community.id, *self.elsewhere}:
            raise NotPossibleError("такой стены нет")
        post.id, post.date = self._next_number(post.owner), self.world.unix_now()
        self.posts[post.key] = post
        self._tell("wall_post_new", post, wall_wire.event_post(post))
        return post

    def _commented(self, where: Post, said: Comment, *, checked: bool = False) -> Comment:
        if not (said.text.strip() or said.attachments or said.raw):
            raise NotPossibleError("пустой комментарий не отправляется")
        if len(said.text) > COMMENT_LIMIT:
            raise NotPossibleError("комментарий слишком длинный")
        if where.closed and not checked:
            raise NotPossibleError("комментарии под этой записью закрыты")
        if said.reply_to is not None:
            answered = where.comments.get(said.reply_to)
            if answered is None or answered.deleted:
                raise NotPossibleError("комментария, на который отвечают, нет")
            said.root = answered.root or answered.id
        said.id, said.date = self._next_number(where.owner), self.world.unix_now()
        said.text = self._linked(said.text)
        where.comments[said.id] = said
        self._tell("wall_reply_new", where, wall_wire.comment(self, where, said))
        return said

    def _tell(self, kind: str, where: Post, thing: dict[str, Any]) -> None:
        if where.owner == self.own_wall:
            self.emit(kind, thing)
        sender = thing.get("from_id") or thing["deleter_id"]
        self.announce("wall", where.owner, where.id, sender=sender)

    def _next_number(self, owner: int) -> int:
        self.wall_numbers[owner] = self.wall_numbers.get(owner, 0) + 1
        return self.wall_numbers[owner]

    def _linked(self, text: str) -> str:
        """A community named by its short name becomes a link, as VK does it."""
        known = {one.screen_name: one.id for one in self.elsewhere.values()}
        known |= {self.community.screen_name: self.community.id}

        def link(found: re.Match[str]) -> str:
            number = known.get(found[1])
            return f"[club{number}|@{found[1]}]" if number else found[0]

        return _AT.sub(link, text)
