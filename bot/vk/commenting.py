"""Speaking on the community's wall, where strangers read along.

The community's key may comment and nothing else there: changing and deleting take a person's key,
photos, videos, topics and goods take no answer from a program at all (VK's schema, 5.199).
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog
from vk_api import VkUpload

from appeals.model import Address, MessageRef
from appeals.words import Attachment
from bot.names import clean_file_name
from bot.vk.client import Client, Lane
from bot.vk.contents import attached, name_of
from bot.vk.failures import Answered, CallFailed, NoAnswer
from bot.vk.keys import Keys
from bot.vk.outcomes import TOKEN_CODES
from bot.vk.outgoing import Values, worded
from bot.vk.places import POST
from bot.vk.uploads import NOT_TAKEN, Named, NotTaken, check, name_in, own_name
from bot.vk.wall_reading import comments_of
from handlers.conversation import Outcome, Refusal, Refused, Rendered, Sent

BESIDE = ("photo", "video", "market", "topic")
WALL = "wall"
BY_HAND = Refused(Refusal.BY_HAND, "VK takes no answer from a program there")
NEEDS_A_PERSON = Refused(Refusal.NO_RIGHTS, "needs vk.user_token")
WRONG = 100

Json = dict[str, Any]


log = structlog.get_logger(__name__)


class Unprepared(Exception):
    """What comes before commenting failed: nothing was said yet."""

    def __init__(self, failure: CallFailed) -> None:
        super().__init__(str(failure))
        self.failure = failure


def is_public(at: Address) -> bool:
    """A place where strangers read along, and no dialog with a person."""
    return at.chat.startswith((WALL, *BESIDE))


def guid_of(nonce: str) -> str:
    """By which VK knows a repetition: the same for the same nonce."""
    return hashlib.sha256((nonce or uuid4().hex).encode()).hexdigest()[:32]


class Commenting:
    """Comments in the name of the community `group_id`. Methods raise CallFailed or CannotSend."""

    def __init__(self, client: Client, group_id: int, keys: Keys, folder: Path) -> None:
        self._client, self._wall, self._keys, self._folder = client, -group_id, keys, folder

    async def send(self, to: Address, message: Rendered) -> Outcome:
        """Comment, in the thread of the comment that is answered.

        Exactly once as far as VK keeps its word about `guid` (it does not say for how long). After
        a lost answer the wall itself is looked at first, if a key may read it: the same words in
        answer to the same comment are not said again.
        """
        post = self._own_post(to)
        if post is None:
            return BY_HAND
        values = self._values(post, message)
        try:
            if message.again and (before := await self._said_before(post, values)):
                return Sent((before,))
            names = await self._names(message.content.attachments)
        except CallFailed as failure:
            raise Unprepared(failure) from None
        try:
            answer = await self._client.call(
                "wall.createComment", values | {"attachments": ",".join(names) or None}
            )
        except Answered as no:
            if no.code == WRONG and values["reply_to_comment"] and "reply_to" in no.detail:
                return Refused(Refusal.COMMENT_GONE, no.detail)
            raise
        number = answer.get("comment_id") if isinstance(answer, dict) else None
        if type(number) is not int:
            raise NoAnswer("no number in the answer")
        return Sent((str(number),))

    async def edit(self, ref: MessageRef, message: Rendered, has_files: bool) -> Outcome:
        """Change the words; the files stay."""
        post, editor = self._own_post(ref.at), self._keys.user
        if post is None:
            return BY_HAND
        if editor is None:
            return NEEDS_A_PERSON
        names: list[str] = []
        if has_files:
            try:
                one = await self._find(editor, post, ref.id)
            except CallFailed as failure:
                raise Unprepared(failure) from None
            if one is None:
                return Refused(Refusal.MESSAGE_GONE)
            names = [name for name in (name_of(kind, body) for kind, body in attached(one)) if name]
        values = {
            "owner_id": self._wall,
            "post_id": post,
            "comment_id": ref.id,
            "message": worded(message.content)["message"],
            "attachments": ",".join(names) or None,
        }
        return await _edited(editor, "wall.editComment", values, ref)

    async def remove(self, ref: MessageRef) -> Outcome:
        """Take a comment away, whoever wrote it; a post stays."""
        post, editor = self._own_post(ref.at), self._keys.user
        if post is None or ref.id == POST:
            return BY_HAND
        if editor is None:
            return NEEDS_A_PERSON
        values = {"owner_id": self._wall, "post_id": post, "comment_id": ref.id}
        return await _edited(editor, "wall.deleteComment", values, ref)

    def _own_post(self, at: Address) -> int | None:
        """The number of a post on the community's own wall."""
        owner, _, post = at.chat.removeprefix(WALL).partition("_")
        own = at.chat.startswith(WALL) and owner == str(self._wall)
        return int(post) if own and post.isdecimal() else None

    def _values(self, post: int, message: Rendered) -> Values:
        for file in message.content.attachments:
            check(file, self._folder)
        text = str(worded(message.content)["message"])
        answered = message.reply_to if message.reply_to.isdecimal() else None
        return {
            "owner_id": self._wall,
            "post_id": post,
            "from_group": -self._wall,
            "message": text or None,
            "reply_to_comment": answered,
            "guid": guid_of(message.nonce),
        }

    async def _said_before(self, post: int, values: Values) -> str:
        """The number of our own comment with these words, in answer to the same; else empty."""
        reader = self._keys.reader
        if reader is None:
            return ""
        try:
            async for thread in comments_of(reader, self._wall, post, Lane.SENDING):
                for one in thread:
                    if one.get("from_id") == self._wall and _says(one, values):
                        return str(one.get("id") or "")
        except Answered as no:
            # A key that may not look is no reason to say nothing; `guid` is relied upon then.
            log.warning("vk_wall_not_looked_at", error=str(no))
        return ""

    async def _find(self, reader: Client, post: int, number: str) -> Json | None:
        async for thread in comments_of(reader, self._wall, post, Lane.SENDING):
            for one in thread:
                if str(one.get("id")) == number:
                    return one
        return None

    async def _names(self, files: Sequence[Attachment]) -> list[str]:
        return [own_name(file) or await self._uploaded(file) for file in files]

    async def _uploaded(self, file: Attachment) -> str:
        """As a document, whatever it is: pictures for a wall take a person's key."""
        path = self._folder / file.path
        name = clean_file_name(file.name) or path.name

        def work(uploader: VkUpload) -> object:
            with Named(path, name) as content:
                return uploader.document_wall(content, title=name, group_id=-self._wall)

        try:
            return name_in(await self._client.upload(work))
        except Answered as no:
            if no.code in NOT_TAKEN:
                raise NotTaken(no.detail) from None
            raise


def _says(one: Json, values: Values) -> bool:
    same = str(one.get("text") or "").split() == str(values["message"] or "").split()
    answered = str(one.get("reply_to_comment") or "")
    return same and answered == (values["reply_to_comment"] or "")


async def _edited(editor: Client, method: str, values: Values, ref: MessageRef) -> Outcome:
    """A person's key that VK does not take is no trouble of the community's."""
    try:
        await editor.call(method, values)
    except Answered as no:
        if no.code in TOKEN_CODES:
            return Refused(Refusal.NO_RIGHTS, no.detail)
        raise
    return Sent((ref.id,))
