"""The loop: in order, at least once, and nothing is lost when the storage or the program fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from appeals.model import Address
from appeals.words import Content
from bot.limits import Limits
from handlers.conversation import Later, Outcome, Priority, Refusal, Refused, Say, Withdraw
from storage.engine import make_engine
from storage.errors import StorageFull
from storage.store import Store, Unit
from tests.bot.delivery.given import say
from tests.bot.program import OLGA, PETR, Program
from tests.fakes import Call, ManualClock


async def test_a_lane_is_sent_in_order_however_urgent_the_later_ones_are(program: Program) -> None:
    await program.put(say("1", priority=Priority.BULK), say("2", priority=Priority.ANSWER))
    await program.deliver()
    assert program.channel.texts() == ["1", "2"]


async def test_in_a_private_chat_everything_stays_in_its_order(program: Program) -> None:
    await program.put(say("1"), say("2", priority=Priority.ANSWER))
    await program.deliver()
    assert program.channel.texts() == ["1", "2"]


async def test_a_failed_head_lets_its_lane_go_on(program: Program) -> None:
    program.channel.answers["send"] = [Refused(Refusal.OTHER, "no")]
    await program.put(say("1"), say("2"))
    await program.deliver()
    assert program.channel.texts() == ["1", "2"]
    assert await program.counts() == {"failed": 1}


async def test_a_call_under_way_holds_its_own_lane_only(program: Program) -> None:
    program.channel.gate = asyncio.Event()
    await program.put(say("1"), say("2"), say("другой", PETR))
    await program.delivery.step()
    await asyncio.sleep(0)
    await program.delivery.step()
    await asyncio.sleep(0)
    assert program.channel.texts() == ["1", "другой"]
    program.channel.gate.set()
    await program.deliver()
    assert program.channel.texts() == ["1", "другой", "2"]


@pytest.mark.parametrize("seconds", [-3600, 3600])
async def test_a_corrected_wall_clock_neither_stalls_nor_floods(
    program: Program, seconds: float
) -> None:
    program.channel.answers["send"] = [Later(7, "rate limit")]
    await program.put(say("1"))
    await program.deliver()
    program.clock.jump(seconds)
    await program.deliver()
    assert len(program.channel.ledger) == 1
    program.clock.advance(7.1)
    await program.deliver()
    assert len(program.channel.ledger) == 2


async def test_what_was_withdrawn_in_time_is_never_sent(program: Program) -> None:
    await program.put(
        Say(OLGA, content=Content("Закрыто"), wait=timedelta(seconds=10), key="undo:1")
    )
    program.clock.advance(9)
    await program.deliver()
    await program.put(Withdraw("undo:1"))
    program.clock.advance(5)
    await program.deliver()
    assert program.channel.ledger == []


async def test_it_wakes_for_a_delayed_row_by_itself(program: Program) -> None:
    await program.put(Say(OLGA, content=Content("1"), wait=timedelta(seconds=10), key="k"))
    assert await program.delivery.step() == 10
    program.clock.advance(4)
    assert await program.delivery.step() == 6


async def test_running_it_sends_what_comes_and_stops_when_asked(program: Program) -> None:
    arrived = asyncio.Event()

    def noticed(_call: Call) -> Outcome | None:
        arrived.set()
        return None

    program.channel.refuse = noticed
    stop = asyncio.Event()
    running = asyncio.create_task(program.delivery.run(stop))
    await program.put(say("1"))
    program.delivery.wake()
    await asyncio.wait_for(arrived.wait(), 5)
    stop.set()
    await asyncio.wait_for(running, 5)
    await program.delivery.finish(5)
    assert await program.counts() == {}


async def test_a_crash_between_sending_and_recording_sends_again(store: Store) -> None:
    program = Program(store)
    program.channel.gate = asyncio.Event()
    await program.put(say("1"), say("2"))
    await program.delivery.step()
    await asyncio.sleep(0)
    assert program.channel.texts() == ["1"]
    await program.delivery.finish(0)
    survivor = Program(store)
    await survivor.deliver()
    assert survivor.channel.texts() == []
    await survivor.delivery.recover()
    await survivor.deliver()
    assert survivor.channel.texts() == ["1", "2"]


async def test_a_graceful_end_records_what_was_under_way(program: Program) -> None:
    program.channel.gate = asyncio.Event()
    await program.put(say("1"), say("2"))
    await program.delivery.step()
    await asyncio.sleep(0)
    program.channel.gate.set()
    await program.delivery.finish(5)
    assert program.channel.texts() == ["1"]
    assert await program.counts() == {"pending": 1}


async def test_a_crash_leaves_no_more_than_sixteen_in_doubt(program: Program) -> None:
    await program.put(*(say("!", Address("telegram", str(n))) for n in range(60)))
    for _ in range(3):
        await program.delivery.step()
        await program.delivery.settle()
        assert (await program.counts())["sending"] <= 16


class FlakyStore(Store):
    """While `full`, every commit finds the disk full after all went well."""

    full = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Unit]:
        async with super().begin() as unit:
            yield unit
            if self.full:
                raise StorageFull


@pytest.mark.usefixtures("store")
async def test_an_outcome_survives_a_full_disk(tmp_path: Path) -> None:
    flaky = FlakyStore(make_engine(f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}"))
    program = Program(flaky)
    await program.put(say("1"), say("2"))
    await program.delivery.step()
    await program.delivery.settle()
    flaky.full = True
    with pytest.raises(StorageFull):
        await program.delivery.step()
    assert program.channel.texts() == ["1"]
    flaky.full = False
    await program.deliver()
    assert program.channel.texts() == ["1", "2"]
    assert await program.counts() == {}
    await flaky.close()


async def test_a_lost_transaction_keeps_no_places(tmp_path: Path, store: Store) -> None:
    del store
    flaky = FlakyStore(make_engine(f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}"))
    clock = ManualClock()
    program = Program(flaky, clock, limits=Limits(2, 1, 1, clock=clock.monotonic))
    await program.put(say("1"), say("другой", PETR))
    flaky.full = True
    for _ in range(3):
        with pytest.raises(StorageFull):
            await program.delivery.step()
    flaky.full = False
    await program.deliver()
    assert program.channel.texts() == ["1", "другой"]
    await flaky.close()
