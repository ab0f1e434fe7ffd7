"""Threads with a tool of their own, which hold up nobody."""

import asyncio
import threading

import pytest

from bot.vk.threads import Threads


async def test_each_thread_has_its_own_tool_and_none_keeps_the_program_alive() -> None:
    threads = Threads("test", 2, threading.current_thread)
    both = threading.Barrier(2, timeout=5)

    def work(tool: threading.Thread) -> bool:
        both.wait()
        return tool is threading.current_thread() and tool.daemon

    assert all(await asyncio.gather(threads.run(work), threads.run(work)))
    threads.close()


async def test_what_fails_fails_for_whoever_asked() -> None:
    threads = Threads("test", 1, dict[str, str])
    with pytest.raises(KeyError):
        await threads.run(lambda tool: tool["missing"])
    assert await threads.run(len) == 0
    threads.close()


async def test_work_that_nobody_waits_for_any_more_is_not_begun() -> None:
    threads, go_on, done = Threads("test", 1, object), threading.Event(), list[str]()
    first = asyncio.create_task(threads.run(lambda _: go_on.wait(5)))
    second = asyncio.create_task(threads.run(lambda _: done.append("second")))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    go_on.set()
    assert await first
    assert await threads.run(lambda _: list(done)) == []
    threads.close()
