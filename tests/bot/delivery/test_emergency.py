"""In an emergency stop only staff are written to."""

from appeals.model import Actor, ActorKind, Address
from appeals.words import Content
from handlers.conversation import ModeratorChat, Say, TopicOf
from tests.bot.delivery.given import say
from tests.bot.program import MARIA, PETR, Program


async def stop_outgoing(program: Program, value: str = "yes") -> None:
    """The controller's switch."""
    async with program.store.begin() as unit:
        by = Actor(ActorKind.STAFF, "201")
        await unit.switches.set("outgoing-stopped", value, by, program.clock.now())


async def test_in_an_emergency_stop_messages_to_clients_wait_in_order(program: Program) -> None:
    await stop_outgoing(program)
    await program.put(say("1"), say("2"), say("другой", PETR))
    await program.deliver()
    assert program.channel.texts() == []
    assert await program.counts() == {"pending": 3}
    await stop_outgoing(program, "")
    await program.deliver()
    assert sorted(program.channel.texts()) == ["1", "2", "другой"]
    assert program.channel.texts("101") == ["1", "2"]


async def test_in_an_emergency_stop_the_moderator_chat_and_staff_are_served(
    asked: Program,
) -> None:
    async with asked.store.begin() as unit:
        await unit.staff.seed([MARIA])
    await stop_outgoing(asked)
    flood = [say("ждёт", Address("telegram", str(n))) for n in range(1000, 1300)]
    await asked.put(
        *flood,
        Say(TopicOf(1), content=Content("в теме")),
        Say(ModeratorChat(), content=Content("в чате")),
        say("сотруднику", Address("telegram", MARIA.id)),
    )
    await asked.deliver()
    assert sorted(asked.channel.texts()) == ["в теме", "в чате", "сотруднику"]
