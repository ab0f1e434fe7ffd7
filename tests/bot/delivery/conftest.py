"""An appeal whose card stands in its topic."""

import pytest

from tests.bot.program import Program


@pytest.fixture
async def asked(program: Program) -> Program:
    """Olga has asked; her appeal stands in the topic 102 with the card 103."""
    await program.receive(program.wrote("Положена ли квота?"))
    await program.work()
    await program.deliver()
    assert [call.at.thread for call in program.channel.ledger[-1:]] == ["102"]
    program.channel.ledger.clear()
    return program
