"""What follows from the outcome of a call, where more than the call's own row is concerned."""

from pathlib import Path

import pytest

from handlers import notices
from handlers.conversation import Outcome, Refusal, Refused
from tests.bot.program import HOME, MARIA, Program, with_maria
from tests.fakes import Call


@pytest.fixture
async def program(tmp_path: Path) -> Program:
    """Maria works here, has started the bot, and an appeal waits."""
    made = await with_maria(tmp_path)
    await made.receive(made.wrote("Положена ли квота?"))
    await made.work()
    await made.deliver()
    made.channel.ledger.clear()
    return made


async def flush(program: Program) -> None:
    """The tick says what is to be said, and it goes out."""
    async with program.store.begin() as unit:
        said = await notices.flush(program.house.office(unit, program.clock.now()))
    await program.put(*said)
    await program.deliver()


async def test_a_notice_that_its_recipient_refuses_is_told_in_the_moderator_chat(
    program: Program,
) -> None:
    def blocked(call: Call) -> Outcome | None:
        return Refused(Refusal.BLOCKED) if call.at.chat == MARIA.id else None

    program.channel.refuse = blocked
    async with program.store.begin() as unit:
        await unit.notices.add(MARIA.id, 1, "warn:4h", False, program.clock.now())
    await flush(program)
    assert program.channel.texts(HOME.chat) == []
    await flush(program)
    (mention,) = program.channel.texts(HOME.chat)
    assert "Мария Иванова" in mention
    assert "бот заблокирован" in mention
    await flush(program)
    assert len(program.channel.texts(HOME.chat)) == 1
    async with program.store.begin() as unit:
        known = await unit.clients.known("telegram", MARIA.id)
    assert known is not None
    assert not known.reachable


async def test_a_notice_that_arrives_is_not_said_again(program: Program) -> None:
    async with program.store.begin() as unit:
        await unit.notices.add(MARIA.id, 1, "warn:4h", False, program.clock.now())
    await flush(program)
    await flush(program)
    assert len(program.channel.texts(MARIA.id)) == 1
    assert program.channel.texts(HOME.chat) == []
