"""Looking around in Telegram and leaving no trace: who the bot is, where it sits, with whom.

For `otklik doctor`: every question is asked once, and an answer that does not come says why.
"""

from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError
from aiogram.methods import (
    CloseForumTopic,
    DeleteForumTopic,
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetMe,
    GetWebhookInfo,
    SendChatAction,
    TelegramMethod,
)
from pydantic import BaseModel

from bot.status import Trouble
from bot.telegram.outcomes import outcome_of
from bot.telegram.status import trouble_of
from handlers.conversation import Refused, Relocated

Facts = dict[str, Any]


class Unanswered(Exception):
    """Telegram did not give what was asked for.

    `trouble` REFUSED means that it answered no; `detail` is then its own text, and `moved_to` the
    chat's new id if it has one.
    """

    def __init__(self, trouble: Trouble, detail: str = "", moved_to: str = "") -> None:
        super().__init__(detail or trouble)
        self.trouble, self.detail, self.moved_to = trouble, detail, moved_to

    @property
    def is_no(self) -> bool:
        """Telegram understood and refused; anything else is a trouble on the way."""
        return self.trouble is Trouble.REFUSED


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself. `sees_all`: privacy mode is off."""

    id: str
    username: str
    sees_all: bool
    joins_groups: bool


@dataclass(frozen=True, slots=True)
class ChatFacts:
    """A chat the bot can see. `kind`: private, group, supergroup or channel.

    `linked` is a channel's discussion group, or the channel whose discussion group this is.
    `reactions`: some are allowed there.
    """

    kind: str
    title: str
    forum: bool
    linked: str = ""
    reactions: bool = True


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """Somebody in a chat, and what they may do there."""

    id: str
    name: str
    present: bool
    admin: bool
    manages_topics: bool = False
    deletes: bool = False
    posts: bool = False
    anonymous: bool = False


class Inspection:
    """Questions to Telegram. Every method raises Unanswered when there is no answer.

    Answers are read as plain JSON, so that a Bot API server a little older or newer than the
    library is understood too.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def me(self) -> Me:
        """Who the bot is."""
        bot = await self._ask(GetMe())
        sees_all, joins = bot.get("can_read_all_group_messages"), bot.get("can_join_groups", True)
        return Me(str(bot["id"]), bot.get("username", ""), bool(sees_all), bool(joins))

    async def webhook(self) -> str:
        """The host that gets the updates in our stead; empty when there is none."""
        url: str = (await self._ask(GetWebhookInfo())).get("url", "")
        return url.partition("://")[2].partition("/")[0]

    async def chat(self, chat: str) -> ChatFacts:
        """What kind of chat it is."""
        found = await self._ask(GetChat(chat_id=int(chat)))
        return ChatFacts(
            found["type"],
            found.get("title", ""),
            bool(found.get("is_forum")),
            str(found.get("linked_chat_id") or ""),
            found.get("available_reactions") != [],
        )

    async def member(self, chat: str, person: str) -> MemberFacts:
        """A person's place in a chat."""
        return _member(await self._ask(GetChatMember(chat_id=int(chat), user_id=int(person))))

    async def reaches(self, person: str) -> bool:
        """May the bot write to this person: did they press Start, and not block the bot since?

        Asked by showing them "typing…" for a moment, the only question without a message.
        """
        try:
            await self._answer(SendChatAction(chat_id=int(person), action="typing"))
        except Unanswered as answer:
            if answer.is_no:
                return False
            raise
        return True

    async def administrators(self, chat: str) -> list[MemberFacts]:
        """The administrators of a chat that are people."""
        found = await self._answer(GetChatAdministrators(chat_id=int(chat)))
        return [_member(one) for one in found if not one["user"].get("is_bot")]

    async def remove_topic(self, chat: str, thread: str) -> bool:
        """Delete a topic, or only close it where the right to delete is missing: then False."""
        try:
            await self._answer(DeleteForumTopic(chat_id=int(chat), message_thread_id=int(thread)))
        except Unanswered:
            await self._answer(CloseForumTopic(chat_id=int(chat), message_thread_id=int(thread)))
            return False
        return True

    async def _ask(self, method: TelegramMethod[Any]) -> Facts:
        answer = await self._answer(method)
        if not isinstance(answer, dict):
            raise Unanswered(Trouble.SERVER)
        return answer

    async def _answer(self, method: TelegramMethod[Any]) -> Any:  # noqa: ANN401 - JSON is anything
        try:
            answer = await self._bot(method)
        except ClientDecodeError as error:
            data = error.data
            if not isinstance(data, dict) or "result" not in data:
                raise Unanswered(Trouble.SERVER) from None
            return data["result"]
        except Exception as error:
            raise _unanswered(error) from None
        return _plain(answer)


def _plain(answer: object) -> object:
    if isinstance(answer, BaseModel):
        return answer.model_dump(mode="json", exclude_none=True, warnings=False)
    return [_plain(one) for one in answer] if isinstance(answer, list) else answer


def _unanswered(error: Exception) -> Unanswered:
    match outcome_of(error):
        case Relocated(to_chat=chat):
            return Unanswered(Trouble.REFUSED, moved_to=chat)
        case Refused(detail=detail):
            return Unanswered(Trouble.REFUSED, detail)
    trouble = trouble_of(error)
    # An answer nobody expected from a call that was not refused: the address is no Bot API.
    return Unanswered(Trouble.SERVER if trouble is Trouble.REFUSED else trouble)


def _member(one: Facts) -> MemberFacts:
    status, user = one["status"], one["user"]
    owner = status == "creator"
    names = (user.get("first_name", ""), user.get("last_name", ""))
    gone = status in {"left", "kicked"} or (status == "restricted" and not one.get("is_member"))
    return MemberFacts(
        id=str(user["id"]),
        name=" ".join(filter(None, names)),
        present=not gone,
        admin=owner or status == "administrator",
        manages_topics=owner or bool(one.get("can_manage_topics")),
        deletes=owner or bool(one.get("can_delete_messages")),
        posts=owner or bool(one.get("can_post_messages")),
        anonymous=bool(one.get("is_anonymous")),
    )
