"""How much may be under way at once, and what a group's limit makes of a reply."""

import asyncio
from dataclasses import replace

from appeals.model import Address
from bot.limits import Limits
from storage.store import Store
from tests.bot.delivery.given import CROWD, received, say
from tests.bot.program import Program
from tests.fakes import ManualClock


async def test_at_most_sixteen_calls_run_at_once(program: Program) -> None:
    program.channel.gate = asyncio.Event()
    await program.put(*(say("!", Address("telegram", str(n))) for n in range(50)))
    await program.delivery.step()
    await asyncio.sleep(0)
    await program.delivery.step()
    await asyncio.sleep(0)
    assert program.channel.most_running == 16
    program.channel.gate.set()
    await program.deliver()
    assert len(program.channel.ledger) == 50


async def test_a_group_of_clients_has_a_groups_limit(store: Store) -> None:
    clock = ManualClock()
    program = Program(
        store, clock, limits=Limits(100, 100, 100, group_per_minute=3, clock=clock.monotonic)
    )
    await program.put(*(replace(received(number), or_react=False) for number in range(5)))
    await program.deliver()
    assert len(program.channel.texts(CROWD.chat)) == 3


async def test_when_a_groups_limit_is_near_a_reaction_says_received(store: Store) -> None:
    clock = ManualClock()
    program = Program(
        store, clock, limits=Limits(100, 100, 100, group_per_minute=20, clock=clock.monotonic)
    )
    await program.put(*map(received, range(18)))
    await program.deliver()
    assert len(program.channel.texts(CROWD.chat)) == 15
    assert [call.id for call in program.channel.calls("react")] == ["15", "16", "17"]
    clock.advance(61)
    await program.put(received(50))
    await program.deliver()
    assert "№ 50" in program.channel.texts(CROWD.chat)[-1]


async def test_where_no_reaction_can_be_set_it_is_said_all_the_same(store: Store) -> None:
    clock = ManualClock()
    program = Program(
        store, clock, limits=Limits(100, 100, 100, group_per_minute=4, clock=clock.monotonic)
    )
    capabilities = replace(program.channel.capabilities, reactions=False)
    program.channel.capabilities = capabilities
    await program.put(*map(received, range(4)))
    await program.deliver()
    assert len(program.channel.texts(CROWD.chat)) == 4
    assert program.channel.calls("react") == []
