"""Messages on their way, and what became of them."""

from dataclasses import replace

from appeals.model import Address, Change, Fate, MessageRef, Side, State, What
from appeals.words import Content
from handlers.conversation import Priority, Say, Words
from tests.bot.program import OLGA, Program, in_topic

NOTICE = Words("client-unreadable")
CROWD = Address("telegram", "-1005")


def say(text: str, to: Address = OLGA, priority: Priority = Priority.ACKNOWLEDGEMENT) -> Say:
    """A short message."""
    return Say(to, content=Content(text), priority=priority)


def received(number: int) -> Say:
    """The first sign of a question in a group."""
    facts = {"number": str(number), "due": "17:00", "zone": "UTC+7", "late": "no"}
    return Say(CROWD, Words("public-registered", facts), reply_to=str(number), or_react=True)


async def answer(
    program: Program,
    text: str = "Да, положена.",
    message_id: str = "77",
    at: Address = OLGA,
    reply_to: str = "",
) -> int:
    """An employee's words on their way to Olga; the id of the stored message."""
    async with program.store.begin() as unit:
        message = await unit.messages.add(
            appeal_id=1,
            side=Side.STAFF,
            author="201",
            ref=MessageRef(in_topic("102"), message_id),
            content=Content(text),
            at=program.clock.now(),
            fate=Fate.QUEUED,
        )
    content, number = Content(text), message.id
    said = Say(at, None, content, reply_to=reply_to, message_id=number, priority=Priority.ANSWER)
    await program.put(said)
    return number


async def fate(program: Program, message_id: int) -> Fate | None:
    """What became of a stored message."""
    async with program.store.begin() as unit:
        message = await unit.messages.get(message_id)
    return message.fate if message else None


async def happened(program: Program) -> list[What]:
    """The appeal's history."""
    async with program.store.begin() as unit:
        return [event.what for event in await unit.appeals.history(1)]


async def take(program: Program) -> None:
    """Maria takes the appeal."""
    async with program.store.begin() as unit:
        appeal = await unit.appeals.get(1)
        assert appeal is not None
        taken = replace(appeal, state=State.TAKEN, executor="201")
        await unit.appeals.save(Change(taken, ()))
