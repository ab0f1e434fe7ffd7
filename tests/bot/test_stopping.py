"""Told once the program ends in good order, told twice at once; nothing that hangs keeps it."""

import asyncio
import os
import signal
import threading

import pytest
from structlog.testing import capture_logs

from bot.stopping import Stopping


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_the_first_signal_asks_and_the_second_ends_at_once(sign: signal.Signals) -> None:
    codes: asyncio.Queue[int] = asyncio.Queue()
    stopping = Stopping(latest=3600, leave=codes.put_nowait)
    with stopping.by_signals() as asked, capture_logs() as lines:
        os.kill(os.getpid(), sign)
        await asyncio.wait_for(asked.wait(), 5)
        assert codes.empty()
        os.kill(os.getpid(), sign)
        assert await asyncio.wait_for(codes.get(), 5) == 128 + sign
    assert [line["event"] for line in lines] == ["stopping", "stopped_at_once"]


async def test_who_hangs_at_the_end_is_cut_short() -> None:
    left = threading.Event()
    codes: list[int] = []

    def leave(code: int) -> None:
        codes.append(code)
        left.set()

    stopping = Stopping(latest=0.01, leave=leave)
    stopping.told(signal.SIGTERM)
    assert left.wait(5), "even though the loop does nothing at all"
    assert codes == [1]


async def test_afterwards_signals_mean_what_they_meant_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Stopping().by_signals():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


async def test_who_ended_in_time_is_not_cut_short_afterwards() -> None:
    left = threading.Event()
    stopping = Stopping(latest=0.2, leave=lambda _code: left.set())
    with stopping.by_signals() as asked:
        stopping.told(signal.SIGTERM)
        assert asked.is_set()
    assert not left.wait(0.5)
