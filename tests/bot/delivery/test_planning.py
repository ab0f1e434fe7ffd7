"""What begins next: the most urgent first, a little ahead of the limits, and taken back in time."""

import asyncio
from dataclasses import replace

from appeals.model import SYSTEM, Address
from bot.limits import Limits
from handlers.conversation import Priority
from handlers.stopping import STOPPED
from storage.store import Store
from tests.bot.delivery.given import CROWD, received, say
from tests.bot.program import HOME, Program
from tests.fakes import ManualClock


async def test_answers_go_before_acknowledgements_before_the_rest(store: Store) -> None:
    clock = ManualClock()
    one_a_second = Limits(1, 100, 100, group_per_minute=100, clock=clock.monotonic)
    program = Program(store, clock, limits=one_a_second)
    order = [Priority.HOUSEKEEPING, Priority.COPY, Priority.ACKNOWLEDGEMENT, Priority.ANSWER]
    for number, priority in enumerate(order):
        await program.put(say(priority.name, Address("telegram", str(number)), priority))
    for _ in order:
        await program.deliver()
        clock.advance(1)
    assert program.channel.texts() == [priority.name for priority in reversed(order)]


async def test_before_all_an_answer_does_not_wait_for_first_signs(store: Store) -> None:
    clock = ManualClock()
    program = Program(
        store, clock, limits=Limits(100, 100, 100, group_per_minute=2, clock=clock.monotonic)
    )
    await program.put(*(replace(received(number), or_react=False) for number in range(3)))
    await program.put(replace(say("Да", CROWD, Priority.ANSWER), message_id=1))
    await program.deliver()
    assert program.channel.texts(CROWD.chat)[0] == "Да"


async def test_the_group_shares_one_bucket_and_clients_do_not_wait_for_it(store: Store) -> None:
    clock = ManualClock()
    program = Program(store, clock, limits=Limits(1000, 1000, 1000, clock=clock.monotonic))
    for number in range(30):
        at = Address("telegram", str(500 + number))
        await program.receive(program.wrote(f"Вопрос {number}?", at))
    await program.work()
    await program.deliver()
    home = [call for call in program.channel.ledger if call.at.chat == HOME.chat]
    assert [call.method for call in home].count("send") == 10
    assert len(home) == 20
    assert len(program.channel.ledger) - len(home) == 30
    for _ in range(3):
        clock.advance(60)
        await program.deliver()
    assert len(program.channel.calls("open_topic")) == 30
    assert len(program.channel.texts(HOME.chat)) == 30


async def saturated(store: Store) -> Program:
    """Twelve people are to be told something; four of them were, which is what a second takes."""
    clock = ManualClock()
    program = Program(store, clock, limits=Limits(4, 100, 100, clock=clock.monotonic))
    await program.put(*(say(f"всем {n}", Address("telegram", str(n))) for n in range(12)))
    await program.deliver()
    assert len(program.channel.ledger) == 4
    clock.advance(0.8)
    await program.delivery.step()
    assert await program.counts() == {"sending": 4, "pending": 4}
    return program


async def test_a_freed_place_is_used_without_waiting_for_the_storage(store: Store) -> None:
    program = await saturated(store)
    async with store.begin():
        async with asyncio.timeout(30):
            while len(program.channel.ledger) == 4:
                program.clock.advance(0.05)
                await asyncio.sleep(0.01)
    await program.delivery.settle()


async def test_an_answer_goes_before_what_is_planned_for_many(store: Store) -> None:
    program = await saturated(store)
    await program.put(say("ответ", Address("telegram", "900"), Priority.ANSWER))
    await program.delivery.step()
    program.clock.advance(0.2)
    await program.deliver()
    assert program.channel.texts()[4] == "ответ"


async def test_after_a_refusal_for_now_nothing_planned_is_sent(store: Store) -> None:
    program = await saturated(store)
    program.delivery._limits["telegram"].pause(None, 30)
    program.clock.advance(10)
    await program.deliver()
    assert len(program.channel.ledger) == 4
    assert await program.counts() == {"pending": 8}
    program.clock.advance(20)
    await program.deliver()
    assert len(program.channel.ledger) == 8


async def test_an_emergency_stop_takes_back_what_is_planned(store: Store) -> None:
    program = await saturated(store)
    async with store.begin() as unit:
        await unit.switches.set(STOPPED, "yes", SYSTEM, program.clock.now())
    await program.delivery.step()
    program.clock.advance(5)
    await program.deliver()
    assert len(program.channel.ledger) == 4
    assert await program.counts() == {"pending": 8}


async def test_what_is_planned_but_not_begun_at_the_end_is_no_doubt(store: Store) -> None:
    program = await saturated(store)
    await program.delivery.finish(1)
    assert len(program.channel.ledger) == 4
    assert await program.counts() == {"pending": 8}
