"""In bad weather nothing is risked until a harmless call succeeds."""

from appeals.model import Address
from handlers.conversation import Later, Unknown
from tests.bot.delivery.given import say
from tests.bot.program import Program


async def test_in_a_storm_nothing_is_risked_until_a_harmless_call_succeeds(
    program: Program,
) -> None:
    program.channel.refuse = lambda _: Unknown("ServerError")
    await program.put(*(say("1", Address("telegram", str(n))) for n in range(600, 604)))
    await program.deliver()
    tried = len(program.channel.ledger)
    program.channel.fair = False
    for _ in range(20):
        program.clock.advance(120)
        await program.deliver()
    assert len(program.channel.ledger) == tried
    assert program.channel.looked >= 20
    program.channel.fair, program.channel.refuse = True, lambda _: None
    program.clock.advance(120)
    await program.deliver()
    assert await program.counts() == {}
    assert len(program.channel.ledger) == tried + 4


async def test_trouble_of_the_whole_platform_is_not_hammered_at(program: Program) -> None:
    program.channel.answers["send"] = [Later(2, "network")] * 1000
    await program.put(*(say("!", Address("telegram", str(n))) for n in range(400)))
    for _ in range(60):
        await program.deliver()
        program.clock.advance(1)
    assert len(program.channel.ledger) < 32 * 8
