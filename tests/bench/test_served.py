"""A bot as a process of its own: what the system tells of it."""

from bench.served import ECHO, TICK, Served, SteadyClock
from tests.sandbox_server import running_sandbox


async def test_processor_time_too_short_to_be_told_counts_as_one_tick() -> None:
    async with running_sandbox() as sandbox:
        one = Served(ECHO, sandbox, SteadyClock())
        assert one.processor_since(one.processor()) == TICK
        assert one.processor_since(one.processor() - 5) == 5
