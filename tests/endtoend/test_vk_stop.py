"""The program ends when it is told to, whatever VK keeps open, and loses nothing by that."""

import asyncio
from pathlib import Path

from sandbox.vk.faults import VkFault
from tests.endtoend.with_child import sandbox_with_child

NADIA = 301
ENDLESS = 10**6
START, STOP = 60, 10


async def test_a_hanging_poll_and_a_hanging_send_hold_up_no_stop(tmp_path: Path) -> None:
    async with sandbox_with_child(tmp_path) as running:
        vk, world, child = running.vk, running.world, running.child
        await world.until(lambda: vk.pollers, START)
        poll = VkFault("a_check", "hang", times=ENDLESS)
        send = VkFault("messages.send", "hang", times=ENDLESS)
        vk.faults.plan(poll)
        vk.faults.plan(send)
        vk.writes(NADIA, "Какая квота?")
        async with asyncio.timeout(START):
            while ENDLESS in (poll.times, send.times):  # noqa: ASYNC110 - what hangs tells nobody
                await asyncio.sleep(0.02)
        async with asyncio.timeout(STOP):
            await child.stop()
        assert child.exit_code == 0
        assert not vk.sends
        vk.faults.clear()
        vk.writes(NADIA, "И ещё вопрос")
        await child.start()
        await world.until(lambda: vk.events.waiting() == 0 and vk.sends, START)
    assert [one.peer for one in vk.sends] == [NADIA]
    assert "№ 2026-" in vk.sends[0].text
