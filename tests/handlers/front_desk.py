"""A front desk without platforms: real rules, handlers, texts and storage; replies are kept.

What a platform would do is played by hand: a topic is put where `Refresh` asks for a card, and a
copy is noted when somebody says it was delivered.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from appeals.model import Address, Appeal, Employee, Message, MessageRef, Role, Topic
from appeals.words import Content
from bot.texts import Texts
from handlers import routing, settled
from handlers.conversation import (
    AnsweredElsewhere,
    Edited,
    EditedElsewhere,
    Incoming,
    LedBy,
    Person,
    Pressed,
    Reachability,
    Refresh,
    Refused,
    Reply,
    Say,
    Toast,
    TopicOf,
    Words,
    Wrote,
)
from handlers.guide import Guide
from handlers.office import ChannelRules, Desk, Office, ProblemCategory
from storage.store import Store, Unit

START = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
MODERATORS = Address("telegram", "-1001")
OLGA = Person("101", "Ольга Смирнова", "olga_hr")
PETR = Person("102", "Пётр Ким")
MARIA = Person("201", "Мария Иванова")
SERGEI = Person("202", "Сергей Орлов")
GUEST = Person("204", "Гость")
NADIA = Person("501", "Надежда Ли")
EDITOR = Person("vk:77", "")
ANONYMOUS = Person("1087968824", "Group", anonymous=True)
STAFF = (
    Employee("201", "Мария Иванова", "ведущий специалист", frozenset({Role.MODERATOR})),
    Employee("202", "Сергей Орлов", "специалист", frozenset({Role.MODERATOR})),
    Employee("205", "Анна Аналитик", "аналитик", frozenset({Role.ANALYST})),
)


ROADS = ProblemCategory("roads", "Дороги и тротуары", "roads")
HOUSING = ProblemCategory("housing", "Дом и двор")
VK = ChannelRules("message", personal_data=True, problem_categories=(ROADS, HOUSING))


def rules(**changes: object) -> Desk:
    """The house rules of the tests: a ministry in Novosibirsk."""
    desk = Desk(
        name="Министерство труда",
        short_name="Минтруд",
        zone=ZoneInfo("Asia/Novosibirsk"),
        zone_label="UTC+7",
        moderator_chat=MODERATORS,
        channels={"telegram": ChannelRules("consultation", personal_data=True), "vk": VK},
        answer_within={
            "consultation": timedelta(hours=24),
            "message": timedelta(hours=2),
            "problem": timedelta(hours=2),
        },
        guide=Guide(),
    )
    return replace(desk, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


@dataclass
class FrontDesk:
    """Who does what, and what the product wants to say about it."""

    store: Store
    desk: Desk = field(default_factory=rules)
    now: datetime = START
    texts: Texts = field(default_factory=Texts)
    next_id: int = 10

    @asynccontextmanager
    async def office(self) -> AsyncIterator[tuple[Office, Unit]]:
        """One unit of work."""
        async with self.store.begin() as unit:
            yield (
                Office(
                    self.now,
                    self.desk,
                    unit.appeals,
                    unit.clients,
                    unit.staff,
                    unit.messages,
                    unit.topics,
                    unit.dialogs,
                    unit.steps,
                    unit.notices,
                    unit.occurrences,
                    unit.marks,
                    unit.roster,
                    unit.switches,
                    unit.invitations,
                    unit.register,
                    unit.posts,
                    unit.consents,
                    unit.announcements,
                    unit.incidents,
                ),
                unit,
            )

    async def handle(self, incoming: Incoming) -> list[Reply]:
        """What the handlers answer; cards that were asked for get their topics."""
        async with self.office() as (office, unit):
            replies = await routing.handle(incoming, office)
            for reply in replies:
                if isinstance(reply, Refresh) and await unit.topics.of(reply.appeal_id) is None:
                    at = Address("telegram", "-1001", str(9000 + reply.appeal_id))
                    await unit.topics.put(Topic(reply.appeal_id, at, card="1"))
        return replies

    async def asks(
        self, text: str = "", who: Person = OLGA, channel: str = "telegram", **more: object
    ) -> list[Reply]:
        """A client writes in private."""
        at = Address(channel, who.id)
        return await self.handle(self.message(at, who, text, private=True, **more))

    async def reports(self, text: str = "", who: Person = NADIA, **more: object) -> list[Reply]:
        """A client writes to the community in VK."""
        return await self.asks(text, who, "vk", **more)

    async def clicks(self, data: str, who: Person = NADIA, message: str = "7") -> list[Reply]:
        """A client presses a button in VK; without `message` it came as a message."""
        press_id = "press" if message else ""
        at = Address("vk", who.id)
        return await self.handle(Pressed(at, who, message, data, press_id, private=True))

    async def comes_by(self, led_by: str, who: Person = NADIA) -> list[Reply]:
        """Somebody comes by the authority's app in VK."""
        return await self.handle(LedBy(Address("vk", who.id), who, self.now, led_by))

    async def answers_in_vk(
        self, text: str, client: Person = NADIA, who: Person = EDITOR, number: str = ""
    ) -> list[Reply]:
        """An employee answers a client in VK's own interface."""
        self.next_id += 1
        at, content = Address("vk", client.id), Content(text)
        event = AnsweredElsewhere(at, who, self.now, number or str(self.next_id), content)
        return await self.handle(event)

    async def edits_in_vk(
        self, text: str, number: str, client: Person = NADIA, who: Person = EDITOR
    ) -> list[Reply]:
        """An employee changes, in VK's own interface, what was answered there."""
        at = Address("vk", client.id)
        return await self.handle(EditedElsewhere(at, who, self.now, number, Content(text)))

    async def writes(
        self, text: str, who: Person = MARIA, appeal: int = 1, **more: object
    ) -> list[Reply]:
        """Somebody writes in the topic of an appeal; `appeal=0` is outside all topics."""
        thread = str(9000 + appeal) if appeal else ""
        at = replace(MODERATORS, thread=thread)
        return await self.handle(self.message(at, who, text, private=False, **more))

    def message(
        self, at: Address, who: Person, text: str, *, private: bool, **more: object
    ) -> Wrote:
        """The next message of the platform."""
        self.next_id += 1
        content = more.pop("content", None) or Content(text)
        assert isinstance(content, Content)
        base = Wrote(at, who, self.now, str(self.next_id), content, private)
        return replace(base, **more)  # type: ignore[arg-type]  # names are checked by replace

    async def edits(self, text: str, message: int, who: Person = OLGA) -> list[Reply]:
        """A client changes a message."""
        at = Address("telegram", who.id)
        edit = Edited(at, who, self.now, str(message), Content(text), private=True)
        return await self.handle(edit)

    async def corrects(self, text: str, message: int, who: Person = MARIA) -> list[Reply]:
        """An employee changes a message in the topic of the first appeal."""
        at = replace(MODERATORS, thread="9001")
        edit = Edited(at, who, self.now, str(message), Content(text), private=False)
        return await self.handle(edit)

    async def presses(self, data: str, who: Person = MARIA, message: str = "1") -> list[Reply]:
        """Somebody presses a button: staff in its appeal's topic, clients in their own chat."""
        private = who.id < "200"
        card = re.fullmatch(r"a:[a-z-]+:([0-9]{1,3}):[0-9]+", data, re.ASCII)
        thread = 9000 + int(card[1]) if card else 9001
        at = Address("telegram", who.id) if private else replace(MODERATORS, thread=str(thread))
        return await self.handle(Pressed(at, who, message, data, "press", private))

    async def blocks(self, who: Person = OLGA, *, reachable: bool = False) -> list[Reply]:
        """A client blocks the bot."""
        return await self.handle(Reachability(Address("telegram", who.id), who, reachable))

    async def delivered(self, message_id: int) -> list[Reply]:
        """A copy has arrived."""
        async with self.office() as (office, _):
            return await settled.delivered(office, message_id)

    async def refused(self, message_id: int, refusal: Refused) -> list[Reply]:
        """A copy to the client could not be delivered."""
        async with self.office() as (office, _):
            return await settled.refused(office, None, message_id, True, refusal)

    async def appeal(self, number: int = 1) -> Appeal:
        """An appeal as it is now."""
        async with self.store.begin() as unit:
            appeal = await unit.appeals.get(number)
        assert appeal is not None
        return appeal

    async def messages(self, appeal: int = 1) -> list[Message]:
        """Everything written in an appeal."""
        async with self.store.begin() as unit:
            return list(await unit.messages.of_appeal(appeal))

    async def history(self, appeal: int = 1) -> list[str]:
        """What happened to an appeal."""
        async with self.store.begin() as unit:
            return [event.what.value for event in await unit.appeals.history(appeal)]

    async def kept(
        self, message: int, who: Person = OLGA, channel: str = "telegram"
    ) -> Message | None:
        """What stands in a client's chat, as the storage has it."""
        async with self.store.begin() as unit:
            return await unit.messages.at(MessageRef(Address(channel, who.id), str(message)))

    async def stands(self, at: Address, message: str) -> Message | None:
        """What stands anywhere, as the storage has it."""
        async with self.store.begin() as unit:
            return await unit.messages.at(MessageRef(at, message))

    def said(self, replies: list[Reply]) -> list[str]:
        """Keys of what is said anywhere."""
        return [reply.lead.key for reply in replies if isinstance(reply, Say) and reply.lead]

    def toast(self, replies: list[Reply]) -> str:
        """The key of the toast, if any."""
        return next((reply.words.key for reply in replies if isinstance(reply, Toast)), "")

    def text(self, words: Words | None) -> str:
        """Words as they are read."""
        return self.texts.plain(words) if words else ""


def to_client(replies: list[Reply]) -> list[Say]:
    """What goes to a client's chat."""
    return [r for r in replies if isinstance(r, Say) and isinstance(r.to, Address)]


def to_topic(replies: list[Reply]) -> list[Say]:
    """What goes to an appeal's topic."""
    return [r for r in replies if isinstance(r, Say) and isinstance(r.to, TopicOf)]
